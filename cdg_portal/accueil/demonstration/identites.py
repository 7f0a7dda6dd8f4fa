"""Noms inventés : chaque personne de la démonstration porte un couple nom et prénom qui n'est qu'à elle."""

from __future__ import annotations

from collections.abc import Iterator

from cdg_portal.accueil.demonstration.hasard import Tirage
from cdg_portal.accueil.demonstration.lecture import lire


class Identites:
    """Distribue des couples (nom, prénom) sans répétition, toujours dans le même ordre."""

    def __init__(self, graine: str) -> None:
        donnees = lire("identites.toml")
        tirage = Tirage(f"identites-{graine}")
        noms = [debut + fin for debut in donnees["debuts"] for fin in donnees["fins"]]
        self._suites = {
            sexe: self._couples(tirage.melange(noms), tirage.melange(donnees[cle]))
            for sexe, cle in (("F", "prenoms_f"), ("H", "prenoms_h"))
        }

    @staticmethod
    def _couples(noms: list[str], prenoms: list[str]) -> Iterator[tuple[str, str]]:
        """Tous les couples, en décalant les prénoms à chaque tour des noms."""
        for tour in range(len(prenoms)):
            for rang, nom in enumerate(noms):
                yield nom, prenoms[(rang + tour) % len(prenoms)]

    def suivante(self, sexe: str) -> tuple[str, str]:
        """Nom et prénom suivants pour ce sexe (F ou H)."""
        return next(self._suites[sexe])
