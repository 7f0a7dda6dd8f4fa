"""Retirer une couche du cloisonnement, le temps d'un essai, pour prouver que l'autre tient seule."""

from typing import Any

import pytest
from django.core.exceptions import FullResultSet

from cdg_portal.cloisonnement import perimetre as module
from cdg_portal.cloisonnement.modeles import DansPerimetre
from cdg_portal.cloisonnement.perimetre import Perimetre


def retirer_la_premiere(patch: pytest.MonkeyPatch) -> None:
    """Les gestionnaires ne filtrent plus rien : il ne reste que la sécurité de ligne de PostgreSQL."""

    def tout(*args: object, **kwargs: object) -> None:
        raise FullResultSet

    patch.setattr(DansPerimetre, "as_sql", tout)


def retirer_la_seconde(patch: pytest.MonkeyPatch) -> None:
    """Chaque transaction prend le rôle interne, dont la politique laisse tout voir : il ne reste que l'ORM."""
    poser: Any = module._poser

    def poser_ouvert(p: Perimetre, using: str) -> None:
        poser(Perimetre(cdg=True, collectivites=p.collectivites, utilisateur=p.utilisateur), using)

    patch.setattr(module, "_poser", poser_ouvert)
