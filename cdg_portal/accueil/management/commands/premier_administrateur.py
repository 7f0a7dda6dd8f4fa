"""Installe le premier administrateur du portail ; refuse dès qu'il y en a un."""

import sys
from getpass import getpass
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.horloge import aujourdhui
from cdg_portal.journal.services import consigner
from cdg_portal.perimetres.services import premier_administrateur_installer
from cdg_portal.perimetres.services.installation import MOTIF
from cdg_portal.socle.erreurs import ErreurMetier

COMMANDE = "premier_administrateur"


class Command(BaseCommand):
    """`premier_administrateur --email … --prenom … --nom … --cdg "Centre de gestion de …" --siret …`."""

    help = (
        "Crée le Centre de gestion et le compte de son premier administrateur. Le mot de passe est demandé."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """La personne, et le Centre de gestion s'il n'est pas encore enregistré. Jamais de mot de passe ici."""
        parser.add_argument("--email", required=True, help="adresse électronique professionnelle")
        parser.add_argument("--prenom", required=True, help="prénom")
        parser.add_argument("--nom", required=True, help="nom")
        parser.add_argument("--cdg", default="", help="dénomination du Centre de gestion, s'il manque")
        parser.add_argument("--siret", default="", help="son SIRET, s'il manque")

    def handle(self, *args: Any, **options: Any) -> None:
        """Lève CommandError avec la raison du refus ; rien n'est alors écrit."""
        voulu = {champ: options[champ] for champ in ("email", "prenom", "nom", "cdg", "siret")}
        mot_de_passe, le = _demander(), aujourdhui()
        with (
            hors_perimetre("Installer le premier administrateur du portail."),
            pghistory.context(commande=COMMANDE, motif=MOTIF),
        ):
            try:
                droit = premier_administrateur_installer(**voulu, mot_de_passe=mot_de_passe, le=le)
            except ErreurMetier as refus:
                raise CommandError(refus.message) from refus
            consigner(
                objet=droit,
                action="premier-administrateur",
                libelle=f"Premier administrateur installé : {droit.compte}",
                le=le,
                motif=MOTIF,
            )
            qui = f"{droit.compte} administre le portail pour {droit.collectivite}."
        self.stdout.write(
            f"{qui} À sa première connexion, un second facteur lui est demandé : application d'authentification ou clé "
            "d'accès."
        )


def _demander() -> str:
    """Deux fois au terminal, sans l'afficher ; sinon une ligne de l'entrée. Lève CommandError."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    premier = getpass("Mot de passe : ")
    if premier != getpass("Le même, encore une fois : "):
        raise CommandError("Les deux mots de passe diffèrent : rien n'est créé, relancez la commande.")
    return premier
