"""Mots des étapes où un lecteur refait le calcul : dates, durées accordées, valeurs exactes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.ecriture import decimal_exact


def le(jour: date) -> str:
    """« 31/01/2025 »."""
    return f"{jour:%d/%m/%Y}"


def accorde(n: int, mot: str) -> str:
    """« 1 jour », « 2 jours », « 6 mois »."""
    return f"{n} {mot}" if n < 2 or mot.endswith("s") else f"{n} {mot}s"


def exact(montant: Fraction | Decimal | int) -> str:
    """Valeur de machine d'un montant, deux décimales au moins, sans arrondi : « 618.00 », « 2552.242 »."""
    return format(decimal_exact(montant, 2), "f")
