"""Toutes les actions attendues en une liste : cherchée, filtrée, triée."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.files.forme import PLAFOND, TOUTES, Action, Lue, Regard
from cdg_portal.accueil.files.registre import files_attendues
from cdg_portal.socle.texte import cle_tri

_JAMAIS = date.max
# Sans échéance ni montant, une ligne va après les autres, dans les deux sens.
TRIS: dict[str, Callable[[Action], Any]] = {
    "echeance": lambda a: a.echeance or _JAMAIS,
    "theme": lambda a: cle_tri(a.theme),
    "collectivite": lambda a: cle_tri(a.collectivite),
    "montant": lambda a: a.montant or Decimal(0),
}
_ABSENT: dict[str, Callable[[Action], bool]] = {
    "echeance": lambda a: a.echeance is None,
    "montant": lambda a: a.montant is None,
}


@dataclass(frozen=True, slots=True)
class Criteres:
    """Ce que demande la liste ; `delai` : « retard », « semaine », « mois », « sans »."""

    recherche: str = ""
    file: str = ""
    delai: str = ""
    tri: str = ""


_DELAIS: dict[str, Callable[[Action], bool]] = {
    "retard": lambda a: a.retard,
    "semaine": lambda a: a.jours is not None and 0 <= a.jours <= 7,
    "mois": lambda a: a.jours is not None and 0 <= a.jours <= 31,
    "sans": lambda a: a.jours is None,
}


def dater(action: Action, lue: Lue, jour: date) -> Action:
    """La même action, qui sait sa file et les jours qui lui restent."""
    jours = (action.echeance - jour).days if action.echeance else None
    return replace(action, file=lue.file.cle, theme=lue.file.titre, jours=jours)


def actions_attendues(
    regard: Regard, criteres: Criteres, *, toutes: bool = False
) -> tuple[list[Action], list[Lue]]:
    """Les actions retenues dans l'ordre demandé (l'échéance la plus proche d'abord), et toutes ses files lues.

    Sans recherche ni délai, PLAFOND lignes par file, sauf si on les veut `toutes`.
    """
    entieres = toutes or bool(criteres.recherche or criteres.delai)
    lues = files_attendues(regard, TOUTES if entieres else PLAFOND)
    actions = [
        dater(a, lue, regard.jour)
        for lue in lues
        if not criteres.file or lue.file.cle == criteres.file
        for a in lue.lecture.actions
    ]
    if criteres.delai in _DELAIS:
        actions = [a for a in actions if _DELAIS[criteres.delai](a)]
    mots = cle_tri(criteres.recherche).split()
    if mots:
        actions = [a for a in actions if _contient(a, mots)]
    return _triees(actions, criteres.tri), lues


def _contient(action: Action, mots: list[str]) -> bool:
    texte = cle_tri(f"{action.titre} {action.objet} {action.collectivite} {action.numero}")
    return all(mot in texte for mot in mots)


def _triees(actions: list[Action], tri: str) -> list[Action]:
    champ = tri.removeprefix("-")
    if champ not in TRIS:
        champ, tri = "echeance", "echeance"
    presents = sorted(
        (a for a in actions if not _absent(champ, a)), key=TRIS[champ], reverse=tri.startswith("-")
    )
    return [*presents, *(a for a in actions if _absent(champ, a))]


def _absent(champ: str, action: Action) -> bool:
    return champ in _ABSENT and _ABSENT[champ](action)
