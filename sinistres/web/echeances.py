"""Remboursements attendus de l'assureur, et retards."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cdg_portal.formulaires import Formulaire
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import bornes, peut, requiert
from cdg_portal.perimetres.listes import Colonne, exporter_colonnes, page_de
from cdg_portal.perimetres.visibilite import collectivites_ou_voir
from sinistres.selectors.bordereaux import remboursements_attendus, somme
from sinistres.web.listes import MAX_EXPORT, rendre_liste


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
        noms_de=collectivites_ou_voir(request, "identite_agent"),
        collectivites=bornes(request, "delais.lire"),
    )


@require_safe
@requiert("delais.lire")
def echeances(request: HttpRequest) -> HttpResponse:
    """Les décomptes transmis et pas entièrement remboursés, l'échéance la plus ancienne d'abord."""
    form, attendus = _attendus(request)
    jour = aujourdhui()
    page = page_de(request, attendus)
    retards = attendus.filter(ligne_bordereau__bordereau__echeance__lt=jour)
    contexte = {
        "form": form,
        "page": page,
        "lignes": [
            (d, _jours_de_retard(d, jour), peut(request, "decomptes.lire", d.collectivite_id)) for d in page
        ],
        "attendu": somme(attendus, "reste"),
        "en_retard": somme(retards, "reste"),
        "nb_retards": retards.count(),
    }
    return rendre_liste(
        request, contexte, page="sinistres/echeances.html", fragment="sinistres/fragments/_echeances.html"
    )


def _jours_de_retard(decompte: Any, jour: Any) -> int:
    return max((jour - decompte.ligne_bordereau.bordereau.echeance).days, 0)


@require_safe
@requiert("delais.lire")
def export(request: HttpRequest) -> HttpResponse:
    """Les remboursements de la liste, pour un tableur."""
    _, attendus = _attendus(request)
    jour = aujourdhui()
    colonnes = (
        Colonne("Décompte", lambda d: d.numero),
        Colonne("Dossier", lambda d: d.sinistre.numero),
        Colonne("Collectivité", lambda d: d.collectivite.denomination),
        Colonne("Agent", lambda d: str(d.sinistre.agent), "identite_agent"),
        Colonne("Matricule", lambda d: d.sinistre.agent.matricule, "matricule"),
        Colonne("Bordereau", lambda d: d.ligne_bordereau.bordereau.numero),
        Colonne("Transmis le", lambda d: d.ligne_bordereau.bordereau.transmis_le),
        Colonne("Attendu avant le", lambda d: d.ligne_bordereau.bordereau.echeance),
        Colonne("Jours de retard", lambda d: _jours_de_retard(d, jour)),
        Colonne("Attendu (€)", lambda d: d.solde, "montants_decompte"),
        Colonne("Reçu (€)", lambda d: d.recu, "montants_decompte"),
        Colonne("Reste (€)", lambda d: d.reste, "montants_decompte"),
    )
    nom = f"remboursements-attendus-{jour:%Y-%m-%d}.csv"
    return exporter_colonnes(request, nom, colonnes, attendus[:MAX_EXPORT])
