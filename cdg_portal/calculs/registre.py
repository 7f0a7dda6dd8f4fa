"""Registre des calculs publiés : les mêmes fonctions pures pour la commande, l'API et les écrans."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from cdg_portal.calculs import adhesions, cotisations, prevention, sinistres
from cdg_portal.calculs.formes import Calcul, Reponse, refuser
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.refus import EntreeRefusee, Erreur

CALCULS: dict[str, Calcul] = {
    calcul.nom: calcul
    for module in (sinistres, adhesions, cotisations, prevention)
    for calcul in module.CALCULS
}
_DEMI_CARACTERE = re.compile(r"\\u[dD][89a-fA-F]")


class CalculInconnu(ErreurMetier):
    """Aucun calcul ne porte ce nom."""

    def __init__(self, nom: str) -> None:
        super().__init__("calcul-inconnu", f"Aucun calcul ne s'appelle « {nom} ».")


def trouver(nom: str) -> Calcul:
    """Calcul de ce nom ; lève `CalculInconnu`."""
    if nom not in CALCULS:
        raise CalculInconnu(nom)
    return CALCULS[nom]


def executer(nom: str, valeur: object) -> Reponse:
    """Réponse {"resultat", "etapes"} ; lève `CalculInconnu`, ou `EntreeRefusee` avec ses erreurs."""
    calcul = trouver(nom)
    try:
        return calcul.executer(valeur)
    except ErreurMetier as erreur:
        raise refuser(erreur) from erreur


def lire_json(brut: bytes) -> object:
    """Valeur JSON d'un texte UTF-8 ; lève `EntreeRefusee` (`json-invalide`) s'il est illisible."""
    try:
        texte = brut.decode("utf-8-sig")
        valeur: object = json.loads(texte, parse_constant=_constante_refusee)
        if _DEMI_CARACTERE.search(texte):  # « \ud800 » seul ne s'écrit pas en UTF-8 : la réponse le citerait
            json.dumps(valeur, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise EntreeRefusee([Erreur("", "json-invalide", "Le texte n'est pas du JSON lisible.")]) from None
    return valeur


def ecrire_json(valeur: object, *, retrait: int | None = None) -> bytes:
    """JSON en UTF-8, sur une ligne sauf `retrait`."""
    return json.dumps(valeur, ensure_ascii=False, indent=retrait).encode("utf-8", "backslashreplace")


def _constante_refusee(nom: str) -> NoReturn:
    raise ValueError(nom)
