"""Assistance d'un compte : motif demandé, lecture seule, début et fin au journal."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.comptes.selectors import compte_actif
from cdg_portal.formulaires import Formulaire
from cdg_portal.horloge import aujourdhui
from cdg_portal.journal.services import consigner_sur_compte
from cdg_portal.perimetres import assistance
from cdg_portal.perimetres.acces import ou_404, requiert
from cdg_portal.perimetres.selectors import compte_du_perimetre, droits_du_compte, organisme_gestionnaire


class FormulaireAssistance(Formulaire):
    """Pourquoi."""

    motif = forms.CharField(
        label="Pourquoi ?",
        min_length=10,
        max_length=300,
        help_text="La demande reçue et sa référence. Le motif est inscrit au journal avec votre nom.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": "Dites la demande en une phrase (10 caractères au moins)."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("administration.assister", sur=compte_du_perimetre)
def assister(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Demande le motif, puis ouvre l'assistance."""
    compte = ou_404(compte_actif(uid=uid) if uid != request.user.uid else None)  # type: ignore[union-attr]
    droits = droits_du_compte(compte=compte, au=aujourdhui())
    form = FormulaireAssistance(request.POST if request.method == "POST" else None)
    if request.method == "POST" and droits and form.is_valid():
        _consigner(
            compte.uid, str(compte), "assistance-ouverte", "Assistance ouverte", form.cleaned_data["motif"]
        )
        assistance.ouvrir(request, compte=compte, motif=form.cleaned_data["motif"], maintenant=timezone.now())
        return redirect("accueil:accueil")
    contexte: dict[str, Any] = {"compte": compte, "droits": droits, "form": form}
    return render(request, "accueil/assister.html", contexte, status=422 if form.errors else 200)


@require_POST
def terminer(request: HttpRequest) -> HttpResponse:
    """Rend à l'administrateur ses droits."""
    en_cours: assistance.Assistance | None = request.assistance  # type: ignore[attr-defined]
    assistance.fermer(request)
    if en_cours is not None:
        # Le périmètre est celui du compte assisté ; le journal de l'assistance est celui du CDG.
        with hors_perimetre("consigner la fin d'une assistance", utilisateur=request.user.pk):
            _consigner(
                en_cours.compte_uid,
                en_cours.nom,
                "assistance-terminee",
                "Assistance terminée",
                en_cours.motif,
            )
        messages.success(request, "L'assistance est terminée.")
    return redirect("accueil:accueil")


def _consigner(uid: UUID, nom: str, action: str, quoi: str, motif: str) -> None:
    consigner_sur_compte(
        uid=uid,
        collectivite_id=organisme_gestionnaire().pk,
        action=action,
        libelle=f"{quoi} : {nom}",
        le=aujourdhui(),
        motif=motif,
    )
