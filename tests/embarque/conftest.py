"""Essais des services embarqués : chacun a son dossier `var`, et n'arrête que ce qu'il a lancé."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]

USAGER = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignoré d'office si la suite tourne en arrière-plan
from cdg_portal.embarque import preparer_environnement
preparer_environnement(redis="redis" in sys.argv)
print(os.environ["DATABASE_URL"], os.environ.get("REDIS_URL", ""), flush=True)
sys.stdin.readline()
"""


@dataclass
class Usager:
    """Un processus qui tient les services jusqu'à ce qu'on le libère."""

    processus: subprocess.Popen[str]

    def attendre(self) -> list[str]:
        """Attend qu'il soit servi ; rend [DATABASE_URL, REDIS_URL]."""
        assert self.processus.stdout is not None
        ligne = self.processus.stdout.readline()
        assert ligne, "l'usager s'est arrêté sans rien annoncer"
        return ligne.strip().split(" ")

    def partir(self) -> None:
        """Fin normale : le dernier arrête le service."""
        self.processus.communicate("\n", timeout=30)
        assert self.processus.returncode == 0


def milieu(var: Path) -> dict[str, str]:
    """L'environnement d'un usager : rien d'hérité de la base des essais."""
    propre = {
        cle: valeur
        for cle, valeur in os.environ.items()
        if cle not in {"DATABASE_URL", "DATABASE_URL_PROPRIETAIRE", "REDIS_URL", "CELERY_BROKER_URL"}
    }
    return {**propre, "STATUTAIRE_VAR": str(var), "PYTHONPATH": str(RACINE)}


@pytest.fixture
def var() -> Iterator[Path]:
    """Un dossier court et neuf, effacé après l'essai."""
    dossier = Path(tempfile.mkdtemp(prefix="cdgv-"))
    yield dossier / "var"
    shutil.rmtree(dossier)


@pytest.fixture
def usager() -> Iterator[Callable[..., Usager]]:
    """Fabrique d'usagers ; ceux qui restent à la fin sont libérés."""
    lances: list[Usager] = []

    def lancer(var: Path, *arguments: str, **options: object) -> Usager:
        processus = subprocess.Popen(
            [sys.executable, "-c", USAGER, *arguments],
            env=milieu(var),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **options,  # type: ignore[call-overload]
        )
        lances.append(Usager(processus))
        return lances[-1]

    yield lancer
    for reste in lances:
        if reste.processus.poll() is None:
            reste.partir()
        for flux in (reste.processus.stdin, reste.processus.stdout):
            if flux is not None:
                flux.close()
