"""Toutes les actions attendues : une liste cherchée, filtrée, triée, paginée, exportée."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cdg_portal.accueil.files import Action, Criteres, Lue, Regard, actions_attendues, files_de
from cdg_portal.accueil.files.forme import PLAFOND
from cdg_portal.accueil.web.regard import regard_de
from cdg_portal.formulaires import Formulaire
from cdg_portal.perimetres.acces import requiert
from cdg_portal.perimetres.listes import exporter_csv, page_de

DELAIS = (
    ("", "Tous"),
    ("retard", "En retard"),
    ("semaine", "Dans les sept jours"),
    ("mois", "Dans le mois"),
    ("sans", "Sans échéance"),
)
ENTETES = (
    "File",
    "Ce qui est attendu",
    "Sur quoi",
    "Collectivité",
    "Avant le",
    "Jours restants",
    "En jeu (€)",
    "Précision",
)


class FiltresActions(Formulaire):
    """L'état de la liste, porté par son adresse."""

    q = forms.CharField(
        label="Agent, collectivité ou numéro",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    file = forms.ChoiceField(label="Ce qui est attendu", required=False)
    delai = forms.ChoiceField(label="Échéance", required=False, choices=DELAIS)
    tri = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(self, *args: Any, regard: Regard, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        choix = [("", "Tout"), *((f.cle, f.titre) for f in files_de(regard))]
        self.fields["file"].choices = choix  # type: ignore[attr-defined]


def _lire(
    request: HttpRequest, *, toutes: bool = False
) -> tuple[FiltresActions, Criteres, list[Action], list[Lue]]:
    """Un filtre faux est signalé et ne filtre pas."""
    regard = regard_de(request)
    form = FiltresActions(request.GET, regard=regard)
    form.is_valid()
    d = form.cleaned_data
    criteres = Criteres(
        recherche=d.get("q") or "",
        file=d.get("file") or "",
        delai=d.get("delai") or "",
        tri=d.get("tri") or "",
    )
    return form, criteres, *actions_attendues(regard, criteres, toutes=toutes)


@require_safe
@requiert("accueil.voir")
def actions(request: HttpRequest) -> HttpResponse:
    """Ce qui est attendu de la personne connectée, l'échéance la plus proche d'abord."""
    form, criteres, retenues, lues = _lire(request)
    contexte = {
        "form": form,
        "page": page_de(request, retenues),
        "tri": criteres.tri or "echeance",
        "choisie": criteres.file,
        "files": [lue for lue in lues if lue.nombre],
        "nombre": sum(lue.nombre for lue in lues),
        "filtree": bool(criteres.recherche or criteres.file or criteres.delai),
        "tronquees": [lue for lue in lues if lue.nombre > len(lue.lecture.actions)],
        "plafond": PLAFOND,
    }
    htmx = request.htmx  # type: ignore[attr-defined]
    seul = bool(htmx) and not htmx.history_restore_request
    gabarit = "accueil/fragments/_actions.html" if seul else "accueil/actions.html"
    reponse = render(request, gabarit, contexte)
    patch_vary_headers(reponse, ["HX-Request"])
    return reponse


@require_safe
@requiert("accueil.voir")
def export(request: HttpRequest) -> HttpResponse:
    """Toutes les actions que la liste retient, filtres compris et sans plafond, pour un tableur."""
    _, _, retenues, _ = _lire(request, toutes=True)
    lignes = (
        (a.theme, a.titre, a.objet, a.collectivite, a.echeance, a.jours, a.montant, a.precision)
        for a in retenues
    )
    return exporter_csv(f"actions-attendues-{regard_de(request).jour:%Y-%m-%d}.csv", ENTETES, lignes)
