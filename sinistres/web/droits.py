"""Ce que la personne connectée peut faire des dossiers d'une collectivité ; les actes sont dans le catalogue."""

from uuid import UUID

from django.http import HttpRequest

from cdg_portal.perimetres.acces import bornes, ou_404, peut
from cdg_portal.perimetres.permissions import TABLE
from sinistres.models import Sinistre
from sinistres.selectors.dossiers import dossier_par_uid


def actions_sur(request: HttpRequest, collectivite_id: int) -> frozenset[str]:
    """Les actions de la table que cette personne peut faire sur cette collectivité."""
    return frozenset(action for action in TABLE if peut(request, action, collectivite_id))


def dossier_ou_404(request: HttpRequest, uid: UUID) -> Sinistre:
    """Le dossier que cette personne peut ouvrir ; 404 sinon, qu'il existe ou non."""
    return ou_404(dossier_par_uid(uid, collectivites=bornes(request, "sinistres.lire")))
