"""Liste, export et fiche des agents."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adhesions.selectors import agent_par_uid, agents_liste, fiche_agent
from adhesions.web.formulaires import FiltreAgents
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import bornes, exiger, ou_404, peut, requiert
from cdg_portal.perimetres.listes import exporter_csv, page_de
from cdg_portal.perimetres.selectors import collectivites
from cdg_portal.perimetres.visibilite import attributs_caches


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
        collectivites=bornes(request, "agents.lire"),
    )
    return formulaire, liste


@require_safe
@requiert("agents.lire")
def liste(request: HttpRequest) -> HttpResponse:
    """Les agents du périmètre."""
    formulaire, agents = _filtres(request)
    lus = formulaire.cleaned_data
    contexte = {
        "form": formulaire,
        "page": page_de(request, agents),
        "tri": lus.get("tri", ""),
        "filtree": any(lus.get(c) for c in ("q", "presence", "regime", "collectivite")),
        "enregistrer_pour": _enregistrer_pour(request, lus.get("collectivite")),
    }
    return render(request, "adhesions/agents.html", contexte)


def _enregistrer_pour(request: HttpRequest, filtree: UUID | None) -> UUID | None:
    """La collectivité où proposer d'enregistrer un agent : celle de la liste, ou la seule de la personne."""
    ou = bornes(request, "agents.ecrire")
    choix = collectivites() if ou is None else collectivites().filter(pk__in=ou)
    if filtree:
        choix = choix.filter(uid=filtree)
    elif ou is None or len(ou) != 1:
        return None
    return choix.values_list("uid", flat=True).first()


@require_safe
@requiert("agents.lire")
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
@requiert("agents.lire", sur=agent_par_uid)
def fiche(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Un agent : situation, rémunération, autres employeurs, sinistres (fragment de leur app), actes."""
    lue = ou_404(fiche_agent(uid, caches=partial(attributs_caches, request)))
    exiger(request, "agents.lire", lue.agent)
    contexte = {
        "fiche": lue,
        "tient_l_effectif": peut(request, "agents.ecrire", lue.agent.collectivite_id),
    }
    return render(request, "adhesions/agent.html", contexte)
