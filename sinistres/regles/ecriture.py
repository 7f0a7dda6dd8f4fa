"""Écriture française des nombres et des dates d'une explication, sans arrondi caché.

Les formules écrites ici se recalculent : un nombre suivi de « … » est tronqué, les autres sont exacts.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from cdg_portal.socle.montant import (
    INSECABLE,
    centimes_en_francais,
    de_centimes,
    ecrire_centimes,
    quotient_arrondi,
)
from cdg_portal.socle.montant import en_centimes as centimes_arrondis
from sinistres.regles.vocabulaire import ENTIER

UN_EURO = 1_000_000


@lru_cache(maxsize=32768)
def jour(rang: int) -> str:
    """« 31/01/2025 »."""
    return f"{date.fromordinal(rang):%d/%m/%Y}"


def dates(debut: int, fin: int) -> str:
    """« du 01/01/2025 au 31/01/2025 », ou « le 01/01/2025 »."""
    return f"le {jour(debut)}" if debut == fin else f"du {jour(debut)} au {jour(fin)}"


def virgule(nombre: Decimal) -> str:
    """Nombre décimal à la française, sans zéros inutiles."""
    texte = format(nombre, ",f").replace(",", INSECABLE)
    return (texte.rstrip("0").rstrip(".") if "." in texte else texte).replace(".", ",")


@lru_cache(maxsize=4096)
def pour_cent(part: int) -> str:
    """Part en dix-millièmes : « 90 % »."""
    return f"{virgule(Decimal(part).scaleb(-2))}{INSECABLE}%"


def en_centimes_exacts(montant: Decimal) -> int | None:
    """Centimes du montant, ou None s'il a plus de deux décimales."""
    numerateur, denominateur = montant.as_integer_ratio()
    en_centimes, reste = divmod(100 * numerateur, denominateur)
    return None if reste else en_centimes


def euros(montant: Decimal) -> str:
    """Montant exact : « 24 000,00 € », ou avec toutes ses décimales au-delà du centime."""
    en_centimes = en_centimes_exacts(montant)
    if en_centimes is None:
        return f"{virgule(montant)}{INSECABLE}€"
    return centimes_en_francais(en_centimes)


def machine(montant: Decimal) -> str:
    """Montant exact, au moins deux décimales : « 24000.00 »."""
    en_centimes = en_centimes_exacts(montant)
    return f"{montant:f}" if en_centimes is None else ecrire_centimes(en_centimes)


centimes = lru_cache(maxsize=8192)(centimes_en_francais)


def exact(millioniemes: int) -> str:
    """Millionièmes d'euro, valeur de machine exacte : « 59.175 »."""
    entier, reste = divmod(millioniemes, UN_EURO)
    return f"{entier}.{f'{reste:06d}'.rstrip('0').ljust(2, '0')}"


def exact_en_francais(millioniemes: int) -> str:
    """Les mêmes, pour un lecteur : « 59,175 € »."""
    if millioniemes % ENTIER == 0:
        return centimes(millioniemes // ENTIER)
    return f"{exact(millioniemes).replace('.', ',')}{INSECABLE}€"


def difference(en_centimes: int, retrait: Decimal) -> str:
    """« = 710,91 € », ou « = 710,905, arrondi à 710,91 € » quand la différence a plus de deux décimales."""
    exacte = de_centimes(en_centimes) - retrait
    arrondie = centimes(centimes_arrondis(exacte))
    return (
        f"= {arrondie}"
        if en_centimes_exacts(exacte) is not None
        else f"= {virgule(exacte)}, arrondi à {arrondie}"
    )


def quotient(numerateur: int, denominateur: int) -> str:
    """« = 65,7534…, arrondi à 65,75 € », ou « = 65,75 € » quand le quotient s'arrête au centime."""
    en_centimes, reste = divmod(100 * numerateur, denominateur)
    if not reste:
        return f"= {centimes(en_centimes)}"
    quatre, au_dela = divmod(10_000 * numerateur, denominateur)
    entier, decimales = divmod(quatre, 10_000)
    milliers = f"{entier:,}".replace(",", INSECABLE)
    tronque = f"{milliers},{decimales:04d}…" if au_dela else f"{milliers},{decimales:04d}".rstrip("0")
    return f"= {tronque}, arrondi à {centimes(quotient_arrondi(100 * numerateur, denominateur))}"
