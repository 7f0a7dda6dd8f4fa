"""Filtres des listes et déclaration de la base."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from cdg_portal.formulaires import ChampMontant, Filtre, Formulaire
from cotisations.models import Appel, BaseDeclaree
from cotisations.selectors import DeclarationPreparee
from cotisations.selectors.fiches import LIBELLES
from cotisations.services.bases import AGENTS_AU_PLUS


class FiltreAppels(Filtre):
    """Liste des appels."""

    q = forms.CharField(
        label="Collectivité ou numéro", required=False, max_length=100, widget=forms.SearchInput
    )
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *Appel.Etat.choices])
    exercice = forms.IntegerField(
        label="Exercice", required=False, min_value=1990, max_value=2100, localize=False
    )
    tri = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    collectivite = forms.UUIDField(required=False, widget=forms.HiddenInput)


class FiltreBases(Filtre):
    """Liste des bases."""

    q = forms.CharField(label="Collectivité", required=False, max_length=100, widget=forms.SearchInput)
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *BaseDeclaree.Etat.choices])


class FiltreParticipations(Filtre):
    """Liste des participations."""

    q = forms.CharField(
        label="Collectivité ou numéro", required=False, max_length=100, widget=forms.SearchInput
    )


class DeclarationForm(Formulaire):
    """Base annuelle, rubrique par rubrique, pré-remplie par les rémunérations connues."""

    exercice = forms.TypedChoiceField(label="Exercice", coerce=int, widget=forms.HiddenInput)
    nb_agents = forms.IntegerField(
        label="Agents assurés", min_value=1, max_value=AGENTS_AU_PLUS, localize=False
    )

    def __init__(self, *args: Any, preparee: DeclarationPreparee, **kwargs: Any) -> None:
        proposes: Mapping[str, Decimal] = preparee.proposee["montants"]
        kwargs["initial"] = {
            "exercice": preparee.exercice,
            "nb_agents": preparee.proposee["nb_agents"],
            **proposes,
        }
        super().__init__(*args, **kwargs)
        self.fields["exercice"].choices = [(n, str(n)) for n in preparee.exercices]  # type: ignore[attr-defined]
        for rubrique, libelle in LIBELLES.items():
            if rubrique == "charges" and not preparee.charges_assurees:
                continue
            self.fields[rubrique] = ChampMontant(label=libelle, required=rubrique == "tib")

    def montants(self) -> dict[str, Decimal]:
        """Montants saisis ; une rubrique laissée vide vaut zéro."""
        return {r: self.cleaned_data[r] or Decimal(0) for r in LIBELLES if r in self.fields}

    def champs_montants(self) -> list[Any]:
        """Les champs de rubrique, dans l'ordre."""
        return [self[r] for r in LIBELLES if r in self.fields]
