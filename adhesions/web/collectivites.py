"""Liste, export et fiche des collectivités."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adhesions.selectors import collectivites_liste, fiche_collectivite
from adhesions.web.formulaires import FiltreCollectivites
from adhesions.web.saisie import EFFECTIF
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import (
    LECTURE_AGENTS,
    LECTURE_ARGENT,
    collectivites_du_role,
    ou_404,
    roles_requis,
    tient_un_role,
)
from cdg_portal.perimetres.listes import exporter_csv, page_de
from cdg_portal.perimetres.roles import ROLES_DE_GESTION


def _filtrees(request: HttpRequest) -> tuple[FiltreCollectivites, Any]:
    formulaire = FiltreCollectivites(request.GET)
    lus = formulaire.lus()
    liste = collectivites_liste(
        au=aujourdhui(),
        recherche=lus["q"],
        filtre=lus["filtre"],
        tri=lus["tri"],
        bornes=collectivites_du_role(request, LECTURE_ARGENT),
    )
    return formulaire, liste


@require_safe
@roles_requis(*LECTURE_ARGENT)
def liste(request: HttpRequest) -> HttpResponse:
    """Les collectivités, recherche et filtres dans l'adresse."""
    formulaire, collectivites = _filtrees(request)
    contexte = {
        "form": formulaire,
        "page": page_de(request, collectivites),
        "tri": formulaire.cleaned_data.get("tri", ""),
        "filtree": any(formulaire.cleaned_data.get(c) for c in ("q", "filtre")),
        "peut_creer": bool(getattr(request, "roles", frozenset()) & ROLES_DE_GESTION),
    }
    return render(request, "adhesions/collectivites.html", contexte)


@require_safe
@roles_requis(*LECTURE_ARGENT)
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
@roles_requis(*LECTURE_ARGENT)
def fiche(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Une collectivité : identité, adhésions, actes."""
    lue = ou_404(fiche_collectivite(uid, au=aujourdhui()))
    if not tient_un_role(request, lue.collectivite.id, LECTURE_ARGENT):
        raise PermissionDenied("Votre rôle sur cette collectivité ne permet pas d'ouvrir sa fiche.")
    contexte = {
        "fiche": lue,
        "voit_les_agents": tient_un_role(request, lue.collectivite.id, LECTURE_AGENTS),
        "tient_l_effectif": tient_un_role(request, lue.collectivite.id, EFFECTIF),
        "gere": tient_un_role(request, lue.collectivite.id, ROLES_DE_GESTION),
    }
    return render(request, "adhesions/collectivite.html", contexte)
