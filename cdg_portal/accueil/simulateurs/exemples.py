"""L'exemple d'un calcul : celui qu'on a écrit pour lui, à défaut celui que disent ses champs."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from cdg_portal.calculs.formes import Calcul
from cdg_portal.socle.formes import Liste, Objet
from cdg_portal.socle.natures import Choix, Nature

FICHIER = Path(__file__).with_name("exemples.toml")


@lru_cache(maxsize=1)
def _ecrits() -> dict[str, Any]:
    lus = tomllib.loads(FICHIER.read_text(encoding="utf-8"))
    return {nom: _en_json(entree) for nom, entree in lus.items()}


def _en_json(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return {cle: _en_json(v) for cle, v in valeur.items()}
    if isinstance(valeur, list):
        return [_en_json(v) for v in valeur]
    return valeur.isoformat() if isinstance(valeur, date) else valeur


def exemple_de(calcul: Calcul) -> dict[str, Any]:
    """Entrée JSON d'exemple ; des champs obligatoires peuvent y manquer si personne n'en a donné d'exemple."""
    ecrit = _ecrits().get(calcul.nom)
    return dict(ecrit) if ecrit is not None else dict(_tirer(calcul.entree))


def _tirer(nature: Nature) -> Any:
    if isinstance(nature, Objet):
        return {
            champ.cle: valeur
            for champ in nature.champs
            if champ.obligatoire is not False
            and (valeur := champ.exemple if champ.exemple is not None else _tirer(champ.nature)) is not None
        }
    if isinstance(nature, Liste):
        if isinstance(nature.element, Choix):
            return list(nature.element.libelles)
        element = _tirer(nature.element)
        return [] if element is None else [element]
    return next(iter(nature.libelles)) if isinstance(nature, Choix) else None
