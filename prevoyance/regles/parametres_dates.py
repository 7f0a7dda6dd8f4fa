"""Les durées que fixe la convention de prévoyance : un fichier TOML daté par durée."""

from __future__ import annotations

from pathlib import Path

from cdg_portal.socle.parametres import Parametres

PARAMETRES = Parametres(Path(__file__).parent / "parametres")
parametre, entier = PARAMETRES.parametre, PARAMETRES.entier
