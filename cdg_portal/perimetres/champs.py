"""Champs de formulaire français : dates JJ/MM/AAAA, montants « 2 697 159,00 », et report des refus métier."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from cdg_portal.socle.saisie import lire_date, lire_montant, verifier_jour


class ChampMontant(forms.CharField):
    """Montant en euros ; ce qui a été tapé est rendu tel quel en cas d'erreur."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Écrit une valeur initiale à la française, sans le signe euro."""
        return en_francais(value)[:-2] if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """Decimal, ou None si le champ est vide."""
        texte = super().to_python(value)
        if not texte:
            return None
        try:
            return lire_montant(texte)
        except ErreurMetier as refus:
            raise forms.ValidationError(refus.message, code=refus.code) from refus


class ChampDate(forms.CharField):
    """Date tapée JJ/MM/AAAA."""

    def prepare_value(self, value: Any) -> Any:
        """Écrit une valeur initiale à la française."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> Any:
        """date, ou None si le champ est vide."""
        texte = super().to_python(value)
        if not texte:
            return None
        try:
            return lire_date(texte)
        except ErreurMetier as refus:
            raise forms.ValidationError(refus.message, code=refus.code) from refus


def jour_plausible(jour: date) -> None:
    """Validateur d'un champ de date de Django : de 1900 à 2100."""
    try:
        verifier_jour(jour)
    except ErreurMetier as refus:
        raise forms.ValidationError(refus.message, code=refus.code) from refus


def reporter(formulaire: forms.BaseForm, refus: ErreurMetier) -> None:
    """Montre un refus métier sur son champ s'il est à l'écran, sinon en tête du formulaire."""
    champ = refus.champ if refus.champ in formulaire.fields else None
    formulaire.add_error(champ, refus.message)
