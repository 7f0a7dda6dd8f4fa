"""Liste des dossiers : recherche, filtres, tri, pages, export."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from adhesions.models.codes import Risque
from adhesions.selectors import agent_par_uid, agents_liste
from cdg_portal.formulaires import ChampDate, Formulaire
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import bornes, ou_404, peut, requiert
from cdg_portal.perimetres.listes import Colonne, exporter_colonnes, page_de
from cdg_portal.perimetres.selectors import collectivites
from cdg_portal.perimetres.visibilite import voit_partout
from sinistres.models.codes import EtatSinistre
from sinistres.selectors.dossiers import ATTENTES, CriteresDossiers, dossiers_de_agent, dossiers_liste
from sinistres.web.listes import MAX_EXPORT, rendre_liste


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


# Tris d'après un champ que tous les lecteurs de dossiers ne voient pas.
CHAMP_DU_TRI = {"agent": "identite_agent", "survenance": "dates_arret", "total": "montants_decompte"}


def _tri_permis(request: HttpRequest, tri: str, borne: frozenset[int] | None) -> str:
    """Le tri demandé, sauf d'après une valeur invisible : l'ordre des lignes la dirait."""
    champ = CHAMP_DU_TRI.get(tri.removeprefix("-"))
    return tri if champ is None or voit_partout(request, champ, borne) else ""


def _criteres(request: HttpRequest) -> tuple[FiltresDossiers, CriteresDossiers]:
    """Le formulaire et les critères qui sont justes ; un filtre faux est signalé et ne filtre pas."""
    borne = bornes(request, "sinistres.lire")
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
        tri=_tri_permis(request, d.get("tri") or "", borne),
        attente=d.get("attente") or "",
        collectivites=borne,
    )


@require_safe
@requiert("sinistres.lire")
def liste(request: HttpRequest) -> HttpResponse:
    """Les dossiers du périmètre."""
    form, criteres = _criteres(request)
    page = page_de(request, dossiers_liste(criteres, aujourdhui=aujourdhui()))
    contexte = {
        "form": form,
        "page": page,
        "tri": criteres.tri,
        "tri_par_montant": voit_partout(request, "montants_decompte", bornes(request, "sinistres.lire")),
        "attente": ATTENTES[criteres.attente][0] if criteres.attente else "",
        "plusieurs": form.plusieurs,
        "saisie": peut(request, "sinistres.declarer"),
        "filtree": bool(set(request.GET) - {"page", "par", "tri"}),
    }
    return rendre_liste(
        request, contexte, page="sinistres/liste.html", fragment="sinistres/fragments/_dossiers.html"
    )


@require_safe
@requiert("sinistres.lire")
def export(request: HttpRequest) -> HttpResponse:
    """Les dossiers de la liste, filtres compris, pour un tableur."""
    _, criteres = _criteres(request)
    dossiers = dossiers_liste(criteres, aujourdhui=aujourdhui())[:MAX_EXPORT]
    colonnes = (
        Colonne("Numéro", lambda s: s.numero),
        Colonne("Collectivité", lambda s: s.collectivite.denomination),
        Colonne("Matricule", lambda s: s.agent.matricule, "matricule"),
        Colonne("Agent", lambda s: str(s.agent), "identite_agent"),
        Colonne("Motif", lambda s: s.get_motif_display(), "nature_conge"),
        Colonne("Garantie", lambda s: s.get_risque_display(), "nature_conge"),
        Colonne("Survenance", lambda s: s.survenance, "dates_arret"),
        Colonne("État", lambda s: s.get_etat_display()),
        Colonne("Décompté (€)", lambda s: s.total, "montants_decompte"),
    )
    return exporter_colonnes(request, f"sinistres-{aujourdhui():%Y-%m-%d}.csv", colonnes, dossiers)


@require_safe
@requiert("sinistres.lire", sur=agent_par_uid)
def de_agent(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Les dossiers d'un agent : fragment de sa fiche, page entière pour qui suit le lien sans JavaScript."""
    borne = bornes(request, "sinistres.lire")
    agent = ou_404(agents_liste(collectivites=borne).filter(uid=uid).first())
    contexte = {"agent": agent, "dossiers": dossiers_de_agent(agent)}
    return rendre_liste(
        request, contexte, page="sinistres/de_agent.html", fragment="sinistres/fragments/_de_agent.html"
    )
