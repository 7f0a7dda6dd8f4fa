"""Créer une collectivité, noter son mandat."""

from typing import Any

from django import forms

from adhesions.models import Contrat
from adhesions.selectors import contrats_ouverts
from cdg_portal.formulaires import AIDE_DATE, ChampDate, ChampSiret, Formulaire
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.selectors import strates


class SaisieCollectivite(Formulaire):
    """Identité d'un employeur."""

    denomination = forms.CharField(label="Dénomination", max_length=200)
    siret = ChampSiret(
        label="SIRET principal",
        help_text="14 chiffres, avec ou sans espaces. Exemple : 217 500 016 00019.",
    )
    representant = forms.CharField(
        label="Représentant légal", max_length=120, required=False, help_text="Nom et fonction."
    )
    adresse = forms.CharField(label="Adresse", max_length=200, required=False)
    strate = forms.ChoiceField(label="Taille au sens du contrat", choices=strates)


class ChoixContrat(forms.ModelChoiceField):
    """Un contrat groupe, dit par son intitulé."""

    def label_from_instance(self, obj: Any) -> str:
        """« Contrat groupe 2025-2028 (CTR-1) »."""
        return str(obj)


class SaisieMandat(Formulaire):
    """Délibération qui donne mandat au CDG."""

    TERMES = {"deliberation_le": "mandat"}
    contrat = ChoixContrat(label="Contrat groupe", queryset=Contrat.objects.none(), empty_label=None)
    deliberation_le = ChampDate(label="Délibération du", help_text=AIDE_DATE)
    reference = forms.CharField(
        label="Référence de la délibération", max_length=60, help_text="Exemple : DEL-2026-042."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contrat"].queryset = contrats_ouverts(au=aujourdhui())  # type: ignore[attr-defined]
