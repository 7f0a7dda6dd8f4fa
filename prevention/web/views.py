"""Écran des statistiques d'absentéisme."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre, perimetre_courant
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import LECTURE_STATISTIQUES, collectivites_du_role, roles_requis
from prevention.selectors import indicateurs
from prevention.web.formulaires import PeriodeForm


@require_GET
@roles_requis(*LECTURE_STATISTIQUES)
def statistiques(request: HttpRequest) -> HttpResponse:
    """Taux, gravité, fréquence, exposition et détail par nature, sur la période choisie."""
    with perimetre(_borne(request)):
        form = PeriodeForm(request.GET, jour=aujourdhui())
        resultat = None
        if form.is_valid():
            d = form.cleaned_data
            resultat = indicateurs(du=d["du"], au=d["au"], collectivite=d["collectivite"])
        return render(request, "prevention/statistiques.html", {"form": form, "resultat": resultat})


def _borne(request: HttpRequest) -> Perimetre:
    """Le périmètre réduit aux collectivités où ce compte lit les statistiques : choix et chiffres s'y tiennent."""
    borne = collectivites_du_role(request, LECTURE_STATISTIQUES)
    if borne is None:
        return perimetre_courant()
    return replace(perimetre_courant(), cdg=False, collectivites=tuple(sorted(borne)))
