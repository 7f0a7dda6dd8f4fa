"""Les constantes légales du moteur : un fichier TOML daté par constante, lu une fois, interrogé par jour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from cdg_portal.socle.parametres import Parametre, charger_parametre

DOSSIER = Path(__file__).parent / "parametres"


@cache
def parametre(cle: str) -> Parametre:
    """Le paramètre et toutes ses versions ; son fichier n'est lu qu'une fois."""
    return charger_parametre(DOSSIER / f"{cle}.toml")


def entier_du_jour(cle: str) -> Callable[[int], int]:
    """Fonction qui rend la valeur entière du paramètre en vigueur à un jour donné par son rang."""

    @lru_cache(maxsize=4096)
    def valeur(jour: int) -> int:
        return int(parametre(cle).valeur(date.fromordinal(jour)))

    return valeur


def entier(cle: str, jour: date | None = None, champ: str = "") -> int:
    """Valeur entière le `jour`, ou la dernière connue sans jour ; lève `ParametreAbsent`, sur `champ`."""
    lu = parametre(cle)
    return int(lu.derniere if jour is None else lu.valeur(jour, champ))
