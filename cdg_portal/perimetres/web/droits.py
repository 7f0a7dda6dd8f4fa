"""Finir un droit, confier les siens, reprendre ce que l'on a confié."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cdg_portal.formulaires import proposer, recu, tenter, une_seule_fois
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import ou_404, requiert
from cdg_portal.perimetres.models import Habilitation
from cdg_portal.perimetres.roles import Role
from cdg_portal.perimetres.selectors import (
    collegues,
    droits_delegables,
    droits_du_compte,
    est_le_dernier,
    habilitation_de_uid,
)
from cdg_portal.perimetres.services import delegation_creer, delegation_terminer, habilitation_finir
from cdg_portal.perimetres.web.forms import SaisieDelegation, SaisieFin, SaisieMotif
from cdg_portal.perimetres.web.gardes import agit, exiger_role


@require_http_methods(["GET", "HEAD", "POST"])
@agit("comptes.finir")
@une_seule_fois
def finir(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Aperçu de ce qui prend fin, puis la date et le motif."""
    droit = ou_404(habilitation_de_uid(uid))
    exiger_role(request, droit.collectivite, droit.role, "comptes.finir")
    le = aujourdhui()
    dernier = droit.role == Role.RH_VALIDEUR and est_le_dernier(droit, apres=le)
    form = SaisieFin(
        recu(request), initial={"au": max(le, droit.du)}, dernier_valideur=dernier or _averti(request)
    )
    if request.method == "POST":
        fini = tenter(
            request,
            form,
            lambda d: habilitation_finir(
                par=request.user,
                habilitation=droit,
                au=d["au"],
                motif=d["motif"],
                le=le,
                maintenant=timezone.now(),
                immediat=d["immediat"],
                confirmer=d.get("confirmer", False),
            ),
            "La fin du droit est enregistrée.",
        )
        if fini is not None:
            return redirect("perimetres:acces_collectivite", uid=droit.collectivite.uid)
    titre = f"Finir un droit : {droit.collectivite}"
    proposer(request, form, collectivite=droit.collectivite, titre=titre, action="comptes.finir")
    confies = list(droit.delegations.select_related("compte", "collectivite"))
    contexte = {
        "form": form,
        "droit": droit,
        "dernier": dernier,
        "delegations": [d for d in confies if d.au and d.au >= le and d.retiree_a is None],
        "histoire": [droit, *confies],
    }
    return render(request, "perimetres/finir.html", contexte, status=422 if form.errors else 200)


def _averti(request: HttpRequest) -> bool:
    return "confirmer" in request.POST


def _libelle(droit: Habilitation) -> str:
    fin = f", jusqu'au {droit.au:%d/%m/%Y}" if droit.au else ""
    return f"{droit.get_role_display()}, {droit.collectivite}{fin}"


def _choix(request: HttpRequest) -> tuple[dict[str, Habilitation], dict[str, Any], list[tuple[str, str]]]:
    """Mes droits, mes collègues (par uid), et la façon de dire chaque collègue."""
    moi: Any = request.user
    le = aujourdhui()
    permis = {h.pk for h in droits_delegables(compte_id=moi.pk, au=le)}
    droits = {str(h.uid): h for h in droits_du_compte(compte=moi, au=le) if h.pk in permis}
    noms = {h.collectivite_id: str(h.collectivite) for h in droits.values()}
    comptes: dict[str, Any] = {}
    ou: dict[str, set[str]] = {}
    for h in collegues(collectivite_ids=noms, sauf=moi.pk, au=le):
        comptes[str(h.compte.uid)] = h.compte
        ou.setdefault(str(h.compte.uid), set()).add(noms[h.collectivite_id])
    return droits, comptes, [(uid, f"{c} ({', '.join(sorted(ou[uid]))})") for uid, c in comptes.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("comptes.deleguer")
@une_seule_fois
def deleguer(request: HttpRequest) -> HttpResponse:
    """Confier tout ou partie de ses droits pendant une absence."""
    droits, comptes, collegues_dits = _choix(request)
    form = SaisieDelegation(
        recu(request),
        initial={"du": aujourdhui(), "droits": list(droits)},
        droits=[(uid, _libelle(h)) for uid, h in droits.items()],
        collegues=collegues_dits,
    )
    if request.method == "POST":
        faites = tenter(
            request,
            form,
            lambda d: delegation_creer(
                delegant=request.user,
                droits=[droits[uid] for uid in d["droits"]],
                delegataire=comptes[d["delegataire"]],
                du=d["du"],
                au=d["au"],
                motif=d["motif"],
                le=aujourdhui(),
            ),
            "La délégation est enregistrée.",
        )
        if faites is not None:
            return redirect("perimetres:mes_acces")
    if droits:
        premiere = next(iter(droits.values())).collectivite
        proposer(request, form, collectivite=premiere, titre="Confier mes droits", action="comptes.deleguer")
    contexte = {"form": form, "droits": droits, "collegues": collegues_dits}
    return render(request, "perimetres/deleguer.html", contexte, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("comptes.deleguer", sur=habilitation_de_uid)
def terminer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Reprendre ce que l'on a confié, ou l'arrêter pour qui pourrait retirer ce rôle."""
    droit = ou_404(habilitation_de_uid(uid))
    ou_404(droit.source_id)
    if droit.delegant_id != request.user.pk:
        exiger_role(request, droit.collectivite, droit.role, "comptes.finir")
    form = SaisieMotif(recu(request))
    if request.method == "POST":
        finie = tenter(
            request,
            form,
            lambda d: delegation_terminer(
                par=request.user,
                delegation=droit,
                motif=d["motif"],
                le=aujourdhui(),
                maintenant=timezone.now(),
            ),
            "La délégation est terminée.",
        )
        if finie is not None:
            return redirect("perimetres:mes_acces")
    contexte = {"form": form, "droit": droit}
    return render(request, "perimetres/terminer.html", contexte, status=422 if form.errors else 200)
