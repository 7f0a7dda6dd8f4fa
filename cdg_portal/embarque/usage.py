"""Un service local partagé par plusieurs processus : le premier le démarre, le dernier l'arrête.

Deux verrous de fichier, rendus par le noyau même après `kill -9` :
- `.verrou`, exclusif, le temps de démarrer ou d'arrêter : un seul à la fois ;
- `.usage`, partagé, tenu toute la vie du processus : qui l'obtient en exclusif est le dernier.
"""

import atexit
import fcntl
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class ServicePartage(ABC):
    """Discipline commune à PostgreSQL et Redis embarqués."""

    nom: str

    def __init__(self, var: Path) -> None:
        self.var = var
        self._usage: IO[str] | None = None

    @abstractmethod
    def vivant(self) -> bool:
        """Le service répond-il ?"""

    @abstractmethod
    def demarrer(self) -> None:
        """Démarre le service et attend qu'il réponde."""

    @abstractmethod
    def arreter(self) -> None:
        """Arrête le service proprement ; sans effet s'il ne tourne pas."""

    @abstractmethod
    def apprets(self) -> None:
        """Ce qui suit le démarrage (rôles, base) ; idempotent."""

    def tenir(self) -> None:
        """Démarre le service s'il le faut et s'en déclare usager jusqu'à la fin du processus."""
        if self._usage is not None:
            return
        self.var.mkdir(parents=True, exist_ok=True)
        with self._un_seul():
            if not self.vivant():
                self.demarrer()
            self.apprets()
            usage = (self.var / f".{self.nom}.usage").open("a")
            fcntl.flock(usage, fcntl.LOCK_SH)
            self._usage = usage
        atexit.register(self.lacher, os.getpid())

    def lacher(self, pid: int | None = None) -> None:
        """Cesse d'être usager ; le dernier arrête le service. Sans effet dans un enfant de fork."""
        if self._usage is None or (pid is not None and pid != os.getpid()):
            return
        with self._un_seul():
            fcntl.flock(self._usage, fcntl.LOCK_UN)
            self._usage.close()
            self._usage = None
            if self._personne():
                self.arreter()

    def arreter_si_libre(self) -> bool:
        """Arrête un service resté sans usager (après un `kill -9`). Faux si quelqu'un s'en sert."""
        if not self.var.is_dir():
            return True
        with self._un_seul():
            if not self._personne():
                return False
            self.arreter()
            return True

    def _personne(self) -> bool:
        with (self.var / f".{self.nom}.usage").open("a") as essai:
            try:
                fcntl.flock(essai, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    @contextmanager
    def _un_seul(self) -> Iterator[None]:
        with (self.var / f".{self.nom}.verrou").open("a") as verrou:
            fcntl.flock(verrou, fcntl.LOCK_EX)
            yield
