"""Décision d'une règle : une valeur, et les étapes qui l'expliquent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

V = TypeVar("V", covariant=True)


@dataclass(slots=True)
class Etape:
    """Une étape du raisonnement : ce qui est calculé, l'article qui le veut, la valeur obtenue.

    Non gelée, car il s'en construit des milliers par seconde et geler triple ce coût ; rien ne la modifie.
    """

    libelle: str
    references: tuple[str, ...]
    valeur: str

    def en_json(self) -> dict[str, Any]:
        """Forme publiée : {"libelle", "references", "valeur"}."""
        return {"libelle": self.libelle, "references": self.references, "valeur": self.valeur}


@dataclass(frozen=True, slots=True)
class Decision(Generic[V]):
    """Valeur rendue par une règle, avec ses étapes dans l'ordre du raisonnement."""

    valeur: V
    etapes: tuple[Etape, ...] = ()
