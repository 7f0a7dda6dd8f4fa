"""Configuration de l'app d'accueil."""

from typing import Any

import structlog
from django.apps import AppConfig
from django.core.exceptions import ObjectDoesNotExist

from cdg_portal.cloisonnement.perimetre import PerimetreAbsent, hors_perimetre, perimetre_courant
from cdg_portal.horloge import aujourdhui

journal = structlog.get_logger(__name__)
# Ces actes ferment toutes les sessions du compte : qui en a pris une a pu prendre l'adresse secrète de l'agenda.
COUPENT_L_AGENDA = frozenset(
    {"mot-de-passe-choisi", "compte-desactive", "second-facteur-reinitialise", "proconnect-detache"}
)


class AccueilConfig(AppConfig):
    """Couche du haut : tableau de bord, santé, démonstration."""

    name = "cdg_portal.accueil"
    label = "accueil"
    verbose_name = "Accueil"

    def ready(self) -> None:
        """Garde au journal les actes de sécurité sur les comptes : ni `comptes` ni `perimetres` ne le connaissent.

        Coupe, s'il le faut, l'adresse de l'agenda.
        """
        from cdg_portal.comptes.signaux import acte_sur_compte

        acte_sur_compte.connect(_consigner, dispatch_uid="accueil.acte_sur_compte")
        acte_sur_compte.connect(_couper_l_agenda, dispatch_uid="accueil.couper_l_agenda")


def _consigner(
    sender: Any, *, compte: Any, action: str, libelle: str, motif: str = "", **kwargs: Any
) -> None:
    """Dans la transaction de l'acte, au journal du Centre de gestion : un compte n'a pas de collectivité."""
    from cdg_portal.journal.services import consigner_sur_compte
    from cdg_portal.perimetres.selectors import organisme_gestionnaire

    with hors_perimetre("consigner un acte de sécurité sur un compte", utilisateur=_auteur()):
        try:
            cdg_id = organisme_gestionnaire().pk
        except ObjectDoesNotExist:  # amorçage : le Centre de gestion n'est pas encore enregistré
            journal.warning("acte_de_compte_sans_cdg", action=action, compte=str(compte.uid))
            return
        consigner_sur_compte(
            uid=compte.uid,
            collectivite_id=cdg_id,
            action=action,
            libelle=libelle,
            le=aujourdhui(),
            motif=motif,
        )


def _couper_l_agenda(sender: Any, *, compte: Any, action: str, **kwargs: Any) -> None:
    """Dans la transaction de l'acte."""
    from cdg_portal.accueil.calendrier import abonnement_retirer

    if action in COUPENT_L_AGENDA:
        abonnement_retirer(compte=compte, le=aujourdhui(), par=_auteur())


def _auteur() -> int | None:
    try:
        return perimetre_courant().utilisateur
    except PerimetreAbsent:
        return None
