"""Démarrage : d'un `.venv` présent et d'un `var/` vide jusqu'à la première page, puis jusqu'à la fin de la démo.

Trois chiffres et leurs objectifs : première page servie sur une base vide migrée, démonstration entière,
mémoire de tous les processus (PSS : la mémoire partagée n'est comptée qu'une fois), au repos et au plus haut.
Les données sont dans un dossier temporaire : `var/` n'est pas touché.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
PORT = 18500
ATTENTE_SECONDES = 600.0
REPOS_SECONDES = 3.0
OBJECTIFS = {"page_s": 15.0, "demo_s": 90.0, "memoire_mo": 600.0}
ADRESSE = re.compile(r"Le portail répond sur (\S+)/ ")


@dataclass
class Memoire:
    """Relève chaque seconde la mémoire de tous les processus qui servent ce dossier de données."""

    var: Path
    haute_mo: float = 0.0
    fini: threading.Event = field(default_factory=threading.Event)

    def suivre(self) -> None:
        while not self.fini.wait(1.0):
            self.haute_mo = max(self.haute_mo, self.actuelle_mo())

    def actuelle_mo(self) -> float:
        return sum(_pss_ko(pid) for pid in self._processus()) / 1024

    def processeur_s(self) -> float:
        """Temps processeur dépensé depuis le début, par les vivants et par les enfants qu'ils ont relevés."""
        battements = 0
        for pid in self._processus():
            try:
                champs = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            battements += sum(int(champ) for champ in champs[11:15])  # utime, stime, cutime, cstime
        return battements / os.sysconf("SC_CLK_TCK")

    def _processus(self) -> set[int]:
        """Ceux dont l'environnement ou la ligne de commande nomme le dossier, et leurs descendants."""
        marque = os.fsencode(self.var)
        parents: dict[int, int] = {}
        trouves: set[int] = set()
        for dossier in Path("/proc").iterdir():
            if not dossier.name.isdigit() or int(dossier.name) == os.getpid():
                continue
            try:
                parents[int(dossier.name)] = int((dossier / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if marque in (dossier / "cmdline").read_bytes() + (dossier / "environ").read_bytes():
                    trouves.add(int(dossier.name))
            except (FileNotFoundError, PermissionError, ProcessLookupError):
                continue
        while nouveaux := {pid for pid, parent in parents.items() if parent in trouves} - trouves:
            trouves |= nouveaux
        return trouves


def _pss_ko(pid: int) -> int:
    try:
        texte = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return 0
    lu = re.search(r"^Pss:\s+(\d+) kB", texte, re.MULTILINE)
    return int(lu[1]) if lu else 0


@contextmanager
def superviseur(var: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Le superviseur de `make demo` sur un dossier de données neuf ; arrêté comme par Ctrl-C."""
    retires = {"DATABASE_URL", "DATABASE_URL_PROPRIETAIRE", "REDIS_URL", "CELERY_BROKER_URL"}
    milieu = {cle: valeur for cle, valeur in os.environ.items() if cle not in retires}
    processus = subprocess.Popen(
        [sys.executable, "-m", "cdg_portal.embarque.superviseur", "--port", str(PORT), *arguments],
        cwd=RACINE,
        env={**milieu, "STATUTAIRE_VAR": str(var), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield processus
    finally:
        if processus.poll() is None:
            processus.send_signal(signal.SIGINT)
        assert processus.stdout is not None
        processus.stdout.read()
        processus.wait(ATTENTE_SECONDES)


def lignes(processus: subprocess.Popen[str]) -> Iterator[str]:
    """La sortie du superviseur, recopiée au fur et à mesure."""
    assert processus.stdout is not None
    for ligne in processus.stdout:
        print(f"    {ligne}", end="", flush=True)
        yield ligne
    raise SystemExit(f"Le superviseur s'est arrêté (code {processus.wait()}).")


def adresse_servie(processus: subprocess.Popen[str]) -> str:
    """L'adresse annoncée quand tout est prêt."""
    return next(trouve[1] for ligne in lignes(processus) if (trouve := ADRESSE.search(ligne)))


def page_servie(adresse: str) -> None:
    """La page de connexion arrive entière."""
    limite = time.monotonic() + ATTENTE_SECONDES
    while time.monotonic() < limite:
        try:
            with urllib.request.urlopen(f"{adresse}/connexion/", timeout=10) as reponse:
                if reponse.status == 200 and b"</html>" in reponse.read():
                    return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.05)
    raise SystemExit(f"{adresse} n'a jamais servi sa page de connexion.")


def premiere_page(var: Path) -> float:
    """Secondes jusqu'à la première page, base vide migrée."""
    debut = time.monotonic()
    with superviseur(var, "--vide") as processus:
        page_servie(adresse_servie(processus))
        return time.monotonic() - debut


def demonstration(var: Path) -> dict[str, float]:
    """Secondes jusqu'à la fin de la démonstration, mémoire servie au repos et au plus haut, processeur."""
    memoire = Memoire(var)
    debut = time.monotonic()
    with superviseur(var) as processus:
        fil = threading.Thread(target=memoire.suivre, daemon=True)
        fil.start()
        sortie = lignes(processus)
        next(ligne for ligne in sortie if ligne.startswith("[7/7]"))
        duree, processeur = time.monotonic() - debut, memoire.processeur_s()
        adresse = next(trouve[1] for ligne in sortie if (trouve := ADRESSE.search(ligne)))
        page_servie(adresse)
        time.sleep(REPOS_SECONDES)
        repos = memoire.actuelle_mo()
        memoire.fini.set()
        fil.join()
    return {
        "demo_s": round(duree, 1),
        "memoire_mo": round(repos),
        "memoire_haute_mo": round(max(memoire.haute_mo, repos)),
        "demo_processeur_s": round(processeur, 1),
    }


def principal() -> None:
    """Les deux démarrages, puis l'objet JSON."""
    with tempfile.TemporaryDirectory(prefix="cdgb-") as dossier:
        print("Base vide :", flush=True)
        page = round(premiere_page(Path(dossier) / "vide"), 1)
        print("Démonstration entière :", flush=True)
        mesures = {"page_s": page, **demonstration(Path(dossier) / "demo")}
    ratio = max(mesures[nom] / objectif for nom, objectif in OBJECTIFS.items())
    resultat = {
        "bench": "demarrage",
        **mesures,
        "charge_machine": round(os.getloadavg()[1], 1),
        "objectifs": OBJECTIFS,
        "ratio": round(ratio, 3),
        "objectif": 1.0,
        "tenu": ratio <= 1.0,
    }
    print(json.dumps(resultat, ensure_ascii=False))


if __name__ == "__main__":
    principal()
