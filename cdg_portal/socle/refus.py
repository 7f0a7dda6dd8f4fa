"""Entrée refusée : toutes ses erreurs à la fois, chacune avec le chemin de son champ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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

    def __init__(self) -> None:
        self._liste: list[Erreur] = []
        self._chemins: set[str] = set()

    def ajouter(self, champ: str, code: str, message: str) -> None:
        """Note une erreur sur ce chemin."""
        self._liste.append(Erreur(champ, code, message))
        self._chemins.add(champ)

    def fautif(self, *chemins: str) -> bool:
        """Vrai si l'un de ces chemins porte déjà une erreur."""
        return any(chemin in self._chemins for chemin in chemins)

    def verifier(self) -> None:
        """Lève `EntreeRefusee` s'il y a au moins une erreur."""
        if self._liste:
            raise EntreeRefusee(self._liste)
