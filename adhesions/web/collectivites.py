"""Liste, export et fiche des collectivités."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adhesions.selectors import collectivites_liste, fiche_collectivite
from adhesions.web.formulaires import FiltreCollectivites
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import AccesRefuse, bornes, ou_404, peut, requiert
from cdg_portal.perimetres.listes import exporter_csv, page_de
from cdg_portal.perimetres.selectors import collectivite_de_uid
from cdg_portal.perimetres.visibilite import attributs_caches


def _filtrees(request: HttpRequest) -> tuple[FiltreCollectivites, Any]:
    formulaire = FiltreCollectivites(request.GET)
    lus = formulaire.lus()
    liste = collectivites_liste(
        au=aujourdhui(),
        recherche=lus["q"],
        filtre=lus["filtre"],
        tri=lus["tri"],
        bornes=bornes(request, "collectivites.lire"),
    )
    return formulaire, liste


@require_safe
@requiert("collectivites.lire")
def liste(request: HttpRequest) -> HttpResponse:
    """Les collectivités, recherche et filtres dans l'adresse."""
    formulaire, collectivites = _filtrees(request)
    contexte = {
        "form": formulaire,
        "page": page_de(request, collectivites),
        "tri": formulaire.cleaned_data.get("tri", ""),
        "filtree": any(formulaire.cleaned_data.get(c) for c in ("q", "filtre")),
        "peut_creer": peut(request, "collectivites.ecrire"),
    }
    return render(request, "adhesions/collectivites.html", contexte)


@require_safe
@requiert("collectivites.lire")
def export(request: HttpRequest) -> HttpResponse:
    """La même liste, entière, en CSV."""
    _, collectivites = _filtrees(request)
    entetes = ("Dénomination", "SIREN", "SIRET", "Adhésions en cours", "Agents présents", "En extinction")
    lignes = (
        (c.denomination, c.siren, c.siret, c.nb_adhesions, c.nb_agents, c.en_extinction)
        for c in collectivites
    )
    return exporter_csv("collectivites.csv", entetes, lignes)


@require_safe
@requiert("collectivites.lire", sur=collectivite_de_uid)
def fiche(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Une collectivité : identité, adhésions, actes."""
    lue = ou_404(fiche_collectivite(uid, au=aujourdhui(), caches=partial(attributs_caches, request)))
    if not peut(request, "collectivites.lire", lue.collectivite.id):
        raise AccesRefuse("collectivites.lire")
    contexte = {
        "fiche": lue,
        "voit_les_agents": peut(request, "agents.lire", lue.collectivite.id),
        "tient_l_effectif": peut(request, "agents.ecrire", lue.collectivite.id),
        "gere": peut(request, "collectivites.ecrire", lue.collectivite.id),
    }
    return render(request, "adhesions/collectivite.html", contexte)
