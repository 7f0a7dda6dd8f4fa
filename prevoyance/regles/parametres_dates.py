"""Les durées que fixe la convention de prévoyance : un fichier TOML daté par durée, lu une fois."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from cdg_portal.socle.parametres import Parametre, charger_parametre

DOSSIER = Path(__file__).parent / "parametres"


@cache
def parametre(cle: str) -> Parametre:
    """Le paramètre et toutes ses versions ; son fichier n'est lu qu'une fois."""
    return charger_parametre(DOSSIER / f"{cle}.toml")


def entier(cle: str, jour: date | None = None, champ: str = "") -> int:
    """Valeur entière le `jour`, ou la dernière connue sans jour ; lève `bareme-absent` sur `champ`."""
    lu = parametre(cle)
    return int(lu.derniere if jour is None else lu.valeur(jour, champ))
