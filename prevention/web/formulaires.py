"""Période et collectivité des statistiques."""

from datetime import date
from typing import Any

from django import forms

from cdg_portal.perimetres.champs import jour_plausible
from cdg_portal.perimetres.selectors import collectivites
from cdg_portal.socle.periode import UN_JOUR, ajouter_annees


class PeriodeForm(forms.Form):
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

    def clean(self) -> dict[str, Any]:
        """Par défaut les douze derniers mois ; la fin ne précède pas le début."""
        donnees = super().clean() or {}
        au = donnees.get("au") or self.jour
        du = donnees.get("du") or ajouter_annees(au, -1) + UN_JOUR
        if du > au:
            self.add_error("au", "La fin de la période précède son début.")
        return {**donnees, "du": du, "au": au}
