"""Formulaire de connexion : un seul message, qu'on se trompe d'adresse ou de mot de passe."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone

from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.services import connexion_verifier
from cdg_portal.requetes import adresse_du_client
from cdg_portal.socle.erreurs import ErreurMetier

REFUS = "Adresse électronique ou mot de passe incorrect."


class FormulaireConnexion(forms.Form):
    """Adresse électronique et mot de passe."""

    username = forms.EmailField(label="Adresse électronique")
    password = forms.CharField(label="Mot de passe", strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.compte: Compte | None = None

    def clean(self) -> dict[str, Any]:
        """Vérifie le couple ; après dix échecs dans l'heure, ne vérifie plus rien."""
        saisie: dict[str, Any] = self.cleaned_data
        if self.errors:
            return saisie
        email = saisie["username"].lower()
        try:
            self.compte = connexion_verifier(
                email=email,
                adresse=adresse_du_client(self.request),
                verifier=lambda: authenticate(self.request, username=email, password=saisie["password"]),
                maintenant=timezone.now(),
            )
        except ErreurMetier as refus:
            raise forms.ValidationError(str(refus), code=refus.code) from refus
        if self.compte is None:
            raise forms.ValidationError(REFUS, code="refus")
        return saisie
