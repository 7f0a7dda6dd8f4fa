"""Mes accès : ce que je tiens et pour qui, ce que j'ai confié, ce que j'ai demandé."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import peut
from cdg_portal.perimetres.middleware import COLLECTIVITE_ACTIVE
from cdg_portal.perimetres.roles import ROLES_DU_CDG
from cdg_portal.perimetres.selectors import (
    delegations_donnees,
    demandes_du_compte,
    droits_delegables,
    droits_du_compte,
    habilitations_actives,
    perimetre_de,
    tous_les_droits,
)


@require_safe
def voir(request: HttpRequest) -> HttpResponse:
    """Toutes ses collectivités, même quand une seule est ouverte ; en assistance, celles du compte assisté."""
    le, assistee = aujourdhui(), request.assistance  # type: ignore[attr-defined]
    compte_id: int = assistee.compte_id if assistee else request.user.pk  # type: ignore[assignment]
    actives = habilitations_actives(compte_id=compte_id, au=le)
    with perimetre(perimetre_de(actives, compte_id=compte_id)):
        droits = droits_du_compte(compte=compte_id, au=le)
        histoire = tous_les_droits(compte_id=compte_id)
        donnees = list(delegations_donnees(compte_id=compte_id)[:50])
    for delegation in donnees:
        delegation.ouverte = bool(delegation.au and delegation.au >= le and not delegation.retiree_a)  # type: ignore[attr-defined]
    contexte = {
        "droits": droits,
        "histoire": [*histoire, *donnees],
        "donnees": donnees,
        "demandes": demandes_du_compte(compte_id=compte_id),
        # Une assistance ne fait rien : ni choix, ni délégation à proposer.
        "collectivites": [] if assistee else _collectivites(droits),
        "active": request.session.get(COLLECTIVITE_ACTIVE),
        "peut_deleguer": not assistee
        and peut(request, "comptes.deleguer")
        and bool(droits_delegables(compte_id=compte_id, au=le)),
    }
    return render(request, "perimetres/mes_acces.html", contexte)


def _collectivites(droits: list[Any]) -> list[Any]:
    """Celles entre lesquelles choisir : au moins deux, et aucun rôle du CDG (il les ouvre toutes)."""
    if any(d.role in ROLES_DU_CDG for d in droits):
        return []
    tenues = {d.collectivite_id: d.collectivite for d in droits if d.du <= aujourdhui()}
    return list(tenues.values()) if len(tenues) > 1 else []


@require_POST
def choisir(request: HttpRequest) -> HttpResponse:
    """Ne montre qu'une de ses collectivités jusqu'à nouvel ordre, ou de nouveau toutes."""
    compte: Any = request.user
    actives = habilitations_actives(compte_id=compte.pk, au=aujourdhui())
    with perimetre(perimetre_de(actives, compte_id=compte.pk)):
        droits = droits_du_compte(compte=compte, au=aujourdhui())
    voulue = request.POST.get("collectivite", "")
    choisie = next((c for c in _collectivites(droits) if str(c.uid) == voulue), None)
    if choisie is None:
        request.session.pop(COLLECTIVITE_ACTIVE, None)
    else:
        request.session[COLLECTIVITE_ACTIVE] = {
            "id": choisie.pk,
            "uid": str(choisie.uid),
            "nom": str(choisie),
        }
    return redirect("perimetres:mes_acces")
