"""Liste des dossiers : recherche, filtres, tri, pages, export."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adhesions.models.codes import Risque
from adhesions.selectors import agents_liste
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import LECTURE_AGENTS, collectivites_du_role, ou_404, roles_requis
from cdg_portal.perimetres.champs import ChampDate
from cdg_portal.perimetres.listes import exporter_csv, page_de
from cdg_portal.perimetres.roles import ROLES_DE_SAISIE
from cdg_portal.perimetres.selectors import collectivites
from sinistres.models.codes import EtatSinistre
from sinistres.selectors.dossiers import ATTENTES, CriteresDossiers, dossiers_de_agent, dossiers_liste
from sinistres.web.champs import Formulaire
from sinistres.web.listes import MAX_EXPORT, PAR_PAGE, rendre_liste


class FiltresDossiers(Formulaire):
    """L'état de la liste, porté par son adresse."""

    q = forms.CharField(
        label="Rechercher", required=False, widget=forms.TextInput(attrs={"type": "search"}), max_length=100
    )
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *EtatSinistre.choices])
    garantie = forms.ChoiceField(label="Garantie", required=False, choices=[("", "Toutes"), *Risque.choices])
    collectivite: Any = forms.ModelChoiceField(
        label="Collectivité", queryset=None, to_field_name="uid", required=False, empty_label="Toutes"
    )
    du = ChampDate(label="Survenus du", required=False)
    au = ChampDate(label="Survenus jusqu'au", required=False)
    attente = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[("", ""), *((cle, libelle) for cle, (libelle, _) in ATTENTES.items())],
    )
    tri = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(self, *args: Any, borne: frozenset[int] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plusieurs = borne is None or len(borne) > 1
        if self.plusieurs:
            choix = collectivites() if borne is None else collectivites().filter(pk__in=borne)
            self.fields["collectivite"].queryset = choix  # type: ignore[attr-defined]
        else:
            del self.fields["collectivite"]

    def clean(self) -> dict[str, Any]:
        """La fin de la période ne précède pas son début."""
        donnees = super().clean() or {}
        if donnees.get("du") and donnees.get("au") and donnees["du"] > donnees["au"]:
            self.add_error("au", "La fin de la période précède son début.")
        return donnees


def _criteres(request: HttpRequest) -> tuple[FiltresDossiers, CriteresDossiers]:
    """Le formulaire et les critères qui sont justes ; un filtre faux est signalé et ne filtre pas."""
    borne = collectivites_du_role(request, LECTURE_AGENTS)
    form = FiltresDossiers(request.GET, borne=borne)
    form.is_valid()
    d = form.cleaned_data
    return form, CriteresDossiers(
        recherche=d.get("q") or "",
        etat=d.get("etat") or "",
        garantie=d.get("garantie") or "",
        collectivite=d.get("collectivite"),
        du=d.get("du"),
        au=d.get("au"),
        tri=d.get("tri") or "",
        attente=d.get("attente") or "",
        collectivites=borne,
    )


@require_safe
@roles_requis(*LECTURE_AGENTS)
def liste(request: HttpRequest) -> HttpResponse:
    """Les dossiers du périmètre, 50 par page."""
    form, criteres = _criteres(request)
    page = page_de(request, dossiers_liste(criteres, aujourdhui=aujourdhui()), taille=PAR_PAGE)
    contexte = {
        "form": form,
        "page": page,
        "tri": criteres.tri,
        "attente": ATTENTES[criteres.attente][0] if criteres.attente else "",
        "plusieurs": form.plusieurs,
        "saisie": bool(request.roles & ROLES_DE_SAISIE),  # type: ignore[attr-defined]
        "filtree": bool(set(request.GET) - {"page", "tri"}),
    }
    return rendre_liste(
        request, contexte, page="sinistres/liste.html", fragment="sinistres/fragments/_dossiers.html"
    )


@require_safe
@roles_requis(*LECTURE_AGENTS)
def export(request: HttpRequest) -> HttpResponse:
    """Les dossiers de la liste, filtres compris, pour un tableur."""
    _, criteres = _criteres(request)
    dossiers = dossiers_liste(criteres, aujourdhui=aujourdhui())[:MAX_EXPORT]
    entetes = (
        "Numéro", "Collectivité", "Matricule", "Agent", "Motif", "Garantie", "Survenance", "État", "Décompté (€)",
    )  # fmt: skip
    lignes = (
        (
            s.numero,
            s.collectivite.denomination,
            s.agent.matricule,
            str(s.agent),
            s.get_motif_display(),
            s.get_risque_display(),
            s.survenance,
            s.get_etat_display(),
            s.total,  # type: ignore[attr-defined]
        )
        for s in dossiers
    )
    return exporter_csv(f"sinistres-{aujourdhui():%Y-%m-%d}.csv", entetes, lignes)


@require_safe
@roles_requis(*LECTURE_AGENTS)
def de_agent(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Les dossiers d'un agent, fragment de sa page."""
    borne = collectivites_du_role(request, LECTURE_AGENTS)
    agent = ou_404(agents_liste(collectivites=borne).filter(uid=uid).first())
    contexte = {"agent": agent, "dossiers": dossiers_de_agent(agent)}
    return render(request, "sinistres/fragments/_de_agent.html", contexte)
