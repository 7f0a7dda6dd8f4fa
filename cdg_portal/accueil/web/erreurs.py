"""Pages d'erreur en français ; sous /api/, le même fait en problem+json."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from cdg_portal.accueil.problemes import EXPLICATIONS, reponse_probleme

PREFIXE_API = "/api/"


def _page(request: HttpRequest, statut: int) -> HttpResponse:
    """Page autonome : ni base, ni processeur de contexte, qui peuvent être la cause de l'erreur."""
    if request.path.startswith(PREFIXE_API):
        return reponse_probleme(statut, instance=request.path)
    return HttpResponse(render_to_string(f"erreurs/{statut}.html"), status=statut)


@login_not_required
def requete_invalide(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(request, 400)


@login_not_required
def acces_refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(request, 403)


@login_not_required
def introuvable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 : la même page que l'objet n'existe pas ou appartienne à un autre."""
    return _page(request, 404)


@login_not_required
def formulaire_perime(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 d'un jeton CSRF absent ou périmé."""
    return _page(request, 403)


@login_not_required
def erreur_interne(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(request, 500)


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
