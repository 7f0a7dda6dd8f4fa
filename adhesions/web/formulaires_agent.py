"""Enregistrer un agent, suivre sa paie et sa fin de carrière."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from adhesions.models import Agent, Situation
from adhesions.models.codes import Regime, Rubrique
from cdg_portal.formulaires import AIDE_DATE, ChampDate, ChampMontant, ChampTaux, Formulaire
from cdg_portal.socle.montant import en_francais

RUBRIQUES = {f"annuel_{r.value}": r for r in Rubrique}


class _AvecPaie(Formulaire):
    """Un champ de montant annuel par rubrique."""

    def montants(self) -> dict[str, Decimal]:
        """Les rubriques remplies ; zéro compte, vide ne compte pas."""
        lus = self.cleaned_data
        return {r.value: lus[nom] for nom, r in RUBRIQUES.items() if lus.get(nom) is not None}


_AvecPaie.declared_fields.update(
    {nom: ChampMontant(label=str(r.label), required=False) for nom, r in RUBRIQUES.items()}
)


class SaisieAgent(_AvecPaie):
    """Identité, emploi et rémunération d'un agent. Aucun NIR, aucune donnée médicale."""

    GROUPES = (
        ("Identité", ("matricule", "nom", "prenom", "naissance", "sexe")),
        ("Emploi", ("regime", "entree", "statut", "grade", "metier", "quotite")),
        ("Rémunération annuelle brute", tuple(RUBRIQUES)),
    )
    TERMES = {
        "regime": "régime",
        "quotite": "quotité",
        f"annuel_{Rubrique.TIB.value}": "TIB",
        f"annuel_{Rubrique.NBI.value}": "NBI",
    }
    matricule = forms.CharField(
        label="Matricule", max_length=20, help_text="Celui de la paie ; jamais le NIR."
    )
    nom = forms.CharField(label="Nom", max_length=80)
    prenom = forms.CharField(label="Prénom", max_length=80)
    naissance = ChampDate(label="Date de naissance", passee=True, help_text=AIDE_DATE)
    sexe = forms.ChoiceField(label="Sexe", choices=Agent.Sexe.choices, widget=forms.RadioSelect)
    regime = forms.ChoiceField(label="Régime", choices=Regime.choices)
    entree = ChampDate(label="Entrée dans la collectivité", help_text=AIDE_DATE)
    statut = forms.ChoiceField(label="Statut", choices=Situation.Statut.choices)
    grade = forms.CharField(label="Grade", max_length=80, required=False)
    metier = forms.CharField(label="Métier", max_length=80, required=False)
    quotite = ChampTaux(label="Quotité de travail", decimales=2, initial="100")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tib = self.fields[f"annuel_{Rubrique.TIB.value}"]
        tib.required = True
        tib.help_text = "Montant de l'année entière, à compter de l'entrée. Exemple : 24 000,00."


class SaisieRevalorisation(_AvecPaie):
    """Nouveaux montants annuels à compter d'une date."""

    GROUPES = (("", ("depuis", *RUBRIQUES)),)
    depuis = ChampDate(label="À compter du", help_text=AIDE_DATE)

    def __init__(self, *args: Any, actuelle: Mapping[str, Decimal], **options: Any) -> None:
        super().__init__(*args, **options)
        for nom, rubrique in RUBRIQUES.items():
            if rubrique.value in actuelle:
                self.fields[nom].help_text = f"Aujourd'hui : {en_francais(actuelle[rubrique.value])}."

    def clean(self) -> dict[str, Any]:
        """Au moins un montant."""
        lus = super().clean() or self.cleaned_data
        if not self.errors and not self.montants():
            self.add_error(next(iter(RUBRIQUES)), "Écrivez au moins un nouveau montant.")
        return lus


class SaisieDepart(Formulaire):
    """Dernier jour dans la collectivité."""

    sortie = ChampDate(
        label="Dernier jour dans la collectivité", help_text=f"Ce jour est compris. {AIDE_DATE}"
    )


class SaisieRetraite(Formulaire):
    """Pension liquidée."""

    retraite_le = ChampDate(label="Premier jour de la pension", help_text=AIDE_DATE)


class SaisieProlongation(Formulaire):
    """Prolongation légale d'activité."""

    prolongation = forms.TypedChoiceField(
        label="Prolongation légale d'activité",
        choices=[("oui", "Accordée"), ("non", "Aucune")],
        coerce=lambda v: v == "oui",
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label="Référence de la décision", max_length=60, help_text="Exemple : ARR-2026-118."
    )
