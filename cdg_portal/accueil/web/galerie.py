"""La galerie : chaque composant d'écran dans tous ses états, pour qui décide de l'écran ou le relit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cdg_portal.perimetres.acces import requiert


@require_safe
@requiert("galerie.lire")
def galerie(request: HttpRequest) -> HttpResponse:
    """Les composants, avec des données inventées : aucune table n'est lue."""
    return render(request, "accueil/galerie.html")
