"""Rejoue toute la preuve du cloisonnement et finit par une ligne JSON (`make cloisonnement`).

Robot entier, chaque couche retirée tour à tour pour tous les profils, cinquante fautes semées, affectation de masse,
contrôle de démarrage. Le code de sortie est celui de la suite.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
SOMMES = (
    "requetes", "octets_lus", "canaris", "fautes_semees", "fautes_attrapees", "champs_injectes",
    "changements_interdits",
)  # fmt: skip


def lire(dossier: Path) -> dict[str, Any]:
    """La somme des bilans laissés par les essais réussis."""
    sommes: Counter[str] = Counter()
    couches: Counter[str] = Counter()
    profils: set[str] = set()
    motifs = 0
    for fichier in dossier.glob("*.json"):
        bilan = json.loads(fichier.read_text(encoding="utf-8"))
        sommes.update({cle: bilan[cle] for cle in SOMMES if cle in bilan})
        couches.update(bilan.get("par_couche", {}))
        profils.update(bilan.get("profils", ()))
        motifs = max(motifs, bilan.get("motifs", 0))
    rendu: dict[str, Any] = {"motifs": motifs, "roles": len(profils)}
    rendu |= {cle: sommes[cle] for cle in SOMMES[:5]}
    rendu["par_couche"] = dict(sorted(couches.items()))
    return rendu | {cle: sommes[cle] for cle in SOMMES[5:]}


def principal(arguments: list[str]) -> int:
    """Lance la suite, puis écrit le bilan ; un essai en échec n'y compte pas, et le code de sortie le dit."""
    with tempfile.TemporaryDirectory(prefix="cloisonnement-") as dossier:
        commande = [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "2",
            "--dist",
            "loadscope",
            "-q",
            "tests/cloisonnement",
        ]
        milieu = {**os.environ, "CLOISONNEMENT_BILAN": dossier}
        code = subprocess.run([*commande, *arguments], cwd=RACINE, env=milieu, check=False).returncode
        print(json.dumps(lire(Path(dossier)), ensure_ascii=False), flush=True)
    return code


if __name__ == "__main__":
    raise SystemExit(principal(sys.argv[1:]))
