"""Les constantes légales et les clauses types du moteur : un fichier TOML daté par constante."""

from __future__ import annotations

from pathlib import Path

from cdg_portal.socle.parametres import Parametres

PARAMETRES = Parametres(Path(__file__).parent / "parametres")
parametre, entier, entier_du_jour = PARAMETRES.parametre, PARAMETRES.entier, PARAMETRES.entier_du_jour
