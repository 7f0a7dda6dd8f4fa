"""Paramètres datés : une valeur par période, sa référence, la date de sa dernière vérification.

Un paramètre tient dans un fichier TOML : un commentaire dont la première ligne est son titre et dont les
suivantes le précisent, `cle`, `unite`, puis des `[[versions]]` portant `depuis`, `valeur`, `reference`,
`verifie_le` et, si besoin, `jusqu_au` (dernier jour d'une valeur que la suivante ne prolonge pas : le barème
a alors un trou) et `a_confirmer` (valeur tenue pour vraie, à vérifier).
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

from cdg_portal.socle.erreurs import ErreurMetier


class ParametreAbsent(ErreurMetier):
    """Le paramètre n'a pas de valeur à la date demandée ; `champ` nomme le champ qui porte cette date."""

    def __init__(self, titre: str, jour: date, champ: str = "") -> None:
        message = f"Aucune valeur connue au {jour:%d/%m/%Y} : « {titre} »."
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
    """Suite de versions rangées par date d'effet ; sans commentaire en tête, le titre est la clé."""

    cle: str
    unite: str
    versions: tuple[Version, ...]
    titre: str
    precision: str = ""

    def version(self, jour: date, champ: str = "") -> Version:
        """Version en vigueur le `jour` ; lève `ParametreAbsent`, sur `champ`, s'il n'y en a pas."""
        rang = bisect_right(self.versions, jour, key=lambda v: v.depuis)
        trouvee = self.versions[rang - 1] if rang else None
        if trouvee is None or (trouvee.jusqu_au is not None and jour > trouvee.jusqu_au):
            raise ParametreAbsent(self.titre, jour, champ)
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
    titre, precision = _titre_et_precision(texte, brut["cle"])
    return Parametre(brut["cle"], brut["unite"], tuple(versions), titre, precision)


def charger_parametre(chemin: Path) -> Parametre:
    """Lit le fichier TOML d'un paramètre."""
    return lire_parametre(chemin.read_text(encoding="utf-8"))


class Parametres:
    """Les paramètres d'un dossier, un fichier `<cle>.toml` chacun, lu une fois et interrogé par jour."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.parametre = cache(self._charger)

    def _charger(self, cle: str) -> Parametre:
        return charger_parametre(self.dossier / f"{cle}.toml")

    def entier(self, cle: str, jour: date | None = None, champ: str = "") -> int:
        """Valeur entière le `jour`, ou la dernière connue sans jour ; lève `ParametreAbsent`, sur `champ`."""
        lu = self.parametre(cle)
        return int(lu.derniere if jour is None else lu.valeur(jour, champ))

    def entier_du_jour(self, cle: str) -> Callable[[int], int]:
        """Fonction qui rend la valeur entière du paramètre en vigueur à un jour donné par son rang."""

        @lru_cache(maxsize=4096)
        def valeur(jour: int) -> int:
            return self.entier(cle, date.fromordinal(jour))

        return valeur


def _titre_et_precision(texte: str, cle: str) -> tuple[str, str]:
    entete = takewhile(lambda ligne: ligne.startswith("#"), texte.splitlines())
    titre, *suite = [mots for ligne in entete if (mots := ligne.strip("# "))] or [cle]
    return titre.rstrip("."), " ".join(suite)


def _version(brut: dict[str, Any]) -> Version:
    return Version(
        depuis=brut["depuis"],
        valeur=Decimal(brut["valeur"]),
        reference=brut["reference"],
        verifie_le=brut["verifie_le"],
        jusqu_au=brut.get("jusqu_au"),
        a_confirmer=brut.get("a_confirmer", False),
    )
