"""Ce que chaque essai apporte au bilan de `make cloisonnement` : une ligne JSON par essai, sommée à la fin."""

import json
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

DOSSIER = "CLOISONNEMENT_BILAN"
# Posé par `make cloisonnement` : les cinquante fautes et les deux couches entières, non un échantillon.
COMPLET = bool(os.environ.get(DOSSIER))


def inscrire(**chiffres: Any) -> None:
    """Ajoute des chiffres au bilan, si l'on en dresse un."""
    if dossier := os.environ.get(DOSSIER):
        Path(dossier, f"{uuid4()}.json").write_text(
            json.dumps(chiffres, ensure_ascii=False), encoding="utf-8"
        )
