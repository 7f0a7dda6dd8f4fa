"""Paramètres datés : une valeur par période, sa référence, la date de sa dernière vérification.

Un paramètre tient dans un fichier TOML : `cle`, `unite`, puis des `[[versions]]` portant `depuis`,
`valeur`, `reference`, `verifie_le` et, pour la dernière seulement, un `jusqu_au` facultatif.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from cdg_portal.socle.erreurs import ErreurMetier


class ParametreAbsent(ErreurMetier):
    """Le paramètre n'a pas de valeur à la date demandée."""

    def __init__(self, cle: str, jour: date) -> None:
        message = f"Le paramètre « {cle} » n'a pas de valeur au {jour:%d/%m/%Y}."
        super().__init__("bareme-absent", message)


@dataclass(frozen=True, slots=True)
class Version:
    """Valeur en vigueur depuis `depuis` (inclus), jusqu'à la version suivante ou `jusqu_au` (inclus)."""

    depuis: date
    valeur: Decimal
    reference: str
    verifie_le: date
    jusqu_au: date | None = None


@dataclass(frozen=True, slots=True)
class Parametre:
    """Suite de versions rangées par date d'effet."""

    cle: str
    unite: str
    versions: tuple[Version, ...]

    def version(self, jour: date) -> Version:
        """Version en vigueur le `jour` ; lève `ParametreAbsent` s'il n'y en a pas."""
        rang = bisect_right(self.versions, jour, key=lambda v: v.depuis)
        trouvee = self.versions[rang - 1] if rang else None
        if trouvee is None or (trouvee.jusqu_au is not None and jour > trouvee.jusqu_au):
            raise ParametreAbsent(self.cle, jour)
        return trouvee

    def valeur(self, jour: date) -> Decimal:
        """Valeur en vigueur le `jour`."""
        return self.version(jour).valeur


def lire_parametre(texte: str) -> Parametre:
    """Lit un paramètre écrit en TOML ; lève `parametre-invalide` si deux versions ont la même date."""
    brut: dict[str, Any] = tomllib.loads(texte, parse_float=Decimal)
    versions = sorted((_version(v) for v in brut["versions"]), key=lambda v: v.depuis)
    if len({v.depuis for v in versions}) != len(versions):
        raise ErreurMetier("parametre-invalide", f"« {brut['cle']} » a deux versions de même date.")
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
    )
