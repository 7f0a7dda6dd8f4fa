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
from collections.abc import Iterable
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
SOMMES = (
    "requetes", "octets_lus", "canaris", "fautes_semees", "fautes_attrapees", "champs_injectes",
    "changements_interdits", "ecritures_abouties",
)  # fmt: skip
# Comptés sans doublon : un profil est parcouru par plusieurs essais, et plusieurs profils tiennent le même rôle.
DISTINCTS = ("roles", "profils")
PAR_COUCHE = ("semees_par_couche", "attrapees_par_couche")


def lire(dossier: Path) -> dict[str, Any]:
    """La somme des bilans laissés par les essais réussis (et le nombre de fautes semées, attrapées ou non)."""
    bilans = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(dossier.glob("*.json"))]
    rendu: dict[str, Any] = {"motifs": max((b.get("motifs", 0) for b in bilans), default=0)}
    rendu |= {cle: len({v for b in bilans for v in b.get(cle, ())}) for cle in DISTINCTS}
    rendu |= {cle: sum(b.get(cle, 0) for b in bilans) for cle in SOMMES}
    rendu |= {cle: _additionner(b.get(cle, {}) for b in bilans) for cle in PAR_COUCHE}
    retirees = [b["sans_une_couche"] for b in bilans if "sans_une_couche" in b]
    rendu["sans_une_couche"] = {
        couche: _additionner(r.get(couche, {}) for r in retirees)
        for couche in sorted({c for r in retirees for c in r})
    }
    return rendu


def _additionner(lots: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for lot in lots:
        for cle, nombre in lot.items():
            total[cle] += nombre  # `update` perdrait les zéros, et « 0 canari » doit se lire
    return dict(sorted(total.items()))


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
        # Un essai en échec n'a rien inscrit : sans ce mot, le bilan du reste passerait pour celui du tout.
        bilan = lire(Path(dossier)) | {"suite_reussie": code == 0}
        print(json.dumps(bilan, ensure_ascii=False), flush=True)
    return code


if __name__ == "__main__":
    raise SystemExit(principal(sys.argv[1:]))
