"""Entrée refusée : toutes ses erreurs à la fois, chacune avec le chemin de son champ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

# Un lieu est (lieu du parent, clé ou rang) ; () est la racine. Le chemin n'est écrit que s'il y a une erreur.
Lieu: TypeAlias = tuple[Any, ...]
RACINE: Lieu = ()


def chemin(lieu: Lieu) -> str:
    """Chemin publié d'un lieu : « sinistres[0].certificats[1].debut », vide pour la racine."""
    morceaux: list[str] = []
    while lieu:
        lieu, cle = lieu
        morceaux.append(f"[{cle}]" if isinstance(cle, int) else f".{cle}")
    return "".join(reversed(morceaux)).removeprefix(".")


@dataclass(frozen=True, slots=True)
class Erreur:
    """Une erreur d'entrée : chemin du champ, code stable, message en français."""

    champ: str
    code: str
    message: str


class EntreeRefusee(Exception):
    """L'entrée est refusée ; `erreurs` les porte toutes, dans l'ordre de la lecture."""

    def __init__(self, erreurs: Sequence[Erreur]) -> None:
        super().__init__("; ".join(f"{e.champ} : {e.message}" for e in erreurs))
        self.erreurs = tuple(erreurs)

    def en_json(self) -> dict[str, list[dict[str, str]]]:
        """Forme publiée : {"erreurs": [{"champ", "code", "message"}]}."""
        return {"erreurs": [{"champ": e.champ, "code": e.code, "message": e.message} for e in self.erreurs]}


class Erreurs:
    """Recueil des erreurs d'une entrée et des chemins déjà fautifs."""

    __slots__ = ("_chemins", "_liste")

    def __init__(self) -> None:
        self._liste: list[Erreur] = []
        self._chemins: set[str] = set()

    def ajouter(self, lieu: Lieu, code: str, message: str) -> None:
        """Note une erreur à ce lieu."""
        champ = chemin(lieu)
        self._liste.append(Erreur(champ, code, message))
        self._chemins.add(champ)

    def __len__(self) -> int:
        return len(self._liste)

    @property
    def vide(self) -> bool:
        """Vrai s'il n'y a aucune erreur."""
        return not self._liste

    def sain(self, *lieux: Lieu) -> bool:
        """Vrai si aucun de ces lieux ne porte d'erreur."""
        return not self._liste or not any(chemin(lieu) in self._chemins for lieu in lieux)

    def verifier(self) -> None:
        """Lève `EntreeRefusee` s'il y a au moins une erreur."""
        if self._liste:
            raise EntreeRefusee(self._liste)
