"""Tirages reproductibles.

Seule la suite de `random.Random.random()` est garantie identique d'une version de Python à l'autre :
tous les tirages en dérivent.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Tirage:
    """Suite de tirages attachée à une graine : même graine, mêmes tirages."""

    def __init__(self, graine: str) -> None:
        self._source = random.Random(graine)  # noqa: S311  (données inventées, aucun secret)

    def entier(self, minimum: int, maximum: int) -> int:
        """Entier entre les deux bornes incluses."""
        return minimum + int(self._source.random() * (maximum - minimum + 1))

    def choix(self, elements: Sequence[T]) -> T:
        """Un élément, tous équiprobables."""
        return elements[self.entier(0, len(elements) - 1)]

    def pese(self, poids: Sequence[tuple[T, int]]) -> T:
        """Un élément, avec une probabilité proportionnelle à son poids."""
        rang = self.entier(1, sum(valeur for _, valeur in poids))
        for element, valeur in poids:
            rang -= valeur
            if rang <= 0:
                return element
        raise AssertionError("les poids sont tous nuls")

    def sur_cent(self, chances: int) -> bool:
        """Vrai dans `chances` cas sur cent."""
        return self.entier(1, 100) <= chances

    def melange(self, elements: Sequence[T]) -> list[T]:
        """Les mêmes éléments dans un ordre tiré au sort."""
        liste = list(elements)
        for rang in range(len(liste) - 1, 0, -1):
            autre = self.entier(0, rang)
            liste[rang], liste[autre] = liste[autre], liste[rang]
        return liste
