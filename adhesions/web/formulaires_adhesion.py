"""Préparer, activer, résilier une adhésion."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from adhesions.models import Adhesion, Lot
from adhesions.models.codes import RegimeIndemnitaire, Rubrique, franchise_en_clair
from adhesions.services.adhesions import ELEMENTS_ASSURABLES
from cdg_portal.formulaires import AIDE_DATE, ChampDate, ChampMontant, ChampTaux, Formulaire

FORFAIT, POURCENTAGE = Adhesion.ModeParticipation.values
MONTANT_MAXIMAL = Decimal("100000")


class SaisieAdhesion(Formulaire):
    """Tout ce qu'une adhésion garde : formule, assiette, fractions, participation."""

    GROUPES = (
        ("Formule", ("effet", "base", "variantes", "pse")),
        ("Ce qui est assuré", ("elements", "ri", "charges_pct")),
        ("Cotisation et remboursement", ("fractions", "delai_remboursement_jours")),
        (
            "Participation au service du Centre de gestion",
            (
                "participation_mode",
                "participation_montant_unitaire",
                "participation_taux",
                "participation_periodicite",
            ),
        ),
    )
    TERMES = {
        "base": "franchise",
        "elements": "assiette de cotisation",
        "delai_remboursement_jours": "bordereau",
        "participation_mode": "participation au service",
    }
    effet = ChampDate(label="Premier jour de l'adhésion", help_text=AIDE_DATE)
    base = forms.ChoiceField(label="Formule de base", widget=forms.RadioSelect)
    variantes = forms.MultipleChoiceField(
        label="Variantes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chacune remplace la franchise d'une garantie de la base.",
    )
    pse = forms.MultipleChoiceField(
        label="Prestations supplémentaires",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chacune ajoute une garantie.",
    )
    elements = forms.MultipleChoiceField(
        label="Éléments assurés en plus du traitement",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(e.value, e.label) for e in ELEMENTS_ASSURABLES if e != Rubrique.TIB],
        help_text="Le traitement indiciaire brut est toujours assuré.",
    )
    ri = forms.ChoiceField(
        label="Régime indemnitaire pendant l'absence",
        choices=RegimeIndemnitaire.choices,
        help_text="Ce que la délibération de la collectivité prévoit.",
    )
    charges_pct = ChampTaux(
        label="Charges patronales assurées", decimales=2, required=False, help_text="Vide : aucune."
    )
    fractions = forms.IntegerField(
        label="Échéances de cotisation par an", min_value=1, max_value=12, initial=4
    )
    delai_remboursement_jours = forms.IntegerField(
        label="Délai de remboursement propre, en jours",
        min_value=1,
        max_value=365,
        required=False,
        help_text="Vide : celui du contrat.",
    )
    participation_mode = forms.ChoiceField(
        label="Calcul", choices=Adhesion.ModeParticipation.choices, widget=forms.RadioSelect, initial=FORFAIT
    )
    participation_montant_unitaire = ChampMontant(
        label="Montant par agent CNRACL", required=False, help_text="Pour un forfait par agent."
    )
    participation_taux = ChampTaux(
        label="Taux de l'assiette", required=False, help_text="Pour un pourcentage de l'assiette."
    )
    participation_periodicite = forms.ChoiceField(
        label="Due", choices=Adhesion.Periodicite.choices, initial=Adhesion.Periodicite.ANNUELLE
    )

    def __init__(self, *args: Any, lot: Lot, **options: Any) -> None:
        super().__init__(*args, **options)
        offres: dict[str, list[tuple[str, str]]] = {"BASE": [], "VARIANTE": [], "PSE": []}
        for offre in sorted(lot.offres.all(), key=lambda o: o.code):
            offres[offre.type].append((offre.code, _offre_en_clair(offre)))
        for nom, type_ in (("base", "BASE"), ("variantes", "VARIANTE"), ("pse", "PSE")):
            if type_ != "BASE" and not offres[type_]:
                del self.fields[nom]
                continue
            self.fields[nom].choices = offres[type_]  # type: ignore[attr-defined]
        if len(offres["BASE"]) == 1:
            self.fields["base"].initial = offres["BASE"][0][0]

    def clean(self) -> dict[str, Any]:
        """Le montant ou le taux que demande le mode choisi ; l'autre est laissé de côté."""
        lus = super().clean() or self.cleaned_data
        montant, taux = "participation_montant_unitaire", "participation_taux"
        demande, autre = (montant, taux) if lus.get("participation_mode") == FORFAIT else (taux, montant)
        lus[autre] = None
        self.errors.pop(autre, None)
        if demande not in self.errors and lus.get(demande) is None:
            self.add_error(demande, "Ce mode de participation le demande.")
        if (lus.get(montant) or 0) > MONTANT_MAXIMAL:
            self.add_error(montant, "Ce montant est par agent : il est trop grand.")
        return lus

    def parametres(self) -> dict[str, Any]:
        """Ce que reçoit le service."""
        lus = dict(self.cleaned_data)
        offres = [lus.pop("base"), *lus.pop("variantes", []), *lus.pop("pse", [])]
        lus["elements"] = [Rubrique.TIB.value, *lus["elements"]]
        lus["charges_pct"] = lus["charges_pct"] or 0
        return lus | {"offres": offres}


class SaisieActivation(Formulaire):
    """Ce qui déclenche l'activation."""

    convention_signee_le = ChampDate(label="Convention signée le", help_text=AIDE_DATE)


class SaisieResiliation(Formulaire):
    """Fin anticipée."""

    resiliation = ChampDate(label="Dernier jour de l'adhésion", help_text=f"Ce jour est compris. {AIDE_DATE}")
    motif = forms.CharField(
        label="Motif",
        max_length=200,
        help_text="Il restera écrit dans la fiche de l'adhésion.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def effet_propose(lot: Lot, *, au: date) -> date:
    """Le 1er janvier qui vient, ou le début du contrat s'il est plus tardif."""
    prochain = date(au.year + 1, 1, 1)
    return min(max(lot.contrat.effet, prochain), lot.contrat.fin)


def _offre_en_clair(offre: Any) -> str:
    garanties = "\u00a0; ".join(
        f"{g.get_risque_display()}, {franchise_en_clair(g.franchise_type, g.franchise_jours)}"
        for g in offre.garanties.all()
    )
    return f"{offre.libelle}\u00a0: {garanties}" if garanties else offre.libelle
