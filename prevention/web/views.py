"""Écran des statistiques d'absentéisme."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import LECTURE_STATISTIQUES, roles_requis
from prevention.selectors import indicateurs
from prevention.web.formulaires import PeriodeForm


@require_GET
@roles_requis(*LECTURE_STATISTIQUES)
def statistiques(request: HttpRequest) -> HttpResponse:
    """Taux, gravité, fréquence, exposition et détail par nature, sur la période choisie."""
    form = PeriodeForm(request.GET, jour=aujourdhui())
    resultat = None
    if form.is_valid():
        d = form.cleaned_data
        resultat = indicateurs(du=d["du"], au=d["au"], collectivite=d["collectivite"])
    return render(request, "prevention/statistiques.html", {"form": form, "resultat": resultat})
