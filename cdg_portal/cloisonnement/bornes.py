"""Contraintes de colonne récurrentes : montants, empreintes, une issue et sa date."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db.models import CheckConstraint, DecimalField, Q


def euros(libelle: str, minimum: str = "0", **options: Any) -> DecimalField:
    """Montant en euros, au centime, jamais sous `minimum` à la saisie."""
    return DecimalField(
        libelle, max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(minimum))], **options
    )


def pourcentage(libelle: str, **options: Any) -> DecimalField:
    """Pourcentage à deux décimales."""
    return DecimalField(libelle, max_digits=5, decimal_places=2, **options)


def positifs(nom: str, *champs: str) -> CheckConstraint:
    """Aucun de ces nombres n'est négatif (une valeur absente passe)."""
    return CheckConstraint(
        name=nom,
        condition=Q(*[Q(**{f"{champ}__gte": 0}) | Q(**{f"{champ}__isnull": True}) for champ in champs]),
        violation_error_message="Un montant ou un nombre ne peut pas être négatif.",
    )


def ensemble(nom: str, texte: str, date: str, *, message: str) -> CheckConstraint:
    """Un choix et sa date vont ensemble : les deux, ou aucun."""
    return CheckConstraint(
        name=nom,
        condition=Q(**{texte: "", f"{date}__isnull": True})
        | (~Q(**{texte: ""}) & Q(**{f"{date}__isnull": False})),
        violation_error_message=message,
    )


def empreinte_sha256(nom: str, champ: str = "empreinte") -> CheckConstraint:
    """64 chiffres hexadécimaux en minuscules : une empreinte, jamais le secret lui-même."""
    return CheckConstraint(
        name=nom,
        condition=Q(**{f"{champ}__regex": r"^[0-9a-f]{64}$"}),
        violation_error_message="L'empreinte attendue est un SHA-256.",
    )
