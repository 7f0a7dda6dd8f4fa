"""Remboursements attendus de l'assureur, et retards."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import LECTURE_AGENTS, collectivites_du_role, roles_requis
from cdg_portal.perimetres.listes import exporter_csv, page_de
from cdg_portal.perimetres.roles import ROLES_DE_GESTION
from sinistres.selectors.bordereaux import remboursements_attendus, somme
from sinistres.web.champs import Formulaire
from sinistres.web.droits import LECTURE_DELAIS
from sinistres.web.listes import MAX_EXPORT, PAR_PAGE, rendre_liste


class FiltresEcheances(Formulaire):
    """Recherche d'un remboursement ; `retard` : seulement ceux dont l'échéance est passée."""

    q = forms.CharField(
        label="Décompte, dossier, agent ou collectivité",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    retard = forms.BooleanField(label="Seulement en retard", required=False)


def _attendus(request: HttpRequest) -> tuple[FiltresEcheances, Any]:
    form = FiltresEcheances(request.GET)
    form.is_valid()
    d = form.cleaned_data
    return form, remboursements_attendus(
        au=aujourdhui(),
        en_retard=d.get("retard", False),
        recherche=d.get("q", ""),
        collectivites=collectivites_du_role(request, LECTURE_DELAIS),
    )


@require_safe
@roles_requis(*LECTURE_DELAIS)
def echeances(request: HttpRequest) -> HttpResponse:
    """Les décomptes transmis et pas entièrement remboursés, l'échéance la plus ancienne d'abord."""
    form, attendus = _attendus(request)
    jour = aujourdhui()
    page = page_de(request, attendus, taille=PAR_PAGE)
    retards = attendus.filter(ligne_bordereau__bordereau__echeance__lt=jour)
    contexte = {
        "form": form,
        "page": page,
        "lignes": [(d, _jours_de_retard(d, jour)) for d in page],
        "attendu": somme(attendus, "reste"),
        "en_retard": somme(retards, "reste"),
        "nb_retards": retards.count(),
        "noms": bool(request.roles & LECTURE_AGENTS),  # type: ignore[attr-defined]
        "gestion": bool(request.roles & ROLES_DE_GESTION),  # type: ignore[attr-defined]
    }
    return rendre_liste(
        request, contexte, page="sinistres/echeances.html", fragment="sinistres/fragments/_echeances.html"
    )


def _jours_de_retard(decompte: Any, jour: Any) -> int:
    return max((jour - decompte.ligne_bordereau.bordereau.echeance).days, 0)


@require_safe
@roles_requis(*LECTURE_DELAIS)
def export(request: HttpRequest) -> HttpResponse:
    """Les remboursements de la liste, pour un tableur."""
    _, attendus = _attendus(request)
    jour = aujourdhui()
    noms = bool(request.roles & LECTURE_AGENTS)  # type: ignore[attr-defined]
    entetes = (
        "Décompte", "Dossier", "Collectivité", "Agent", "Bordereau", "Transmis le", "Attendu avant le",
        "Jours de retard", "Attendu (€)", "Reçu (€)", "Reste (€)",
    )  # fmt: skip
    lignes = (
        (
            d.numero, d.sinistre.numero, d.collectivite.denomination,
            str(d.sinistre.agent) if noms else d.sinistre.agent.matricule,
            d.ligne_bordereau.bordereau.numero, d.ligne_bordereau.bordereau.transmis_le,
            d.ligne_bordereau.bordereau.echeance, _jours_de_retard(d, jour), d.solde, d.recu, d.reste,
        )
        for d in attendus[:MAX_EXPORT]
    )  # fmt: skip
    return exporter_csv(f"remboursements-attendus-{jour:%Y-%m-%d}.csv", entetes, lignes)
