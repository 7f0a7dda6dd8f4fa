"""Montants en euros : un seul arrondi, un seul partage, une seule écriture française.

Les calculs se font en fractions ou en centimes entiers ; la frontière parle en `Decimal`.
Jamais de nombre flottant.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.erreurs import ErreurMetier

INSECABLE = "\u00a0"


def quotient_arrondi(numerateur: int, denominateur: int) -> int:
    """Quotient entier arrondi demi-supérieur, symétrique pour les négatifs ; `denominateur` positif."""
    if numerateur < 0:
        return -((denominateur - 2 * numerateur) // (2 * denominateur))
    return (2 * numerateur + denominateur) // (2 * denominateur)


def en_centimes(valeur: Fraction | Decimal | int) -> int:
    """Nombre de centimes de `valeur` (euros), arrondi demi-supérieur, symétrique pour les négatifs."""
    numerateur, denominateur = valeur.as_integer_ratio()
    return quotient_arrondi(100 * numerateur, denominateur)


def ecrire_centimes(centimes: int) -> str:
    """Montant publié, en euros : « 65.75 », « -986.25 », jamais « -0.00 »."""
    if centimes < 0:
        return f"-{ecrire_centimes(-centimes)}"
    chiffres = str(centimes).zfill(3)
    return f"{chiffres[:-2]}.{chiffres[-2:]}"


def de_centimes(centimes: int) -> Decimal:
    """Montant en euros à deux décimales exactes ; zéro n'a pas de signe."""
    return Decimal(ecrire_centimes(centimes))


def arrondi(valeur: Fraction | Decimal | int) -> Decimal:
    """Arrondi demi-supérieur au centime : 1,005 donne 1,01 et -1,005 donne -1,01."""
    return de_centimes(en_centimes(valeur))


def repartir(total: Decimal, n: int) -> list[Decimal]:
    """Partage `total` en `n` parts tronquées au centime, le reliquat sur la dernière.

    La somme des parts est toujours `total`. Lève `fractions-invalides` si n < 1 et
    `montant-non-centime` si le total n'est pas un nombre entier de centimes.
    """
    if n < 1:
        raise ErreurMetier("fractions-invalides", "Le nombre de fractions doit être au moins 1.")
    centimes = en_centimes(total)
    if de_centimes(centimes) != total:
        raise ErreurMetier("montant-non-centime", "Le montant à répartir doit s'arrêter au centime.")
    signe = -1 if centimes < 0 else 1
    part = signe * (abs(centimes) // n)
    return [de_centimes(part)] * (n - 1) + [de_centimes(centimes - part * (n - 1))]


def en_francais(valeur: Decimal) -> str:
    """Écriture française d'un montant : « 8 680,00 € », espaces insécables, arrondi au centime."""
    return centimes_en_francais(en_centimes(valeur))


def centimes_en_francais(centimes: int) -> str:
    """La même écriture, d'un nombre de centimes."""
    euros, reste = divmod(abs(centimes), 100)
    milliers = f"{euros:,}".replace(",", INSECABLE)
    return f"{'-' if centimes < 0 else ''}{milliers},{reste:02d}{INSECABLE}€"
