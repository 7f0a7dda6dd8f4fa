"""Le glossaire : chaque terme du métier, sa définition en une phrase ou deux, et d'où elle vient."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from cdg_portal.socle.references import SOURCES, ancre
from cdg_portal.socle.texte import cle_tri


@dataclass(frozen=True, slots=True)
class Terme:
    """Un mot, ce qu'il veut dire, l'article qui le fonde, et son autre nom s'il en a un."""

    mot: str
    definition: str
    source: str
    aussi: str = ""

    @property
    def ancre(self) -> str:
        """Sa place dans la page du glossaire."""
        return ancre(self.mot)


@lru_cache(maxsize=1)
def termes() -> tuple[Terme, ...]:
    """Tous les termes, dans l'ordre alphabétique."""
    lus = tomllib.loads((SOURCES / "glossaire.toml").read_text(encoding="utf-8"))["termes"]
    return tuple(sorted((Terme(**brut) for brut in lus), key=lambda t: cle_tri(t.mot)))


@lru_cache(maxsize=1)
def _par_nom() -> dict[str, Terme]:
    return {cle_tri(nom): t for t in termes() for nom in (t.mot, t.aussi) if nom}


def terme(nom: str) -> Terme:
    """Le terme de ce mot ou de cet autre nom, sans casse ni accent ; lève KeyError s'il n'est pas au glossaire."""
    return _par_nom()[cle_tri(nom)]


def chercher(recherche: str) -> list[Terme]:
    """Les termes dont le mot, l'autre nom ou la définition contient cette recherche."""
    cle = cle_tri(recherche)
    return [t for t in termes() if cle in cle_tri(t.mot, t.aussi, t.definition)]
