"""Formulaires des accès."""

from collections.abc import Iterable
from typing import Any

from django import forms

from cdg_portal.formulaires import AIDE_DATE, ChampDate, Filtre, Formulaire
from cdg_portal.perimetres.roles import Role
from cdg_portal.perimetres.selectors import ETATS


def choix_de_roles(permis: Iterable[str]) -> list[tuple[str, str]]:
    """Ces rôles, dans l'ordre de la nomenclature."""
    voulus = set(permis)
    return [(str(code), str(libelle)) for code, libelle in Role.choices if code in voulus]


class FiltreAcces(Filtre):
    """Recherche et filtres de la liste ; une valeur fausse ne filtre pas."""

    q = forms.CharField(label="Nom ou adresse", required=False, max_length=100, widget=forms.SearchInput)
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous"), *Role.choices])
    etat = forms.ChoiceField(label="État", required=False, choices=ETATS)
    tri = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)


class SaisieInvitation(Formulaire):
    """À qui, pour quel rôle."""

    email = forms.EmailField(
        label="Adresse électronique professionnelle",
        max_length=254,
        help_text="L'invitation ne vaut que pour cette adresse.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="Rôle",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Vos droits ne permettent pas d'accorder ce rôle ici."},
    )

    def __init__(self, *args: Any, permis: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = choix_de_roles(permis)  # type: ignore[attr-defined]


class SaisieFin(Formulaire):
    """Dernier jour d'un droit, ou coupure immédiate."""

    au = ChampDate(label="Dernier jour du droit", help_text=AIDE_DATE)
    immediat = forms.BooleanField(label="Couper l'accès tout de suite", required=False)
    motif = forms.CharField(
        label="Motif", max_length=300, help_text="Gardé dans l'historique : départ, mutation, erreur…"
    )
    confirmer = forms.BooleanField(
        label="Je confirme : la collectivité n'aura plus de RH valideur", required=False
    )

    def __init__(self, *args: Any, dernier_valideur: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not dernier_valideur:
            del self.fields["confirmer"]


class SaisieMotif(Formulaire):
    """Pourquoi."""

    motif = forms.CharField(label="Motif", max_length=300)


class SaisieDecision(Formulaire):
    """Accepter avec un rôle, ou refuser avec un motif."""

    role = forms.ChoiceField(label="Rôle à accorder", required=False)
    motif = forms.CharField(
        label="Motif du refus", max_length=300, required=False, help_text="Le demandeur le lira."
    )

    def __init__(self, *args: Any, permis: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [("", "Choisir"), *choix_de_roles(permis)]  # type: ignore[attr-defined]


class SaisieDelegation(Formulaire):
    """Ce que l'on confie, à qui, jusqu'à quand et pourquoi."""

    droits = forms.MultipleChoiceField(
        label="Droits à confier",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ce droit n'est pas un des vôtres."},
    )
    delegataire = forms.ChoiceField(
        label="Collègue",
        help_text="Une personne qui a déjà un accès à la même collectivité.",
        error_messages={"invalid_choice": "Cette personne n'a pas d'accès à votre collectivité."},
    )
    du = ChampDate(label="Premier jour", help_text=AIDE_DATE)
    au = ChampDate(label="Dernier jour", help_text="Six mois au plus, et pas au-delà de votre propre droit.")
    motif = forms.CharField(label="Motif", max_length=300, help_text="Exemple : congés d'été.")

    def __init__(
        self,
        *args: Any,
        droits: list[tuple[str, str]],
        collegues: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["droits"].choices = droits  # type: ignore[attr-defined]
        self.fields["delegataire"].choices = [("", "Choisir"), *collegues]  # type: ignore[attr-defined]


class SaisieCompte(Formulaire):
    """Le compte que l'invitation crée ; son adresse est celle de l'invitation."""

    prenom = forms.CharField(label="Prénom", max_length=80)
    nom = forms.CharField(label="Nom", max_length=80)
    mot_de_passe = forms.CharField(
        label="Mot de passe",
        strip=False,
        max_length=128,
        help_text="12 caractères au moins ; une phrase se retient mieux.",
        widget=forms.PasswordInput,
    )
    confirmation = forms.CharField(
        label="Mot de passe, une seconde fois", strip=False, max_length=128, widget=forms.PasswordInput
    )

    def clean(self) -> dict[str, Any]:
        """Les deux saisies du mot de passe sont les mêmes."""
        saisie: dict[str, Any] = self.cleaned_data
        premier, second = saisie.get("mot_de_passe"), saisie.get("confirmation")
        if premier and second and premier != second:
            self.add_error("confirmation", "Les deux mots de passe diffèrent.")
        return saisie


class FiltrePermissions(Formulaire):
    """Un rôle, ou tous."""

    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous les rôles"), *Role.choices])

    def lu(self) -> str:
        """Le rôle choisi, ou une chaîne vide."""
        return str(self.cleaned_data.get("role") or "") if self.is_valid() else ""
