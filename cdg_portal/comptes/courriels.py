"""Courriels : un gabarit en texte (première ligne : l'objet) et le même en HTML sobre, sur une base commune."""

from smtplib import SMTPException
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

journal = structlog.get_logger(__name__)


def sur_une_ligne(texte: str) -> str:
    """Sans retour à la ligne, ni caractère de commande ou qui retourne le sens de lecture."""
    return " ".join("".join(c if c.isprintable() else " " for c in texte).split())


def composer(destinataire: str, gabarit: str, contexte: dict[str, Any]) -> EmailMultiAlternatives:
    """Le message de `mails/<gabarit>.txt` et `.html`, pas encore envoyé.

    Chaque texte tient sur une ligne : un nom saisi sur plusieurs ajouterait au message un paragraphe qui passerait pour
    nôtre. `compte` n'y donne que le nom de la personne.
    """
    compte = contexte.get("compte")
    donnees = {"organisme": settings.ORGANISME, "nom": compte.get_full_name() if compte else "", **contexte}
    donnees = {cle: sur_une_ligne(v) if isinstance(v, str) else v for cle, v in donnees.items()}
    objet, _, texte = render_to_string(f"mails/{gabarit}.txt", donnees).strip().partition("\n")
    message = EmailMultiAlternatives(" ".join(objet.split()), texte.strip() + "\n", to=[destinataire])
    message.attach_alternative(render_to_string(f"mails/{gabarit}.html", donnees), "text/html")
    return message


def envoyer(destinataire: str, gabarit: str, contexte: dict[str, Any]) -> None:
    """Compose le message, et l'envoie quand la transaction est validée.

    Un serveur de courriel muet ne fait pas échouer l'acte : la faute est journalisée, sans adresse ni contenu.
    """
    message = composer(destinataire, gabarit, contexte)
    transaction.on_commit(lambda: _partir(message, gabarit))


def _partir(message: EmailMultiAlternatives, gabarit: str) -> None:
    try:
        message.send()
    except (OSError, SMTPException) as faute:
        journal.error("courriel-non-parti", gabarit=gabarit, faute=type(faute).__qualname__)
