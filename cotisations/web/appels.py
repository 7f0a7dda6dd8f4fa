"""Liste, export, fiche et actes des appels de cotisation."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import bornes, exiger, ou_404, peut, requiert
from cdg_portal.perimetres.listes import exporter_csv, page_de
from cdg_portal.perimetres.visibilite import attributs_caches
from cotisations.selectors import appel_par_uid, appels_liste, fiche_appel
from cotisations.services import appel_valider, appel_verifier
from cotisations.tasks import planifier_pdf_appel
from cotisations.web.actes import jouer
from cotisations.web.formulaires import FiltreAppels


def _filtres(request: HttpRequest) -> tuple[FiltreAppels, dict[str, Any], Any]:
    formulaire = FiltreAppels(request.GET)
    valeurs = formulaire.lus()
    liste = appels_liste(
        recherche=valeurs["q"],
        etat=valeurs["etat"],
        exercice=valeurs["exercice"] or None,
        tri=valeurs["tri"],
        collectivite=valeurs["collectivite"],
        collectivites=bornes(request, "appels.lire"),
    )
    return formulaire, valeurs, liste


@require_safe
@requiert("appels.lire")
def liste(request: HttpRequest) -> HttpResponse:
    """Les appels du périmètre."""
    formulaire, valeurs, appels = _filtres(request)
    contexte = {
        "form": formulaire,
        "page": page_de(request, appels),
        "tri": valeurs["tri"],
        "filtree": any(valeurs[c] for c in ("q", "etat", "exercice", "collectivite")),
    }
    return render(request, "cotisations/appels.html", contexte)


@require_safe
@requiert("appels.lire")
def export(request: HttpRequest) -> HttpResponse:
    """La même liste, entière, en CSV."""
    *_, appels = _filtres(request)
    entetes = (
        "Numéro", "Collectivité", "Adhésion", "Type", "Exercice", "Assiette", "Total", "Émis le", "État",
    )  # fmt: skip
    lignes = (
        (
            a.numero,
            a.collectivite.denomination,
            a.adhesion.numero,
            a.get_type_display(),
            a.exercice,
            a.assiette,
            a.total,
            a.emis_le,
            a.get_etat_display(),
        )
        for a in appels
    )
    return exporter_csv("appels.csv", entetes, lignes)


@require_safe
@requiert("appels.lire", sur=appel_par_uid)
def fiche(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Un appel : lignes, échéances, étapes du calcul, contrôles et actes permis."""
    lue = ou_404(fiche_appel(uid, caches=partial(attributs_caches, request)))
    appel = lue.appel
    exiger(request, "appels.lire", appel)
    gere = peut(request, "appels.emettre", appel.collectivite_id)
    contexte = {
        "fiche": lue,
        "peut_verifier": gere and "verifier" in lue.actions,
        "peut_valider": gere and "valider" in lue.actions and appel.verifie_par_id != request.user.pk,
        "attend_un_autre": gere and "valider" in lue.actions and appel.verifie_par_id == request.user.pk,
        "peut_editer": appel.etat == "VALIDE" and peut(request, "appels.editer", appel.collectivite_id),
        "montre_controles": gere,
    }
    return render(request, "cotisations/appel.html", contexte)


def _acte(request: HttpRequest, uid: UUID, service: Callable[..., Any], fait: str) -> HttpResponse:
    appel = ou_404(appel_par_uid(uid))
    exiger(request, "appels.emettre", appel)
    jouer(request, lambda: service(appel=appel, le=aujourdhui()), fait=fait.format(appel.numero))
    return redirect("cotisations:appel", uid=uid)


@require_POST
@requiert("appels.emettre", sur=appel_par_uid)
def verifier(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Première paire d'yeux."""
    return _acte(request, uid, appel_verifier, "L'appel {} est vérifié.")


@require_POST
@requiert("appels.emettre", sur=appel_par_uid)
def valider(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Seconde paire d'yeux, d'une autre personne."""
    return _acte(request, uid, appel_valider, "L'appel {} est validé.")


@require_POST
@requiert("appels.editer", sur=appel_par_uid)
def editer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Demande le PDF de l'appel, puis montre son avancement."""
    appel = ou_404(appel_par_uid(uid))
    exiger(request, "appels.editer", appel)
    travail = jouer(request, lambda: planifier_pdf_appel(appel), fait="L'édition de l'appel est demandée.")
    return redirect("travaux:detail", uid=travail.uid) if travail else redirect("cotisations:appel", uid=uid)
