"""Sonde de santé des conteneurs : rend 0 si le service est prêt.

python outils/sonde.py web | beat FICHIER
"""

import os
import sys
import time
import urllib.request
from pathlib import Path

PORT = os.environ.get("PORT", "8000")
AGE_MAXIMAL_SECONDES = 600  # le planificateur réécrit son calendrier toutes les trois minutes


def web() -> bool:
    """`/pret` répond 200, demandé sous le premier nom d'hôte permis."""
    hote = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].lstrip(".")
    requete = urllib.request.Request(f"http://127.0.0.1:{PORT}/pret", headers={"Host": hote})
    with urllib.request.urlopen(requete, timeout=5) as reponse:
        return bool(reponse.status == 200)


def beat(calendrier: Path) -> bool:
    """Le calendrier vient d'être réécrit (le suffixe du fichier dépend de la bibliothèque dbm)."""
    ecrits = [fichier.stat().st_mtime for fichier in calendrier.parent.glob(f"{calendrier.name}*")]
    return bool(ecrits) and time.time() - max(ecrits) < AGE_MAXIMAL_SECONDES


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["web"]:
            pret = web()
        case ["beat", fichier]:
            pret = beat(Path(fichier))
        case _:
            sys.exit("Usage : sonde.py web | beat FICHIER")
    sys.exit(0 if pret else 1)
