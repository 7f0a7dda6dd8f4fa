"""Écriture des nombres et des dates que citent les étapes : à la française dans la phrase, exacts dans la valeur.

Rien n'y est arrondi sans le dire : un nombre qui ne tombe pas juste est tronqué et suivi de « … ».
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import MAX_PREC, Context, Decimal
from fractions import Fraction

from cdg_portal.socle.montant import INSECABLE

DECIMALES_LISIBLES = 12
DECIMALES_TRONQUEES = 4
_CENTIEMES = 2


def decimal_exact(valeur: Fraction | Decimal | int, decimales: int = 0) -> Decimal:
    """Le nombre exact, sans zéro inutile au-delà de `decimales` ; lève `ValueError` s'il ne finit pas."""
    exact = Fraction(valeur)
    n = _decimales(exact.denominator)
    if n is None:
        raise ValueError("Ce nombre n'a pas d'écriture décimale finie.")
    n = max(n, decimales)
    return Context(prec=MAX_PREC).scaleb(Decimal(int(exact * 10**n)), -n)


def valeur_exacte(montant: Fraction | Decimal | int) -> str:
    """Valeur de machine d'un montant, deux décimales au moins, sans arrondi : « 618.00 », « 2552.242 »."""
    return format(decimal_exact(montant, _CENTIEMES), "f")


def nombre(valeur: Fraction | Decimal | int, decimales: int = 0) -> str:
    """« 2 714 291,5 » : exact, au moins `decimales` décimales ; « 35,3714… » s'il ne tombe pas juste."""
    exact = Fraction(valeur)
    n = _decimales(exact.denominator)
    suite = "" if n is not None and n <= DECIMALES_LISIBLES else "…"
    n = DECIMALES_TRONQUEES if suite else max(n or 0, decimales)
    entier, reste = divmod(int(abs(exact) * 10**n), 10**n)
    milliers = f"{entier:,}".replace(",", INSECABLE)
    signe = "-" if exact < 0 else ""
    return f"{signe}{milliers}{f',{reste:0{n}d}' if n else ''}{suite}"


def euros(valeur: Fraction | Decimal | int) -> str:
    """« 7,285 € » : montant exact, deux décimales au moins."""
    return f"{nombre(valeur, _CENTIEMES)}{INSECABLE}€"


def pour_cent(valeur: Fraction | Decimal | int) -> str:
    """« 0,58 % » : taux exact."""
    return f"{nombre(valeur)}{INSECABLE}%"


def somme_en_euros(montants: Iterable[Fraction | Decimal | int]) -> str:
    """« 13,63 € + 7,29 € », sans le total ; zéro s'il n'y a rien."""
    return " + ".join(euros(m) for m in montants) or euros(0)


def total_en_euros(montants: Sequence[Decimal], total: Decimal) -> str:
    """« 13,63 € + 7,29 € = 20,92 € » ; le total seul s'il n'y a rien à additionner."""
    return f"{somme_en_euros(montants)} = {euros(total)}" if len(montants) > 1 else euros(total)


def accorde(n: Fraction | Decimal | int, singulier: str, pluriel: str = "") -> str:
    """« 1 jour », « 1 095 jours », « 1,5 agent », « 6 mois » : un mot au pluriel à partir de deux."""
    if n >= 2:
        singulier = pluriel or singulier.removesuffix("s") + "s"
    return f"{nombre(n)} {singulier}"


def le(jour: date) -> str:
    """« 31/01/2025 »."""
    return f"{jour:%d/%m/%Y}"


def au_centime(exact: Fraction) -> str:
    """« 13,63 € », ou « 7,285 €, arrondi au centime » quand l'arrondi change le montant."""
    return f"{euros(exact)}{'' if (exact * 100).denominator == 1 else ', arrondi au centime'}"


def _decimales(denominateur: int) -> int | None:
    """Nombre de décimales d'une fraction irréductible, ou None si elles ne finissent pas."""
    compte = {2: 0, 5: 0}
    for premier in compte:
        while denominateur % premier == 0:
            denominateur //= premier
            compte[premier] += 1
    return max(compte.values()) if denominateur == 1 else None
