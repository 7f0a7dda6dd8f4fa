"""Étapes d'un calcul telles qu'on les lit : les règles parlent en nombres exacts, l'écran en français."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from cdg_portal.socle.montant import INSECABLE, en_francais

_MONTANT = re.compile(r"(-?\d+(?:\.\d+)?) €")
_TAUX = re.compile(r"(\d+\.\d+) %")
_NOMBRE = re.compile(r"-?\d+\.\d{2}")


def etapes_lisibles(etapes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """« 3198033.00 € × 1.5000 % » devient « 3 198 033,00 € × 1,5 % » ; les références ne changent pas."""
    return [
        {
            "libelle": _lisible(etape["libelle"]),
            "valeur": _NOMBRE.sub(lambda m: en_francais(Decimal(m[0])), etape["valeur"]),
            "references": etape["references"],
        }
        for etape in etapes
    ]


def _lisible(texte: str) -> str:
    texte = _MONTANT.sub(lambda m: en_francais(Decimal(m[1])), texte)
    return _TAUX.sub(lambda m: f"{Decimal(m[1]).normalize():f}".replace(".", ",") + f"{INSECABLE}%", texte)
