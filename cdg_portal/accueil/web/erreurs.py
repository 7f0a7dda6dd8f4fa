"""Pages d'erreur en français ; sous /api/, le même fait en problem+json."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from cdg_portal.accueil.problemes import EXPLICATIONS, reponse_probleme
from cdg_portal.perimetres.acces import AccesRefuse
from cdg_portal.perimetres.assistance import ActePendantAssistance, ExportPendantAssistance
from cdg_portal.perimetres.permissions import TABLE, a_qui_demander, qui_accorde
from cdg_portal.perimetres.roles import Role, roles_tenus
from cdg_portal.requetes import AdresseTropLongue
from cdg_portal.saisies.contenu import tapes
from cdg_portal.saisies.jeton import CHAMP as CHAMP_JETON
from cdg_portal.saisies.jeton import lire as lire_jeton

PREFIXE_API = "/api/"
REESSAYER_DANS = "30"  # secondes
TRANSACTION_INACTIVE = "25P03"


def _page(request: HttpRequest, statut: int, gabarit: str = "", **contexte: Any) -> HttpResponse:
    """Page autonome : ni base, ni processeur de contexte, qui peuvent être la cause de l'erreur."""
    if request.path.startswith(PREFIXE_API):
        return reponse_probleme(statut, instance=request.path)
    contexte["formation"] = settings.MODE_FORMATION
    return HttpResponse(render_to_string(f"erreurs/{gabarit or statut}.html", contexte), status=statut)


@login_not_required
def requete_invalide(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 ; 413 d'un envoi trop gros, 414 d'une adresse trop longue."""
    if isinstance(exception, RequestDataTooBig):
        return _page(request, 413)
    if isinstance(exception, AdresseTropLongue):
        return _page(request, 414)
    return _page(request, 400)


@login_not_required
def acces_refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 : ce qui est refusé, à quel titre, et à qui le demander. Aucun objet n'y est nommé."""
    if isinstance(exception, ActePendantAssistance):
        return _page(request, 403, "assistance", export=isinstance(exception, ExportPendantAssistance))
    if not isinstance(exception, AccesRefuse):
        return _page(request, 403)
    tenus, vise = roles_tenus(request), exception.role
    return _page(
        request,
        403,
        refusee=TABLE[exception.action],
        roles=sorted(str(Role(role).label) for role in tenus),
        vise=Role(vise).label if vise else "",
        interlocuteur=qui_accorde(vise, tenus) if vise else a_qui_demander(exception.action, tenus),
    )


@login_not_required
def introuvable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 : la même page que l'objet n'existe pas ou appartienne à un autre."""
    return _page(request, 404)


@login_not_required
def formulaire_perime(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 d'un jeton CSRF absent ou périmé ; ce qui était tapé se reprend, si la page vient bien d'ici.

    L'envoi n'est pas sûr : rien ne s'écrit avant que la personne ne le demande par le bouton.
    """
    contexte: dict[str, Any] = {}
    if lire_jeton(request.POST.get(CHAMP_JETON, "")):
        tape, _ = tapes(request.POST)
        contexte = {
            "jeton": request.POST[CHAMP_JETON],
            "tape": [(nom, valeur) for nom, valeurs in tape.items() for valeur in valeurs],
            "csrf_token": get_token(request),
        }
    return _page(request, 403, "formulaire_perime", **contexte)


@login_not_required
def erreur_interne(request: HttpRequest) -> HttpResponse:
    """500 ; 503 si la base n'a pas répondu à temps (requête trop longue, verrou, base arrêtée) : réessayer suffit."""
    if _base_occupee(sys.exc_info()[1]):
        reponse = _page(request, 503, "base_occupee")
        reponse["Retry-After"] = REESSAYER_DANS
        return reponse
    return _page(request, 500)


def _base_occupee(faute: BaseException | None) -> bool:
    """Psycopg range à part la transaction fermée pour être restée inactive."""
    code = getattr(getattr(faute, "__cause__", None), "sqlstate", "")
    return isinstance(faute, OperationalError) or code == TRANSACTION_INACTIVE


@login_not_required
@require_safe
def expliquer(request: HttpRequest, code: str) -> HttpResponse:
    """La page d'un problème de l'API : ce qui s'est passé, quoi faire."""
    if code not in EXPLICATIONS:
        raise Http404
    titre, explication = EXPLICATIONS[code]
    return render(
        request, "erreurs/probleme.html", {"code": code, "titre": titre, "explication": explication}
    )
