"""Les processus lancés par le superviseur, et rien qu'eux : chacun dans sa session, arrêté avec nous."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
DELAI_ARRET_SECONDES = 20.0
LIGNES_MONTREES = 25
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _mourir_avec_le_parent() -> None:
    """Si le superviseur est tué net, ses enfants reçoivent SIGTERM au lieu de rester orphelins."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Enfants:
    """Les enfants encore suivis, dans l'ordre de leur lancement."""

    journaux: Path
    suivis: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def lancer(self, nom: str, commande: Sequence[str], *, fds: Sequence[int] = ()) -> None:
        """Lance un service dont la sortie va dans `journaux/nom.log`."""
        with self.journal(nom).open("ab") as sortie:  # ajout : un autre superviseur de la copie peut y écrire
            self.suivis[nom] = subprocess.Popen(
                list(commande),
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=fds,
                preexec_fn=_mourir_avec_le_parent,
            )

    def jouer(self, nom: str, commande: Sequence[str]) -> int:
        """Lance une commande au premier plan jusqu'à sa fin, tant que les services vivent ; rend son code."""
        self.suivis[nom] = processus = subprocess.Popen(
            list(commande),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_mourir_avec_le_parent,
        )
        while processus.poll() is None:
            self.verifier(sauf=nom)
            time.sleep(0.1)
        del self.suivis[nom]
        return processus.returncode

    def verifier(self, *, sauf: str = "") -> None:
        """Arrête tout, avec la fin du journal, si un service s'est arrêté de lui-même."""
        for nom, processus in self.suivis.items():
            if nom != sauf and processus.poll() is not None:
                raise SystemExit(f"« {nom} » s'est arrêté (code {processus.returncode}) :\n{self.fin(nom)}")

    def journal(self, nom: str) -> Path:
        """Fichier de sortie d'un service."""
        return self.journaux / f"{nom}.log"

    def fin(self, nom: str) -> str:
        """Les dernières lignes de ce journal."""
        lignes = self.journal(nom).read_text(errors="replace").splitlines()
        return "\n".join(lignes[-LIGNES_MONTREES:])

    def arreter(self) -> None:
        """Demande à chacun de finir, du dernier lancé au premier ; insiste après un délai."""
        for processus in reversed(self.suivis.values()):
            if processus.poll() is None:
                processus.terminate()
        limite = time.monotonic() + DELAI_ARRET_SECONDES
        for processus in reversed(self.suivis.values()):
            try:
                processus.wait(max(0.1, limite - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(processus.pid, signal.SIGKILL)
                processus.wait()
        self.suivis.clear()
