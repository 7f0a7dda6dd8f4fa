"""Lit les textes de l'aide : `ecrans.toml` et `prises_en_main.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ICI = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Section:
    """Ce que dit l'aide d'un écran ou d'un groupe d'écrans."""

    cle: str
    titre: str
    vues: tuple[str, ...]
    paragraphes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Etape:
    """Un pas d'une prise en main. `gestes` : ce que l'essai de navigateur fait avant de prendre l'image."""

    titre: str
    texte: str
    image: str
    legende: str
    gestes: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """La prise en main d'un métier, en cinq minutes. `compte` nomme qui la joue dans l'essai."""

    nom: str
    titre: str
    resume: str
    roles: tuple[str, ...]
    compte: str
    etapes: tuple[Etape, ...]


def _lire(nom: str) -> dict[str, Any]:
    return tomllib.loads((ICI / f"{nom}.toml").read_text(encoding="utf-8"))


@cache
def sections() -> tuple[Section, ...]:
    """Toutes les sections, dans l'ordre du fichier."""
    return tuple(
        Section(s["cle"], s["titre"], tuple(s["vues"]), tuple(s["paragraphes"]))
        for s in _lire("ecrans")["sections"]
    )


@cache
def section_de_la_vue() -> dict[str, str]:
    """Nom d'adresse → clé de la section qui l'explique."""
    return {vue: s.cle for s in sections() for vue in s.vues}


@cache
def guides() -> dict[str, Guide]:
    """Les prises en main, par leur nom."""
    return {g["nom"]: _guide(g) for g in _lire("prises_en_main")["guides"]}


def _guide(g: dict[str, Any]) -> Guide:
    etapes = tuple(
        Etape(e["titre"], e["texte"], e.get("image", ""), e.get("legende", ""), tuple(e.get("gestes", ())))
        for e in g["etapes"]
    )
    return Guide(g["nom"], g["titre"], g["resume"], tuple(g["roles"]), g["compte"], etapes)
