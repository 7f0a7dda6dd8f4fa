"""Écran des statistiques d'absentéisme."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre, perimetre_courant
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import bornes, requiert
from cdg_portal.perimetres.visibilite import voit_partout
from prevention.selectors import indicateurs
from prevention.web.formulaires import PeriodeForm


@require_GET
@requiert("statistiques.lire")
def statistiques(request: HttpRequest) -> HttpResponse:
    """Taux, gravité, fréquence, exposition et détail par nature, sur la période choisie."""
    with perimetre(_borne(request)):
        form = PeriodeForm(PeriodeForm.completer(request.GET, jour=aujourdhui()), jour=aujourdhui())
        resultat = None
        if form.is_valid():
            d = form.cleaned_data
            resultat = indicateurs(
                du=d["du"], au=d["au"], collectivite=d["collectivite"], secret=_tenu_au_secret(request)
            )
        natures = [(ligne.libelle, ligne.jours) for ligne in resultat.par_nature] if resultat else []
        contexte = {"form": form, "resultat": resultat, "jours_par_nature": natures}
        return render(request, "prevention/statistiques.html", contexte)


def _tenu_au_secret(request: HttpRequest) -> bool:
    """Vrai si, quelque part où ce compte lit les statistiques, il ne voit ni la nature ni les dates d'un arrêt."""
    ou = bornes(request, "statistiques.lire")
    return not all(voit_partout(request, champ, ou) for champ in ("nature_conge", "dates_arret"))


def _borne(request: HttpRequest) -> Perimetre:
    """Le périmètre réduit aux collectivités où ce compte lit les statistiques : choix et chiffres s'y tiennent."""
    borne = bornes(request, "statistiques.lire")
    if borne is None:
        return perimetre_courant()
    return replace(perimetre_courant(), cdg=False, collectivites=tuple(sorted(borne)))
