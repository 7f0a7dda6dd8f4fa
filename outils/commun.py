"""Ce que partagent les scripts : où l'on est, ce qu'on annonce, comment on lance."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
VENV = RACINE / ".venv"
PYTHON = VENV / "bin" / "python"


class Arret(SystemExit):
    """Fin voulue, avec une explication lisible et le code 1."""

    def __init__(self, message: str) -> None:
        print(message, file=sys.stderr, flush=True)
        super().__init__(1)


@contextmanager
def etape(rang: int, total: int, titre: str) -> Iterator[None]:
    """Annonce « [2/7] titre », puis la durée."""
    print(f"[{rang}/{total}] {titre}", flush=True)
    debut = time.monotonic()
    yield
    print(f"      fait en {time.monotonic() - debut:.1f} s", flush=True)


def lancer(
    commande: Sequence[str], *, env: Mapping[str, str] | None = None, muet: bool = False
) -> subprocess.CompletedProcess[str]:
    """Lance une commande à la racine ; `muet` garde sa sortie pour la montrer en cas d'échec."""
    milieu = {**os.environ, **(env or {})}
    fait = subprocess.run(
        list(commande),
        cwd=RACINE,
        env=milieu,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if muet else None,
        stderr=subprocess.STDOUT if muet else None,
    )
    if fait.returncode and muet:
        print(fait.stdout, file=sys.stderr, flush=True)
    return fait


def empreinte(*fichiers: Path, sel: str = "") -> str:
    """Empreinte de ce dont dépend une installation : si elle n'a pas changé, rien à refaire."""
    somme = hashlib.sha256(sel.encode())
    for fichier in fichiers:
        somme.update(fichier.read_bytes())
    return somme.hexdigest()


def deja_fait(marque: Path, valeur: str) -> bool:
    """La marque laissée par l'installation précédente est-elle celle-ci ?"""
    return marque.exists() and marque.read_text() == valeur
