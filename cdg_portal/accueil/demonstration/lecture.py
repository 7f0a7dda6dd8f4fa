"""Lecture des fichiers TOML du paquet, nombres décimaux exacts."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any


def lire(nom: str) -> dict[str, Any]:
    """Contenu du fichier TOML `nom`, voisin de ce module ; les nombres à virgule deviennent des `Decimal`."""
    texte = Path(__file__).with_name(nom).read_text(encoding="utf-8")
    return tomllib.loads(texte, parse_float=Decimal)


def centimes(valeur: int | str | Decimal) -> Decimal:
    """Montant à deux décimales ; refuse ce qui ne tombe pas sur un centime."""
    montant = Decimal(valeur)
    exact = montant.quantize(Decimal("0.01"))
    if exact != montant:
        raise ValueError(f"Montant plus fin que le centime : {valeur}.")
    return exact
