"""Déclaration de la base par la collectivité ; contrôle et émission de l'appel par le CDG."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adhesions.selectors import adhesion_par_uid
from cdg_portal.formulaires import proposer, reporter, sans_effet, une_seule_fois
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import bornes, exiger, ou_404, peut, requiert
from cdg_portal.perimetres.listes import page_de
from cdg_portal.perimetres.visibilite import attributs_caches
from cdg_portal.socle.erreurs import ErreurMetier
from cotisations.selectors import (
    DeclarationPreparee,
    base_declaree,
    base_par_uid,
    bases_liste,
    declaration_preparee,
    fiche_base,
)
from cotisations.services import appel_emettre, base_controler, base_declarer
from cotisations.web.actes import jouer
from cotisations.web.formulaires import DeclarationForm, FiltreBases


@require_safe
@requiert("bases.lire")
def liste(request: HttpRequest) -> HttpResponse:
    """Les bases déclarées du périmètre."""
    formulaire = FiltreBases(request.GET)
    valeurs = formulaire.lus()
    bases = bases_liste(
        recherche=valeurs["q"],
        etat=valeurs["etat"],
        collectivites=bornes(request, "bases.lire"),
    )
    contexte = {"form": formulaire, "page": page_de(request, bases), "filtree": any(valeurs.values())}
    return render(request, "cotisations/bases.html", contexte)


@require_safe
@requiert("bases.lire", sur=base_par_uid)
def fiche(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Une base : rubriques déclarées au regard des rémunérations connues, suite à donner."""
    lue = ou_404(fiche_base(uid, caches=partial(attributs_caches, request)))
    exiger(request, "bases.lire", lue.base)
    contexte = {
        "fiche": lue,
        "peut_controler": lue.base.etat == "DECLAREE"
        and peut(request, "bases.controler", lue.base.collectivite_id),
        "peut_appeler": lue.base.etat == "CONTROLEE"
        and lue.appel is None
        and peut(request, "appels.emettre", lue.base.collectivite_id),
    }
    return render(request, "cotisations/base.html", contexte)


@require_POST
@requiert("bases.controler", sur=base_par_uid)
def controler(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Le CDG tient la base pour exacte."""
    base = ou_404(base_par_uid(uid))
    exiger(request, "bases.controler", base)
    jouer(request, lambda: base_controler(base=base, le=aujourdhui()), fait="La base est contrôlée.")
    return redirect("cotisations:base", uid=uid)


@require_POST
@requiert("appels.emettre", sur=base_par_uid)
def appeler(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Émet l'appel de la base, puis l'ouvre."""
    base = ou_404(base_par_uid(uid))
    exiger(request, "appels.emettre", base)
    appel = jouer(request, lambda: appel_emettre(base=base, le=aujourdhui()), fait="L'appel est émis.")
    return redirect("cotisations:appel", uid=appel.uid) if appel else redirect("cotisations:base", uid=uid)


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("bases.declarer", sur=adhesion_par_uid)
@une_seule_fois
def declarer(request: HttpRequest, adhesion_uid: UUID) -> HttpResponse:
    """Déclaration de la base d'un exercice, pré-remplie ; un second envoi ouvre la base déjà déclarée."""
    demande = (request.POST if request.method == "POST" else request.GET).get("exercice", "")
    exercice = int(demande) if demande.isdecimal() and len(demande) == 4 else None
    preparee = ou_404(declaration_preparee(adhesion_uid, exercice=exercice, annee=aujourdhui().year))
    exiger(request, "bases.declarer", preparee.adhesion)
    if request.method == "POST":
        formulaire = DeclarationForm(request.POST, preparee=preparee)
        base = _enregistrer(request, formulaire, preparee) if formulaire.is_valid() else None
        if base is not None:
            return redirect("cotisations:base", uid=base.uid)
    else:
        formulaire = DeclarationForm(preparee=preparee)
    proposer(
        request,
        formulaire,
        collectivite=preparee.adhesion.collectivite,
        titre=f"Déclarer la base {preparee.exercice} : {preparee.adhesion.collectivite.denomination}",
        action="bases.declarer",
        parametres=("exercice",),
    )
    contexte = {"form": formulaire, "preparee": preparee}
    return render(request, "cotisations/declarer.html", contexte, status=422 if formulaire.errors else 200)


def _enregistrer(
    request: HttpRequest, formulaire: DeclarationForm, preparee: DeclarationPreparee
) -> Any | None:
    """La base déclarée, ou celle qui l'était déjà ; None si le formulaire est à corriger."""
    exercice = formulaire.cleaned_data["exercice"]
    try:
        base = base_declarer(
            adhesion=preparee.adhesion,
            exercice=exercice,
            montants=formulaire.montants(),
            nb_agents=formulaire.cleaned_data["nb_agents"],
            le=aujourdhui(),
        )
    except ErreurMetier as refus:
        if refus.code == "base-deja-declaree":
            sans_effet(request)
            messages.warning(request, f"La base {exercice} était déjà déclarée : la voici, inchangée.")
            return base_declaree(adhesion=preparee.adhesion, exercice=exercice)
        reporter(formulaire, refus)
        return None
    messages.success(request, f"La base {exercice} est déclarée. Le Centre de gestion va la contrôler.")
    return base
