"""Préparer, activer, résilier une adhésion : actes du CDG."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from adhesions.models import Adhesion
from adhesions.selectors import (
    adhesion_par_uid,
    adhesions_de,
    apercu_effectif,
    conditions_en_vigueur,
    lot_ouvert,
    lots_ouverts,
)
from adhesions.services.adhesions import adhesion_activer, adhesion_preparer, adhesion_resilier, empreinte
from adhesions.web.formulaires_adhesion import (
    SaisieActivation,
    SaisieAdhesion,
    SaisieResiliation,
    effet_propose,
)
from adhesions.web.saisie import Page, deja_fait, montrer, refusee
from cdg_portal.formulaires import recu, tenter, une_seule_fois
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import exiger, ou_404, requiert
from cdg_portal.perimetres.listes import page_de
from cdg_portal.perimetres.selectors import collectivite_de_uid
from cdg_portal.perimetres.web.gardes import collectivite_gardee


@require_safe
@requiert("adhesions.ecrire", sur=collectivite_de_uid)
def preparer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choisir le lot ; la formule se compose sur la page suivante."""
    collectivite = collectivite_gardee(request, uid, "adhesions.ecrire")
    contexte = {"collectivite": collectivite, "lots": list(lots_ouverts(au=aujourdhui()))}
    return render(request, "adhesions/choisir_lot.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("adhesions.ecrire", sur=collectivite_de_uid)
@une_seule_fois
def composer(request: HttpRequest, uid: UUID, lot_uid: UUID) -> HttpResponse:
    """La formule, l'assiette et la participation ; un second envoi ouvre l'adhésion déjà préparée."""
    collectivite = collectivite_gardee(request, uid, "adhesions.ecrire")
    lot = ou_404(lot_ouvert(lot_uid, au=aujourdhui()))
    initial = {"effet": effet_propose(lot, au=aujourdhui())}
    form: Any = SaisieAdhesion(recu(request), lot=lot, initial=initial)
    if request.method == "POST":
        preparee = tenter(
            request,
            form,
            lambda d: adhesion_preparer(
                collectivite=collectivite, lot=lot, **form.parametres(), le=aujourdhui()
            ),
            "L'adhésion est préparée. Vérifiez-la, puis activez-la quand la convention est signée.",
        )
        if preparee is None and refusee(form, "adhesion-en-double"):
            preparee = _deja_preparee(collectivite, lot, form.saisie["effet"])
            if preparee is not None:
                deja_fait(request, "Cette adhésion est déjà préparée : la voici.")
        if preparee is not None:
            return redirect("adhesions:adhesion", uid=preparee.uid)
    retour = reverse("adhesions:collectivite", args=[uid])
    page = Page(
        titre="Préparer une adhésion",
        bouton="Préparer l'adhésion",
        retour=retour,
        fil=((retour, collectivite.denomination), (reverse("adhesions:preparer", args=[uid]), "Lot")),
        sous_titre=f"{collectivite.denomination}, {lot.contrat.intitule}, {lot.libelle}",
        explication=f"Elle courra jusqu'à la fin du contrat, le {lot.contrat.fin:%d/%m/%Y}. "
        "Rien n'est figé avant l'activation.",
        collectivite=collectivite,
        action="adhesions.ecrire",
    )
    return montrer(request, page, form)


def _deja_preparee(collectivite: Any, lot: Any, effet: Any) -> Adhesion | None:
    projets = adhesions_de(collectivite).filter(lot=lot, effet=effet, etat=Adhesion.Etat.PROJET)
    return projets.first()


def _gardee(request: HttpRequest, uid: UUID) -> Adhesion:
    adhesion = ou_404(adhesion_par_uid(uid))
    exiger(request, "adhesions.ecrire", adhesion)
    return adhesion


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("adhesions.ecrire", sur=adhesion_par_uid)
@une_seule_fois
def activer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """L'effectif qui serait figé et la participation qui en résulte, puis la confirmation."""
    adhesion = _gardee(request, uid)
    retour = reverse("adhesions:adhesion", args=[uid])
    if adhesion.etat != Adhesion.Etat.PROJET:
        deja_fait(request, "Cette adhésion est déjà activée.")
        return redirect(retour)
    le = aujourdhui()
    conditions = conditions_en_vigueur(au=le)
    form = SaisieActivation(recu(request))
    if request.method == "POST" and conditions is not None:
        vue = request.POST.get("empreinte_vue") or "absente"
        activee = tenter(
            request,
            form,
            lambda d: adhesion_activer(
                adhesion=adhesion, conditions=conditions, le=le, empreinte_vue=vue, **d
            ),
            "L'adhésion est activée : l'effectif est figé et les conditions générales sont notifiées.",
        )
        if activee is None and refusee(form, "transition-interdite"):
            deja_fait(request, "Cette adhésion est déjà activée.")
        if activee is not None or refusee(form, "transition-interdite"):
            return redirect(retour)
    apercu = apercu_effectif(adhesion)
    page = Page(
        titre="Activer l'adhésion",
        bouton="Figer l'effectif et activer",
        retour=retour,
        fil=((reverse("adhesions:adhesions"), "Adhésions"), (retour, adhesion.numero)),
        sous_titre=f"{adhesion.collectivite.denomination}, {adhesion.numero}",
        collectivite=adhesion.collectivite,
        action="adhesions.ecrire",
    )
    contexte = {
        "adhesion": adhesion,
        "apercu": apercu,
        "empreinte": empreinte(apercu.agents),
        "agents": page_de(request, apercu.agents),
        "a_venir": le < adhesion.effet,
        "conditions": conditions,
        "possible": apercu.complet and conditions is not None and le >= adhesion.effet,
    }
    return montrer(request, page, form, "adhesions/activer.html", **contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("adhesions.ecrire", sur=adhesion_par_uid)
@une_seule_fois
def resilier(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Le dernier jour et le motif ; les sinistres ouverts suivent leur cours."""
    adhesion = _gardee(request, uid)
    retour = reverse("adhesions:adhesion", args=[uid])
    if adhesion.etat != Adhesion.Etat.ACTIVE:
        deja_fait(request, "Seule une adhésion active se résilie, une fois.")
        return redirect(retour)
    form = SaisieResiliation(recu(request))
    if request.method == "POST":
        resiliee = tenter(
            request,
            form,
            lambda d: adhesion_resilier(adhesion=adhesion, **d, le=aujourdhui()),
            "L'adhésion est résiliée.",
        )
        devancee = refusee(form, "transition-interdite")
        if devancee:
            deja_fait(request, "Seule une adhésion active se résilie, une fois.")
        if resiliee is not None or devancee:
            return redirect(retour)
    page = Page(
        titre="Résilier l'adhésion",
        bouton="Résilier l'adhésion",
        retour=retour,
        fil=((reverse("adhesions:adhesions"), "Adhésions"), (retour, adhesion.numero)),
        sous_titre=f"{adhesion.collectivite.denomination}, {adhesion.numero}",
        collectivite=adhesion.collectivite,
        action="adhesions.ecrire",
        explication="Passé le dernier jour, aucun nouvel évènement n'est garanti. Les sinistres survenus "
        "avant restent ouverts et suivent leur cours. La résiliation ne se reprend pas.",
        avertissement="Des sinistres de cette adhésion sont encore ouverts : elle restera « en extinction » "
        "jusqu'à leur clôture."
        if adhesion.sinistres_ouverts  # type: ignore[attr-defined]
        else "",
        danger=True,
    )
    return montrer(request, page, form)
