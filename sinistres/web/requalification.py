"""Requalifier un dossier : voir l'effet sur tout l'agent, puis décider."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from adhesions.models.codes import Risque
from adhesions.selectors import garantie_en_vigueur
from cdg_portal.formulaires import proposer, reporter, sans_effet, une_seule_fois
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import exiger, requiert
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Sinistre
from sinistres.regles.etats import SINISTRE
from sinistres.selectors.dossiers import dossier_par_uid
from sinistres.selectors.explication import expliquer, interpretations_des, totaux
from sinistres.services.requalification import ARTICLE, requalification_apercevoir, sinistre_requalifier
from sinistres.web.droits import dossier_ou_404
from sinistres.web.formulaires import DecisionRequalification, HypotheseRequalification

CHAMPS_DE_L_HYPOTHESE = ("vers", "effet")


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("sinistres.instruire", sur=dossier_par_uid)
@une_seule_fois
def requalifier(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choisir (GET), voir avant et après (GET ?vers&effet), décider (POST)."""
    sinistre = dossier_ou_404(request, uid)
    exiger(request, "sinistres.instruire", sinistre)
    if "requalifier" not in SINISTRE.possibles(sinistre.etat):
        sans_effet(request)
        messages.warning(request, "Un dossier se requalifie une fois validé, et tant qu'il n'est pas clos.")
        return redirect("sinistres:dossier", uid=sinistre.uid)
    decision = None
    if request.method == "POST":
        if (
            request.POST.get("vers") == sinistre.risque
        ):  # second clic, ou décision déjà saisie par un collègue
            sans_effet(request)
            messages.info(request, "Le dossier a déjà cette nature : rien n'est à faire de plus.")
            return redirect("sinistres:dossier", uid=sinistre.uid)
        hypothese = HypotheseRequalification(request.POST, sinistre=sinistre)
        decision = DecisionRequalification(request.POST, sinistre=sinistre)
        if decision.is_valid() and _decider(request, sinistre, decision):
            return redirect("sinistres:dossier", uid=sinistre.uid)
    elif set(CHAMPS_DE_L_HYPOTHESE) & set(request.GET):
        hypothese = HypotheseRequalification(request.GET, sinistre=sinistre)
    else:
        hypothese = HypotheseRequalification(sinistre=sinistre)
    contexte = {"sinistre": sinistre, "hypothese": hypothese, "decision": decision, "apercu": None}
    if hypothese.is_bound and hypothese.is_valid():
        contexte |= _apercevoir(sinistre, hypothese)
        if contexte["apercu"] and decision is None:
            contexte["decision"] = DecisionRequalification(initial=hypothese.cleaned_data, sinistre=sinistre)
    if contexte["decision"] is not None:
        proposer(
            request,
            contexte["decision"],
            collectivite=sinistre.collectivite,
            titre=f"Requalifier le dossier {sinistre.numero}",
            action="sinistres.instruire",
            parametres=CHAMPS_DE_L_HYPOTHESE,
        )
    return render(request, "sinistres/requalifier.html", contexte)


def _decider(request: HttpRequest, sinistre: Sinistre, form: DecisionRequalification) -> bool:
    try:
        sinistre_requalifier(sinistre=sinistre, le=aujourdhui(), **form.cleaned_data)
    except ErreurMetier as refus:
        reporter(form, refus)
        return False
    nature = Risque(form.cleaned_data["vers"]).label
    messages.success(
        request, f"Le dossier est requalifié en « {nature} ». Les régularisations sont prêtes à transmettre."
    )
    return True


def _apercevoir(sinistre: Sinistre, hypothese: HypotheseRequalification) -> dict[str, Any]:
    """L'aperçu mis en mots, ou le refus posé sur le formulaire."""
    vers, effet = hypothese.cleaned_data["vers"], hypothese.cleaned_data["effet"]
    try:
        apercu = requalification_apercevoir(sinistre=sinistre, vers=vers, effet=effet, au=aujourdhui())
    except ErreurMetier as refus:
        reporter(hypothese, refus)
        return {}
    avant, apres = expliquer(apercu.lignes_avant), expliquer(apercu.lignes_apres)
    return {
        "apercu": apercu,
        "libelle_ecart": libelle_du_solde(apercu.solde),
        "nature": Risque(vers).label,
        "effet": effet,
        "cotes": (
            {"titre": "Avant", "lignes": avant, "totaux": totaux(avant)},
            {"titre": "Après", "lignes": apres, "totaux": totaux(apres)},
        ),
        "garantie": _garantie(sinistre, vers, sinistre.survenance),
        "garantie_actuelle": _garantie(sinistre, sinistre.risque, sinistre.survenance),
        "article": ARTICLE,
        "interpretations": interpretations_des(apres),
    }


def _garantie(sinistre: Sinistre, risque: str, au: date) -> Any:
    return garantie_en_vigueur(adhesion=sinistre.adhesion, risque=risque, au=au)


def libelle_du_solde(solde: Any) -> str:
    """Ce que l'écart est pour la collectivité."""
    if solde > 0:
        return "Complément à recevoir de l'assureur"
    return "Indu à rendre à l'assureur" if solde < 0 else "Aucun écart"
