"""Qui peut ouvrir une page ou faire un acte : une action de `permissions.TABLE`, sur la collectivité de l'objet.

Un objet hors du périmètre n'existe pas (404) ; un rôle insuffisant dans son périmètre est refusé (403).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from cdg_portal.perimetres.permissions import roles_de
from cdg_portal.perimetres.roles import collectivites_des, roles_tenus

Vue = TypeVar("Vue", bound=Callable[..., HttpResponse])
T = TypeVar("T")


class AccesRefuse(PermissionDenied):
    """L'action refusée : la page 403 dit laquelle, à quel titre, et à qui la demander.

    `role` : le rôle qu'il aurait fallu pouvoir accorder ou retirer, s'il s'agit de lui.
    """

    def __init__(self, action: str, *, role: str = "") -> None:
        super().__init__(action)
        self.action = action
        self.role = role


def personne(uid: UUID) -> None:
    """Pour `sur` : un objet qui n'est qu'à une personne (brouillon, saisie gardée) n'existe pas sans le rôle."""


def requiert(
    action: str, *, sans_habilitation: bool = False, sur: Callable[[UUID], object | None] | None = None
) -> Callable[[Vue], Vue]:
    """Décorateur de vue : 403 si le compte n'a cette permission nulle part. La vue porte `action`.

    `sans_habilitation` : un compte qui ne tient encore aucun rôle passe aussi (la page lui dit quoi faire).
    `sur` : ce que désigne le premier identifiant de l'adresse, lu dans le périmètre ; s'il n'y est pas, le refus est
    un 404. Ailleurs que chez soi, rien n'est refusé : rien n'existe.
    """
    permis = roles_de(action)

    def decorer(vue: Vue) -> Vue:
        @wraps(vue)
        def enveloppe(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            tenus = roles_tenus(request)
            if not tenus & permis and (tenus or not sans_habilitation):
                uid = next((v for v in kwargs.values() if isinstance(v, UUID)), None)
                if sur is not None and uid is not None:
                    ou_404(sur(uid))
                raise AccesRefuse(action)
            return vue(request, *args, **kwargs)

        enveloppe.action, enveloppe.sur = action, sur  # type: ignore[attr-defined]
        return enveloppe  # type: ignore[return-value]

    return decorer


def peut(request: HttpRequest, action: str, collectivite_id: int | None = None) -> bool:
    """Vrai si le compte a cette permission sur cette collectivité (None : où que ce soit)."""
    return bool(roles_tenus(request, collectivite_id) & roles_de(action))


def exiger(request: HttpRequest, action: str, objet: Any) -> None:
    """403 si le compte n'a pas cette permission sur la collectivité de l'objet."""
    if not peut(request, action, objet.collectivite_id):
        raise AccesRefuse(action)


def bornes(request: HttpRequest, action: str) -> frozenset[int] | None:
    """Les collectivités où le compte a cette permission ; None : toutes (rôle du CDG)."""
    return collectivites_des(request, roles_de(action))


def ou_404(objet: T | None) -> T:
    """L'objet, ou 404 : absent et étranger ne se distinguent pas."""
    if objet is None:
        raise Http404("Introuvable.")
    return objet
