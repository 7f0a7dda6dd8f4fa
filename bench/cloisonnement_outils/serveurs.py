"""Deux gunicorn réels, un par base, et des demandes chronométrées sur une connexion gardée ouverte."""

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

RACINE = Path(__file__).resolve().parents[2]
_VARIABLE = re.compile(rb"[A-Za-z0-9]{64}|[A-Za-z0-9]{32}|[0-9a-f]{8}-[0-9a-f-]{27}")


def _port_libre() -> int:
    with socket.create_server(("127.0.0.1", 0)) as prise:
        return int(prise.getsockname()[1])


class Navigateur:
    """Un compte connecté à un serveur."""

    def __init__(self, port: int, session: str) -> None:
        self.cx = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.entetes = {"Cookie": f"sessionid={session}"}

    def ouvrir(self, page: str) -> tuple[float, bytes]:
        """Secondes, et corps sans ce qui change à chaque demande ; s'arrête si la page n'est pas servie."""
        debut = time.perf_counter()
        self.cx.request("GET", page, headers=self.entetes)
        reponse = self.cx.getresponse()
        corps = reponse.read()
        duree = time.perf_counter() - debut
        if reponse.status != 200:
            raise SystemExit(f"{page} : {reponse.status}")
        return duree, _VARIABLE.sub(b"", corps)


@contextmanager
def serveur(application: str, adresse_base: str, reglages: str = "cdg_portal.settings.dev") -> Iterator[int]:
    """Un gunicorn à un fil sur cette base ; rend son port."""
    port = _port_libre()
    milieu = {c: v for c, v in os.environ.items() if c != "DATABASE_URL_PROPRIETAIRE"}
    milieu |= {"DATABASE_URL": adresse_base, "DJANGO_SETTINGS_MODULE": reglages}
    commande = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--workers", "1", "--threads", "1", "--keep-alive", "600", "--log-level", "error",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as journal:
        processus = subprocess.Popen(commande, cwd=RACINE, env=milieu, stdout=journal, stderr=journal)
        try:
            _attendre(port, processus, journal)
            yield port
        finally:
            processus.terminate()
            processus.wait(30)


def _attendre(port: int, processus: "subprocess.Popen[bytes]", journal: IO[bytes]) -> None:
    for _ in range(600):
        if processus.poll() is not None:
            journal.seek(0)
            fin = journal.read().decode(errors="replace")[-2000:]
            raise SystemExit(f"Le serveur s'est arrêté (code {processus.returncode}) :\n{fin}")
        try:
            cx = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            cx.request("GET", "/sante")
            if cx.getresponse().status == 200:
                cx.close()
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("Le serveur ne répond pas.")
