"""Configuration de l'app des périmètres."""

from typing import Any

import structlog
from django.apps import AppConfig
from django.utils import timezone

from cdg_portal.horloge import aujourdhui
from cdg_portal.socle.erreurs import ErreurMetier

journal = structlog.get_logger(__name__)


class PerimetresConfig(AppConfig):
    """Collectivités et habilitations."""

    name = "cdg_portal.perimetres"
    label = "perimetres"
    verbose_name = "Collectivités et habilitations"

    def ready(self) -> None:
        """Écoute le SIRET qu'annonce un fournisseur d'identité (il ne donne rien) et la fermeture des comptes."""
        from cdg_portal.comptes.signaux import administration_retiree, siret_propose

        siret_propose.connect(_demander, dispatch_uid="perimetres.demande_acces")
        administration_retiree.connect(_garder, dispatch_uid="perimetres.dernier_administrateur")


def _garder(sender: Any, *, compte: Any, **kwargs: Any) -> None:
    """Refuse (ErreurMetier) de fermer le dernier compte qui administre le portail."""
    from cdg_portal.perimetres.services.habilitations import administrateur_garder

    administrateur_garder(compte=compte, le=aujourdhui())


def _demander(sender: Any, *, compte: Any, siret: str, organisation: str = "", **kwargs: Any) -> None:
    """Une annonce illisible n'empêche pas d'entrer : elle ne fait pas de demande, et se lit au journal."""
    from cdg_portal.perimetres.services import demande_acces_proposer

    try:
        demande_acces_proposer(
            compte=compte,
            siret=siret or "",
            organisation=organisation or "",
            le=aujourdhui(),
            maintenant=timezone.now(),
        )
    except ErreurMetier as refus:
        journal.warning("siret_propose_illisible", code=refus.code, compte=str(compte.uid))
