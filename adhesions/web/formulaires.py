"""Filtres des listes ; rien n'est obligatoire, une valeur fausse ne filtre pas."""

from typing import Any

from django import forms

from adhesions.models import Adhesion
from adhesions.models.codes import Regime
from cdg_portal.formulaires import Filtre


class FiltreDAdhesions(Filtre):
    """Recherche, tri et bornes d'une liste."""

    q = forms.CharField(label="Rechercher", required=False, max_length=100, widget=forms.SearchInput)
    tri = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    collectivite = forms.UUIDField(required=False, widget=forms.HiddenInput)


class FiltreCollectivites(FiltreDAdhesions):
    """Liste des collectivités."""

    filtre = forms.ChoiceField(
        label="Adhésion",
        required=False,
        choices=[
            ("", "Toutes"),
            ("avec", "Avec une adhésion en cours"),
            ("sans", "Sans adhésion en cours"),
            ("extinction", "En extinction"),
        ],
    )
    field_order = ["q", "filtre"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = "Nom, SIREN ou SIRET"


class FiltreAdhesions(FiltreDAdhesions):
    """Liste des adhésions."""

    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *Adhesion.Etat.choices])
    field_order = ["q", "etat"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = "Collectivité, numéro ou contrat"


class FiltreAgents(FiltreDAdhesions):
    """Liste des agents."""

    presence = forms.ChoiceField(
        label="Présence",
        required=False,
        choices=[("", "Tous"), ("presents", "Présents"), ("sortis", "Sortis")],
    )
    regime = forms.ChoiceField(label="Régime", required=False, choices=[("", "Tous"), *Regime.choices])
    field_order = ["q", "presence", "regime"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = "Nom ou matricule"
