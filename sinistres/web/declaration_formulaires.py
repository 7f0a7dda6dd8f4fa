"""Les questions de la déclaration guidée, adaptées au risque."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from adhesions.models.codes import Risque
from adhesions.selectors import adhesion_couvrant, garantie_en_vigueur
from cdg_portal.formulaires import AIDE_DATE, ChampDate, Formulaire
from sinistres.models import Sinistre
from sinistres.regles.motifs import MOTIFS, risque_du_motif
from sinistres.regles.pieces import RISQUES
from sinistres.selectors.dossiers import dossiers_de_agent
from sinistres.web.formulaires import SaisieCertificat

# Les motifs qui ouvrent droit à des indemnités journalières ; les autres ont leur calcul propre.
PROPOSES = {code: motif for code, motif in MOTIFS.items() if motif.risque in RISQUES}
SURVENANCE = {
    "CITIS_AS": ("Jour de l'accident", "Le jour où l'accident est arrivé, même si l'arrêt a commencé après."),
    "CITIS_TRAJET": (
        "Jour de l'accident",
        "Le jour de l'accident de trajet, même si l'arrêt a commencé après.",
    ),
    "CITIS_MP": (
        "Date de la maladie",
        "Le jour de la première constatation médicale, écrit sur le certificat initial.",
    ),
    "CITIS_MIS": (
        "Date de la maladie",
        "Le jour de la première constatation médicale, écrit sur le certificat initial.",
    ),
    "MATERNITE": ("Premier jour du congé de maternité", "Celui de l'arrêté ou du certificat de grossesse."),
    "PATERNITE": ("Premier jour du congé", "Celui de la demande de l'agent."),
    "ADOPTION": ("Premier jour du congé", "Celui du titre de placement ou de la demande de l'agent."),
    "TPT": ("Premier jour du temps partiel", "Celui de l'arrêté ou du certificat."),
}
SURVENANCE_PAR_DEFAUT = (
    "Premier jour de l'arrêt",
    "Celui de l'avis d'arrêt, volet 2 ou 3 (jamais le volet 1).",
)
ACCIDENTS = ("CITIS_AS", "CITIS_TRAJET")
AVEC_TIERS = ("CITIS", "CMO", "CLM", "CLD")


def motifs_par_garantie() -> list[tuple[str, list[tuple[str, str]]]]:
    """Les motifs proposés, groupés par garantie."""
    groupes: dict[str, list[tuple[str, str]]] = {}
    for code, motif in PROPOSES.items():
        groupes.setdefault(str(Risque(motif.risque).label), []).append((code, motif.libelle))
    return list(groupes.items())


class ChoixMotif(Formulaire):
    """Pourquoi l'agent est-il absent ?"""

    motif = forms.ChoiceField(label="Pourquoi l'agent est-il absent ?", choices=())
    largeur = "moyenne"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["motif"].choices = [("", "Choisir…"), *motifs_par_garantie()]  # type: ignore[attr-defined]


