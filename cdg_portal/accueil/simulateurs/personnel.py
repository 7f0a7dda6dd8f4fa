"""Ce qui ressemble à un numéro de sécurité sociale n'entre pas ici, et n'est jamais réécrit à l'écran."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MESSAGE = "Un numéro de sécurité sociale n'a pas sa place ici : il a été effacé, et rien n'a été calculé."


def textes(valeur: Any) -> Iterator[str]:
    """Tous les textes d'une valeur JSON, clés comprises."""
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, int) and not isinstance(valeur, bool):
        yield str(valeur)
    elif isinstance(valeur, dict):
        for cle, contenu in valeur.items():
            yield str(cle)
            yield from textes(contenu)
    elif isinstance(valeur, list):
        for contenu in valeur:
            yield from textes(contenu)
