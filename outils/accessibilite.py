"""`make accessibilite` : chaque écran, chaque profil, chaque état, à trois largeurs ; finit par une ligne JSON.

    PROFILS=RH_VALIDEUR,anonyme ECRANS=sinistres make accessibilite     une partie seulement

Un squelette de page déjà vu n'est pas examiné deux fois. Le code de sortie est celui de la suite.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
ESSAIS = (
    "tests/navigateur/test_ecrans.py",
    "tests/navigateur/test_accessibilite.py",
    "tests/navigateur/test_comptes.py",
    "tests/navigateur/test_erreurs.py",
    "tests/navigateur/test_recherche.py::test_les_ecrans_de_la_file",
)
LARGEURS = (320, 768, 1440)


def somme(dossier: Path) -> dict[str, object]:
    """Ce que chaque essai a compté, additionné ; `violations` est nul si aucun n'a fini."""
    total: Counter[str] = Counter()
    for compte in sorted(dossier.glob("*.json")):
        total.update(json.loads(compte.read_text("utf-8")))
    if not total:
        return {"violations": None}
    return {
        "pages": total["pages"],
        "etats": total["etats"],
        "largeurs": list(LARGEURS),
        "roles": total["roles"],
        "squelettes": total["squelettes"],
        "violations": total["violations"],
    }


def principal(arguments: list[str]) -> int:
    """Lance la tournée et les essais qui l'entourent, puis écrit le bilan."""
    partielle = bool(os.environ.get("PROFILS") or os.environ.get("ECRANS"))
    with tempfile.TemporaryDirectory(prefix="accessibilite-") as dossier:
        essais = ESSAIS[:1] if partielle else ESSAIS
        code = subprocess.run(
            [sys.executable, "-m", "pytest", "-n", "0", "-q", "-s", *essais, *arguments],
            cwd=RACINE,
            env={**os.environ, "ACCESSIBILITE_BILAN": dossier},
            check=False,
        ).returncode
        rendu = somme(Path(dossier))
    if code:
        print("Des essais ont échoué : voir ci-dessus.", flush=True)
    print(json.dumps(rendu, ensure_ascii=False), flush=True)
    return code


if __name__ == "__main__":
    raise SystemExit(principal(sys.argv[1:]))