class SaisieEvenement(Formulaire):
    """Quand et comment : les questions dépendent du motif, de l'agent et de son adhésion."""

    TERMES = {
        "survenance": "fait générateur",
        "connu_employeur_le": "délai de déclaration",
        "tiers_implique": "recours contre tiers",
        "carence": "carence",
        "origine": "temps partiel thérapeutique",
        "refus_precedent": "capitalisation",
        "conservatoire": "déclaration conservatoire",
    }
    survenance = ChampDate()
    connu_employeur_le = ChampDate(
        label="Jour où la collectivité l'a appris",
        help_text=f"Le délai de déclaration part de ce jour : celui où vous avez reçu l'avis. {AIDE_DATE}",
    )
    tiers_implique = forms.BooleanField(
        label="Une autre personne est en cause",
        required=False,
        help_text="Par exemple un automobiliste ou un agresseur. L'assureur pourra se retourner contre elle.",
    )
    carence = forms.ChoiceField(
        label="Jour de carence",
        widget=forms.RadioSelect,
        initial="AUTO",
        choices=[
            ("AUTO", "Cas général : un jour de carence au premier jour de l'arrêt"),
            ("EXEMPT", "Exception prévue par la loi : pas de jour de carence"),
        ],
        help_text="Exceptions : affection de longue durée déjà reconnue, grossesse déclarée, deuil d'un enfant… "
        "N'écrivez jamais laquelle.",
    )
    origine: Any = forms.ModelChoiceField(
        label="Dossier auquel fait suite ce temps partiel",
        queryset=None,
        to_field_name="uid",
        required=False,
        empty_label="Aucun",
    )
    refus_precedent = forms.TypedChoiceField(
        label="L'évènement est antérieur à votre adhésion. L'assureur précédent a-t-il refusé la suite ?",
        choices=[("", "Choisir…"), ("oui", "Oui, nous avons son refus écrit"), ("non", "Non")],
        coerce=lambda v: v == "oui",
        required=False,
        empty_value=None,
    )
    conservatoire = forms.BooleanField(
        label="Déclarer à titre conservatoire",
        required=False,
        help_text="La garantie n'est pas souscrite : rien ne sera remboursé aujourd'hui. Mais si l'arrêt est "
        "requalifié plus tard, la déclaration faite maintenant aura préservé les délais.",
    )

    def __init__(self, *args: Any, agent: Any, motif: str, aujourdhui: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.agent, self.motif, self.aujourdhui = agent, motif, aujourdhui
        self.risque = risque_du_motif(motif)
        libelle, aide = SURVENANCE.get(motif, SURVENANCE_PAR_DEFAUT)
        self.fields["survenance"].label = libelle
        self.fields["survenance"].help_text = f"{aide} {AIDE_DATE}"
        if self.risque not in AVEC_TIERS:
            del self.fields["tiers_implique"]
        if self.risque != "CMO":
            del self.fields["carence"]
        if self.risque == "TPT":
            self.fields["origine"].queryset = dossiers_de_agent(agent)  # type: ignore[attr-defined]
        else:
            del self.fields["origine"]
        # Ces deux questions n'apparaissent que si la réponse précédente les rend utiles.
        saisi: Mapping[str, Any] = self.data if self.is_bound else self.initial
        self.adhesion, self.garantie = self._couverture(saisi)
        if not self._precede_l_adhesion:
            del self.fields["refus_precedent"]
        if self.adhesion is None or self.garantie is not None:
            del self.fields["conservatoire"]

    def _couverture(self, saisi: Mapping[str, Any]) -> tuple[Any, Any]:
        """L'adhésion et la garantie qu'appelle la date tapée, si elle est lisible."""
        self._precede_l_adhesion = False
        try:
            survenance = self.fields["survenance"].clean(saisi.get("survenance"))
        except forms.ValidationError:
            return None, None
        if survenance is None:
            return None, None
        adhesion = self._adhesion(survenance)
        if adhesion is None:
            adhesion = self._adhesion(survenance, evenement_anterieur=True)
            self._precede_l_adhesion = adhesion is not None
        if adhesion is None:
            return None, None
        return adhesion, garantie_en_vigueur(adhesion=adhesion, risque=self.risque, au=survenance)

    def _adhesion(self, survenance: date, *, evenement_anterieur: bool = False) -> Any:
        return adhesion_couvrant(
            collectivite=self.agent.collectivite,
            regime=self.agent.regime,
            survenance=survenance,
            evenement_anterieur=evenement_anterieur,
        )

    def clean(self) -> dict[str, Any]:
        """Dates possibles, adhésion trouvée, garantie souscrite ou déclaration conservatoire assumée."""
        d = super().clean() or {}
        for champ in ("survenance", "connu_employeur_le"):
            if d.get(champ) and d[champ] > self.aujourdhui:
                self.add_error(champ, "Cette date est dans le futur.")
        if self.motif in ACCIDENTS and d.get("survenance") and d.get("connu_employeur_le"):
            if d["connu_employeur_le"] < d["survenance"]:
                self.add_error("connu_employeur_le", "Un accident ne peut pas être connu avant d'arriver.")
        if d.get("survenance") and "survenance" not in self.errors:
            self._verifier_couverture(d)
        return d

    def _verifier_couverture(self, d: dict[str, Any]) -> None:
        if self.adhesion is None:
            self.add_error(
                "survenance",
                f"Aucune adhésion de {self.agent.collectivite} ne couvre un évènement du {d['survenance']:%d/%m/%Y} "
                f"pour un agent du régime {self.agent.get_regime_display()}. Vérifiez la date, ou appelez le "
                "Centre de gestion.",
            )
        elif self._precede_l_adhesion and d.get("refus_precedent") is None:
            self.add_error(
                "refus_precedent", "Répondez à cette question : elle décide de la prise en charge."
            )
        elif self.garantie is None and not d.get("conservatoire"):
            self.add_error(
                "conservatoire",
                f"La garantie « {Risque(self.risque).label} » n'est pas souscrite par {self.agent.collectivite}. "
                "Cochez cette case pour déclarer quand même.",
            )


class LigneDeCertificat(SaisieCertificat):
    """Une ligne de la liste des certificats ; entièrement vide, elle est ignorée."""

    def __init__(self, *args: Any, risque: str, **options: Any) -> None:
        super().__init__(*args, quotite_due=risque == Risque.TPT, **options)
        self.empty_permitted = True
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Le dernier jour ne précède pas le premier."""
        d = super().clean() or {}
        if d.get("debut") and d.get("fin") and d["fin"] < d["debut"]:
            self.add_error("fin", f"Le dernier jour précède le premier ({d['debut']:%d/%m/%Y}).")
        return d


def autres_dossiers(agent: Any) -> list[Sinistre]:
    """Les dossiers encore ouverts de l'agent : la suite d'un arrêt s'ajoute au dossier existant."""
    return list(dossiers_de_agent(agent).exclude(etat__in=["CLOS", "ANNULE", "HORS_GARANTIE"])[:5])
