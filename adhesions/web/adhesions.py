"""Liste, export, fiche et certificat des adhésions."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from adhesions.selectors import adhesion_par_uid, adhesions_liste, fiche_adhesion, situees
from adhesions.tasks import planifier_pdf_certificat
from adhesions.web.formulaires import FiltreAdhesions
from cdg_portal.documents.acces import lisible
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import bornes, exiger, ou_404, peut, requiert
from cdg_portal.perimetres.listes import exporter_csv, page_de
from cdg_portal.perimetres.visibilite import attributs_caches, voit


def _filtrees(request: HttpRequest) -> tuple[FiltreAdhesions, Any]:
    formulaire = FiltreAdhesions(request.GET)
    lus = formulaire.lus()
    liste = adhesions_liste(
        recherche=lus["q"],
        etat=lus["etat"],
        tri=lus["tri"],
        collectivite=lus["collectivite"],
        collectivites=bornes(request, "adhesions.lire"),
    )
    return formulaire, liste


@require_safe
@requiert("adhesions.lire")
def liste(request: HttpRequest) -> HttpResponse:
    """Les adhésions du périmètre."""
    formulaire, adhesions = _filtrees(request)
    page = page_de(request, adhesions)
    page.object_list = situees(page.object_list, au=aujourdhui())
    contexte = {
        "form": formulaire,
        "page": page,
        "tri": formulaire.cleaned_data.get("tri", ""),
        "filtree": any(formulaire.cleaned_data.get(c) for c in ("q", "etat", "collectivite")),
    }
    return render(request, "adhesions/adhesions.html", contexte)


@require_safe
@requiert("adhesions.lire")
def export(request: HttpRequest) -> HttpResponse:
    """La même liste, entière, en CSV."""
    _, adhesions = _filtrees(request)
    entetes = (
        "Numéro",
        "Collectivité",
        "Contrat",
        "Effet",
        "Fin",
        "Résiliation",
        "Situation",
        "Agents CNRACL",
    )
    lignes = (
        (
            a.numero,
            a.collectivite.denomination,
            a.lot.contrat.reference,
            a.effet,
            a.fin,
            a.resiliation,
            a.situation.libelle,
            a.effectif.nb_cnracl if hasattr(a, "effectif") else None,
        )
        for a in situees(adhesions, au=aujourdhui())
    )
    return exporter_csv("adhesions.csv", entetes, lignes)


@require_safe
@requiert("adhesions.lire", sur=adhesion_par_uid)
def fiche(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Une adhésion : effectif figé, garanties, assiette, cotisations, certificat, actes."""
    lue = ou_404(fiche_adhesion(uid, au=aujourdhui(), caches=partial(attributs_caches, request)))
    exiger(request, "adhesions.lire", lue.adhesion)
    nominatif = voit(request, "identite_agent", lue.adhesion.collectivite_id)
    contexte = {
        "fiche": lue,
        "certificat": lue.certificat if lisible(request, lue.certificat) else None,
        "effectif": page_de(request, lue.lignes_effectif, parametre="effectif") if nominatif else None,
        "peut_editer": peut(request, "adhesions.editer", lue.adhesion.collectivite_id) and not lue.en_projet,
        "gere": peut(request, "adhesions.ecrire", lue.adhesion.collectivite_id),
        "peut_declarer": peut(request, "bases.declarer", lue.adhesion.collectivite_id) and not lue.en_projet,
    }
    return render(request, "adhesions/adhesion.html", contexte)


@require_POST
@requiert("adhesions.editer", sur=adhesion_par_uid)
def certificat(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Demande l'édition du certificat d'adhésion, puis montre son avancement."""
    adhesion = ou_404(adhesion_par_uid(uid))
    exiger(request, "adhesions.editer", adhesion)
    travail = planifier_pdf_certificat(adhesion)
    return redirect("travaux:detail", uid=travail.uid)
