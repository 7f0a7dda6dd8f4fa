"""Période et collectivité des statistiques."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from cdg_portal.formulaires import Formulaire, jour_plausible
from cdg_portal.perimetres.selectors import collectivites
from cdg_portal.socle.periode import UN_JOUR, ajouter_annees


class PeriodeForm(Formulaire):
    """Période étudiée, bornes incluses, et collectivité (toutes celles du périmètre par défaut)."""

    du = forms.DateField(label="Du", required=False, validators=[jour_plausible])
    au = forms.DateField(label="Au", required=False, validators=[jour_plausible])
    collectivite: Any = forms.ModelChoiceField(
        label="Collectivité", queryset=None, to_field_name="uid", required=False, empty_label="Toutes"
    )

    def __init__(self, *args: Any, jour: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jour = jour
        self.fields["collectivite"].queryset = collectivites()  # type: ignore[attr-defined]

    @staticmethod
    def completer(saisie: QueryDict, *, jour: date) -> QueryDict:
        """La saisie, les bornes vides remplies par la période retenue : l'écran montre ce qu'il a calculé."""
        if saisie.get("du") or saisie.get("au"):
            return saisie
        remplie = saisie.copy()
        remplie["du"] = f"{ajouter_annees(jour, -1) + UN_JOUR:%d/%m/%Y}"
        remplie["au"] = f"{jour:%d/%m/%Y}"
        return remplie

    def clean(self) -> dict[str, Any]:
        """Par défaut les douze derniers mois ; la fin ne précède pas le début."""
        donnees = super().clean() or {}
        au = donnees.get("au") or self.jour
        du = donnees.get("du") or ajouter_annees(au, -1) + UN_JOUR
        if du > au:
            self.add_error("au", "La fin de la période précède son début.")
        return {**donnees, "du": du, "au": au}
