"""Écran des statistiques d'absentéisme."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cdg_portal.horloge import aujourdhui
from prevention.selectors import indicateurs
from prevention.web.formulaires import PeriodeForm


def statistiques(request: HttpRequest) -> HttpResponse:
    """Taux, gravité, fréquence, exposition et détail par nature, sur la période choisie."""
    form = PeriodeForm(request.GET or {}, jour=aujourdhui())
    resultat = None
    if form.is_valid():
        d = form.cleaned_data
        resultat = indicateurs(du=d["du"], au=d["au"], collectivite=d["collectivite"])
    return render(request, "prevention/statistiques.html", {"form": form, "resultat": resultat})
