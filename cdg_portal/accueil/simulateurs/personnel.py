"""Ce qui ressemble à un numéro de sécurité sociale n'entre pas ici, et n'est jamais réécrit à l'écran."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.fr import nir

MESSAGE = "Un numéro de sécurité sociale n'a pas sa place ici : il a été effacé, et rien n'a été calculé."
# Séparateurs qu'on glisse dans un NIR : espaces, points, virgules, tirets, barres.
_SEPARATEURS = re.compile(r"[\s\u00a0\u202f.,·\-\u2010-\u2013_/]+")
# Treize chiffres, ou quinze avec la clé (quatorze font un SIRET) ; le département peut être 2A ou 2B.
_ALLURE = re.compile(r"(?<![0-9])[12][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{6}(?:[0-9]{2})?(?![0-9])", re.IGNORECASE)


def ressemble_a_un_nir(texte: str) -> bool:
    """Vrai d'un numéro valide, et de toute suite de 13 ou 15 chiffres qui commence par 1 ou 2."""
    serre = _SEPARATEURS.sub("", texte)
    if _ALLURE.search(serre):
        return True
    try:
        nir.validate(texte)
    except ValidationError:
        return False
    return True


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
