"""Décision d'une règle : une valeur, et les étapes qui l'expliquent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V", covariant=True)


@dataclass(frozen=True, slots=True)
class Etape:
    """Une étape du raisonnement : ce qui est calculé, l'article qui le veut, la valeur obtenue."""

    libelle: str
    references: tuple[str, ...]
    valeur: str


@dataclass(frozen=True, slots=True)
class Decision(Generic[V]):
    """Valeur rendue par une règle, avec ses étapes dans l'ordre du raisonnement."""

    valeur: V
    etapes: tuple[Etape, ...] = ()
