"""Liste, export et fiche des agents."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adhesions.selectors import agents_liste, fiche_agent
from adhesions.web.formulaires import FiltreAgents
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import (
    LECTURE_AGENTS,
    collectivites_du_role,
    exiger_un_role,
    ou_404,
    roles_requis,
)
from cdg_portal.perimetres.listes import exporter_csv, page_de


def _filtres(request: HttpRequest) -> tuple[FiltreAgents, Any]:
    formulaire = FiltreAgents(request.GET)
    lus = formulaire.lus()
    liste = agents_liste(
        recherche=lus["q"],
        presence=lus["presence"],
        regime=lus["regime"],
        au=aujourdhui(),
        tri=lus["tri"],
        collectivite=lus["collectivite"],
        collectivites=collectivites_du_role(request, LECTURE_AGENTS),
    )
    return formulaire, liste


@require_safe
@roles_requis(*LECTURE_AGENTS)
def liste(request: HttpRequest) -> HttpResponse:
    """Les agents du périmètre."""
    formulaire, agents = _filtres(request)
    lus = formulaire.cleaned_data
    contexte = {
        "form": formulaire,
        "page": page_de(request, agents),
        "tri": lus.get("tri", ""),
        "filtree": any(lus.get(c) for c in ("q", "presence", "regime", "collectivite")),
    }
    return render(request, "adhesions/agents.html", contexte)


@require_safe
@roles_requis(*LECTURE_AGENTS)
def export(request: HttpRequest) -> HttpResponse:
    """La même liste, entière, en CSV."""
    _, agents = _filtres(request)
    entetes = ("Matricule", "Nom", "Prénom", "Collectivité", "Régime", "Naissance", "Entrée", "Sortie")
    lignes = (
        (
            a.matricule,
            a.nom,
            a.prenom,
            a.collectivite.denomination,
            a.get_regime_display(),
            a.naissance,
            a.entree,
            a.sortie,
        )
        for a in agents
    )
    return exporter_csv("agents.csv", entetes, lignes)


@require_safe
@roles_requis(*LECTURE_AGENTS)
def fiche(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Un agent : situation, rémunération, autres employeurs, sinistres (fragment de leur app), actes."""
    lue = ou_404(fiche_agent(uid))
    exiger_un_role(request, lue.agent, LECTURE_AGENTS)
    return render(request, "adhesions/agent.html", {"fiche": lue})
