"""Un objet d'abord (404 hors du périmètre), le rôle ensuite (403)."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from cdg_portal.perimetres.acces import AccesRefuse, ou_404, peut
from cdg_portal.perimetres.models import Collectivite
from cdg_portal.perimetres.selectors import collectivite_de_uid, roles_accordables

Vue = TypeVar("Vue", bound=Callable[..., HttpResponse])


def agit(action: str) -> Callable[[Vue], Vue]:
    """Décorateur : dit quelle permission la vue vérifie elle-même, une fois son objet trouvé."""

    def decorer(vue: Vue) -> Vue:
        vue.action = action  # type: ignore[attr-defined]
        return vue

    return decorer


def collectivite_gardee(request: HttpRequest, uid: UUID, action: str) -> Collectivite:
    """La collectivité où le compte a cette permission ; 404 s'il n'en voit rien, 403 sinon."""
    collectivite = ou_404(collectivite_de_uid(uid))
    if not peut(request, action, collectivite.pk):
        raise AccesRefuse(action)
    return collectivite


def exiger_d_accorder(request: HttpRequest, collectivite: Collectivite, action: str) -> None:
    """403 si le compte n'a pas cette permission ici, ou n'y peut rien accorder (droit reçu par délégation)."""
    if not peut(request, action, collectivite.pk) or not accordables(request, collectivite):
        raise AccesRefuse(action)


def exiger_role(request: HttpRequest, collectivite: Collectivite, role: str, action: str) -> None:
    """403 si le compte n'a pas cette permission ici, ou si ce rôle est au-dessus des siens."""
    if not peut(request, action, collectivite.pk):
        raise AccesRefuse(action)
    if role not in accordables(request, collectivite):
        raise AccesRefuse(action, role=role)


def accordables(request: HttpRequest, collectivite: Collectivite) -> frozenset[str]:
    """Les rôles que ce compte peut accorder ou retirer sur cette collectivité."""
    return roles_accordables(getattr(request, "habilitations", ()), collectivite=collectivite)
