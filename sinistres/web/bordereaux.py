"""Bordereaux : liste, émission, contenu, PDF."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adhesions.selectors import adhesion_par_uid
from cdg_portal.documents.acces import lisible
from cdg_portal.documents.selectors import document_de
from cdg_portal.formulaires import Formulaire
from cdg_portal.horloge import aujourdhui
from cdg_portal.journal.selectors import chronologie_de
from cdg_portal.perimetres.acces import bornes, exiger, ou_404, peut, requiert
from cdg_portal.perimetres.listes import exporter_csv, page_de
from cdg_portal.perimetres.visibilite import attributs_caches
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from sinistres.regles.delais import echeance_remboursement
from sinistres.selectors.bordereaux import (
    bordereau_par_uid,
    bordereaux_liste,
    envois_en_attente,
    lignes_du_bordereau,
)
from sinistres.services.bordereaux import bordereau_emettre, decomptes_a_transmettre
from sinistres.tasks import planifier_lot_bordereau
from sinistres.web.listes import MAX_EXPORT, rendre_liste


class FiltresBordereaux(Formulaire):
    """Recherche d'un bordereau."""

    q = forms.CharField(
        label="Numéro ou collectivité",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    tri = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)


def _liste(request: HttpRequest) -> tuple[FiltresBordereaux, Any]:
    form = FiltresBordereaux(request.GET)
    form.is_valid()
    d = form.cleaned_data
    borne = bornes(request, "bordereaux.lire")
    return form, bordereaux_liste(recherche=d.get("q", ""), tri=d.get("tri", ""), collectivites=borne)


@require_safe
@requiert("bordereaux.lire")
def liste(request: HttpRequest) -> HttpResponse:
    """Les bordereaux transmis, et pour le CDG ce qui attend de partir."""
    form, bordereaux = _liste(request)
    gestion = peut(request, "bordereaux.emettre")
    contexte = {
        "form": form,
        "page": page_de(request, bordereaux),
        "tri": form.cleaned_data.get("tri", ""),
        "envois": envois_en_attente() if gestion else [],
        "gestion": gestion,
    }
    return rendre_liste(
        request, contexte, page="sinistres/bordereaux.html", fragment="sinistres/fragments/_bordereaux.html"
    )


@require_safe
@requiert("bordereaux.lire")
def export(request: HttpRequest) -> HttpResponse:
    """Les bordereaux de la liste, pour un tableur."""
    _, bordereaux = _liste(request)
    entetes = (
        "Numéro", "Collectivité", "Adhésion", "Transmis le", "Attendu avant le", "Décomptes", "Total (€)",
        "Reçu (€)", "Reste (€)",
    )  # fmt: skip
    lignes = (
        (
            b.numero, b.collectivite.denomination, b.adhesion.numero, b.transmis_le, b.echeance,
            b.nb_decomptes, b.total, b.recu, b.reste,
        )
        for b in bordereaux[:MAX_EXPORT]
    )  # fmt: skip
    return exporter_csv(f"bordereaux-{aujourdhui():%Y-%m-%d}.csv", entetes, lignes)


@require_safe
@requiert("bordereaux.lire", sur=bordereau_par_uid)
def bordereau(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Un bordereau : ses décomptes, ce qui est reçu, ses PDF."""
    trouve = ou_404(bordereau_par_uid(uid, collectivites=bornes(request, "bordereaux.lire")))
    document = document_de(source=trouve)
    lignes = []
    for ligne in lignes_du_bordereau(trouve):
        recu = sum((r.montant for r in ligne.decompte.reglements.all()), start=Decimal("0.00"))
        lignes.append(
            {"ligne": ligne, "decompte": ligne.decompte, "recu": recu, "reste": ligne.montant - recu}
        )
    contexte = {
        "bordereau": trouve,
        "faits": chronologie_de(trouve, champs_caches=attributs_caches(request, trouve.collectivite_id)),
        "lignes": lignes,
        "document": document if lisible(request, document) else None,
        "peut_editer": peut(request, "bordereaux.editer", trouve.collectivite_id),
        "lit_les_decomptes": peut(request, "decomptes.lire", trouve.collectivite_id),
        "gestion": peut(request, "reglements.enregistrer", trouve.collectivite_id),
        "en_retard": trouve.reste > 0 and trouve.echeance < aujourdhui(),  # type: ignore[attr-defined]
    }
    return render(request, "sinistres/bordereau.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("bordereaux.emettre", sur=adhesion_par_uid)
def emettre(request: HttpRequest, adhesion: UUID) -> HttpResponse:
    """Aperçu du bordereau d'une adhésion (GET), puis émission (POST)."""
    trouvee = ou_404(adhesion_par_uid(adhesion))
    exiger(request, "bordereaux.emettre", trouvee)
    if request.method == "POST":
        try:
            emis = bordereau_emettre(adhesion=trouvee, le=aujourdhui())
        except ErreurMetier as refus:
            messages.warning(request, refus.message)
            return redirect("sinistres:bordereaux")
        messages.success(request, f"Bordereau {emis.numero} transmis : {en_francais(emis.total)}.")
        return redirect("sinistres:bordereau", uid=emis.uid)
    decomptes = decomptes_a_transmettre(trouvee)
    contexte = {
        "adhesion": trouvee,
        "decomptes": decomptes,
        "total": sum((d.solde for d in decomptes), start=Decimal("0.00")),
        "echeance": echeance_remboursement(aujourdhui(), trouvee.delai_remboursement),
    }
    return render(request, "sinistres/bordereau_emettre.html", contexte)


@require_POST
@requiert("bordereaux.editer", sur=bordereau_par_uid)
def pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Demande en un lot le PDF du bordereau et ceux de ses décomptes ; on suit leur production."""
    trouve = ou_404(bordereau_par_uid(uid, collectivites=bornes(request, "bordereaux.editer")))
    return redirect("travaux:detail", uid=planifier_lot_bordereau(trouve).uid)
