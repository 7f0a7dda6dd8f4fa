"""Partage exact d'un total entier selon des poids, au plus fort reste."""

from __future__ import annotations

from collections.abc import Sequence


def au_plus_fort_reste(total: int, poids: Sequence[int]) -> list[int]:
    """Parts entières proportionnelles aux poids, de somme `total` exactement.

    Les unités qui restent vont aux plus forts restes, le premier rang l'emportant à égalité ;
    un poids nul ne reçoit rien. Lève `ValueError` si aucun poids n'est positif.
    """
    somme = sum(poids)
    if somme <= 0 or min(poids) < 0:
        raise ValueError("Il faut des poids positifs, dont un au moins n'est pas nul.")
    parts = [total * valeur // somme for valeur in poids]
    restes = [total * valeur % somme for valeur in poids]
    ordre = sorted(range(len(poids)), key=lambda rang: (-restes[rang], rang))
    for rang in ordre[: total - sum(parts)]:
        parts[rang] += 1
    return parts
