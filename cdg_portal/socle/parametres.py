"""Paramètres datés : une valeur par période, sa référence, la date de sa dernière vérification.

Un paramètre tient dans un fichier TOML : `cle`, `unite`, puis des `[[versions]]` portant `depuis`,
`valeur`, `reference`, `verifie_le` et, si besoin, `jusqu_au` (dernier jour d'une valeur que la suivante ne
prolonge pas : le barème a alors un trou) et `a_confirmer` (valeur tenue pour vraie, à vérifier).
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from cdg_portal.socle.erreurs import ErreurMetier


class ParametreAbsent(ErreurMetier):
    """Le paramètre n'a pas de valeur à la date demandée ; `champ` nomme le champ qui porte cette date."""

    def __init__(self, cle: str, jour: date, champ: str = "") -> None:
        message = f"Le paramètre « {cle} » n'a pas de valeur au {jour:%d/%m/%Y}."
        super().__init__("bareme-absent", message, champ=champ)


@dataclass(frozen=True, slots=True)
class Version:
    """Valeur en vigueur depuis `depuis` (inclus), jusqu'à la version suivante ou `jusqu_au` (inclus)."""

    depuis: date
    valeur: Decimal
    reference: str
    verifie_le: date
    jusqu_au: date | None = None
    a_confirmer: bool = False


@dataclass(frozen=True, slots=True)
class Parametre:
    """Suite de versions rangées par date d'effet."""

    cle: str
    unite: str
    versions: tuple[Version, ...]

    def version(self, jour: date, champ: str = "") -> Version:
        """Version en vigueur le `jour` ; lève `ParametreAbsent`, sur `champ`, s'il n'y en a pas."""
        rang = bisect_right(self.versions, jour, key=lambda v: v.depuis)
        trouvee = self.versions[rang - 1] if rang else None
        if trouvee is None or (trouvee.jusqu_au is not None and jour > trouvee.jusqu_au):
            raise ParametreAbsent(self.cle, jour, champ)
        return trouvee

    def valeur(self, jour: date, champ: str = "") -> Decimal:
        """Valeur en vigueur le `jour` ; lève `ParametreAbsent`, sur `champ`, s'il n'y en a pas."""
        return self.version(jour, champ).valeur

    @property
    def derniere(self) -> Decimal:
        """Dernière valeur connue, pour un calcul dont l'entrée ne porte aucune date."""
        return self.versions[-1].valeur


def lire_parametre(texte: str) -> Parametre:
    """Lit un paramètre écrit en TOML.

    Lève `parametre-invalide` si deux versions se recouvrent ou si l'une finit avant d'avoir commencé.
    """
    brut: dict[str, Any] = tomllib.loads(texte, parse_float=Decimal)
    versions = sorted((_version(v) for v in brut["versions"]), key=lambda v: v.depuis)
    for version, suivante in pairwise(versions):
        if suivante.depuis <= (version.jusqu_au or version.depuis):
            raise ErreurMetier("parametre-invalide", f"Deux versions de « {brut['cle']} » se recouvrent.")
    if any(v.jusqu_au is not None and v.jusqu_au < v.depuis for v in versions):
        raise ErreurMetier("parametre-invalide", f"Une version de « {brut['cle']} » finit avant son début.")
    return Parametre(brut["cle"], brut["unite"], tuple(versions))


def charger_parametre(chemin: Path) -> Parametre:
    """Lit le fichier TOML d'un paramètre."""
    return lire_parametre(chemin.read_text(encoding="utf-8"))


def _version(brut: dict[str, Any]) -> Version:
    return Version(
        depuis=brut["depuis"],
        valeur=Decimal(brut["valeur"]),
        reference=brut["reference"],
        verifie_le=brut["verifie_le"],
        jusqu_au=brut.get("jusqu_au"),
        a_confirmer=brut.get("a_confirmer", False),
    )
