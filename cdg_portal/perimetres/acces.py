"""Qui peut ouvrir une page ou faire un acte : rôle sur la collectivité de l'objet.

Un objet hors du périmètre n'existe pas (404) ; un rôle insuffisant dans son périmètre est refusé (403).
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from cdg_portal.perimetres.roles import ROLES_DE_GESTION, ROLES_DE_SAISIE, ROLES_DU_CDG, Role

# Les noms des agents : ceux qui les gèrent, chez l'employeur et au CDG.
LECTURE_AGENTS = ROLES_DE_GESTION | ROLES_DE_SAISIE
# Adhésions, effectifs chiffrés, appels : aussi les élus et les finances.
LECTURE_ARGENT = LECTURE_AGENTS | {Role.FINANCES, Role.LECTEUR}
# Les statistiques : aussi la prévention.
LECTURE_STATISTIQUES = LECTURE_ARGENT | {Role.PREVENTEUR}

Vue = TypeVar("Vue", bound=Callable[..., HttpResponse])
T = TypeVar("T")


def roles_requis(*roles: str) -> Callable[[Vue], Vue]:
    """Décorateur de vue : 403 si le compte ne tient aucun de ces rôles, où que ce soit."""

    def decorer(vue: Vue) -> Vue:
        @wraps(vue)
        def enveloppe(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not getattr(request, "roles", frozenset()) & set(roles):
                raise PermissionDenied("Votre rôle ne permet pas d'ouvrir cette page.")
            return vue(request, *args, **kwargs)

        enveloppe.roles_requis = frozenset(roles)  # type: ignore[attr-defined]
        return enveloppe  # type: ignore[return-value]

    return decorer


def tient_un_role(request: HttpRequest, collectivite_id: int, roles: Collection[str]) -> bool:
    """Vrai si le compte tient l'un de ces rôles sur cette collectivité (un rôle du CDG vaut pour toutes)."""
    return any(
        h.role in roles and (h.role in ROLES_DU_CDG or h.collectivite_id == collectivite_id)
        for h in getattr(request, "habilitations", ())
    )


def exiger_un_role(request: HttpRequest, objet: Any, roles: Collection[str]) -> None:
    """403 si le compte ne tient aucun de ces rôles sur la collectivité de l'objet."""
    if not tient_un_role(request, objet.collectivite_id, roles):
        raise PermissionDenied("Votre rôle sur cette collectivité ne permet pas cet acte.")


def collectivites_du_role(request: HttpRequest, roles: Collection[str]) -> frozenset[int] | None:
    """Les collectivités où le compte tient l'un de ces rôles ; None : toutes (rôle du CDG)."""
    tenues = [h for h in getattr(request, "habilitations", ()) if h.role in roles]
    if any(h.role in ROLES_DU_CDG for h in tenues):
        return None
    return frozenset(h.collectivite_id for h in tenues)


def ou_404(objet: T | None) -> T:
    """L'objet, ou 404 : absent et étranger ne se distinguent pas."""
    if objet is None:
        raise Http404("Introuvable.")
    return objet
