"""`make demo` : tient PostgreSQL et Redis, lance le worker et le planificateur, joue la démonstration, sert.

    python -m cdg_portal.embarque.superviseur [--port 8000] [--sans-servir] [--vide]

Ctrl-C ou SIGTERM : arrête tout ce qu'il a lancé, et rien d'autre.
"""

import argparse
import os
import signal
import socket
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from cdg_portal.embarque import EmbarqueAbsent, preparer_environnement
from cdg_portal.embarque.chemins import RACINE, dossier_var
from cdg_portal.embarque.enfants import Enfants

ETAPES_D_INSTALLATION = 3
ETAPES = ETAPES_D_INSTALLATION + 4
PORTS_ESSAYES = 100
ATTENTE_WEB_SECONDES = 60.0
CONTRATS = RACINE / "cdg_portal" / "accueil" / "demonstration" / "contrats.toml"


def principal(arguments: list[str]) -> int:
    """Joue la démonstration et, sauf `--sans-servir`, sert jusqu'à Ctrl-C."""
    lecteur = argparse.ArgumentParser(description="Lance la démonstration du portail.")
    lecteur.add_argument("--port", type=int, default=8000)
    lecteur.add_argument("--sans-servir", action="store_true")
    lecteur.add_argument("--vide", action="store_true", help="base migrée, sans données de démonstration")
    lecteur.add_argument(
        "--formation", action="store_true", help="base de formation, à part (docs/formation.md)"
    )
    options = lecteur.parse_args(arguments)
    if options.formation:
        preparer_la_formation()
    for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(numero, _finir)  # SIGTERM sauterait les atexit, donc l'arrêt de PostgreSQL
    os.chdir(RACINE)
    for variable, valeur in reglages_de_demonstration().items():
        os.environ.setdefault(variable, valeur)
    with (
        tempfile.TemporaryDirectory(prefix="beat-") as calendrier,
        _enfants() as enfants,
    ):
        code = _demonstration(enfants, calendrier, vide=options.vide)
        if options.sans_servir:
            return code
        adresse = _servir(enfants, options.port)
        if not options.vide:
            enfants.jouer("liens", _manage("liens_connexion", "--base-url", adresse))
        print(
            f"\nLe portail répond sur {adresse}/ . Journaux : {enfants.journaux}. Ctrl-C pour tout arrêter."
        )
        sys.stdout.flush()
        if code:
            print("Attention : des résultats attendus manquent (voir le tableau).", flush=True)
        while True:
            enfants.verifier()
            time.sleep(0.5)


def preparer_la_formation() -> None:
    """Ses données sont à part ; une base désignée de l'extérieur est refusée : ce pourrait être la vraie."""
    if os.environ.get("DATABASE_URL"):
        raise SystemExit(
            "DATABASE_URL est posée : `make formation` n'emploie que sa propre base. Retirez-la, ou suivez"
            " docs/formation.md pour former sur un serveur."
        )
    os.environ.setdefault("STATUTAIRE_VAR", str(RACINE / "var-formation"))
    os.environ["MODE_FORMATION"] = "1"


def reglages_de_demonstration() -> dict[str, str]:
    """Date figée et nom du CDG, lus dans les données de démonstration ; tout fichier sous `var/`."""
    donnees = tomllib.loads(CONTRATS.read_text())
    cdg = next(organisme for organisme in donnees["organismes"] if organisme["code"] == "CDG")
    return {
        "DJANGO_SETTINGS_MODULE": "cdg_portal.settings.dev",
        "DATE_DE_REFERENCE": donnees["date_de_reference"].isoformat(),
        "ORGANISME": cdg["nom"],
        "MEDIA_ROOT": str(dossier_var() / "media"),
    }


def _demonstration(enfants: Enfants, calendrier: str, *, vide: bool) -> int:
    with _etape(1, "PostgreSQL 18 et Redis embarqués"):
        preparer_environnement(redis=True)
    with _etape(2, "Migrations"):
        code = enfants.jouer("migrate", _manage("migrate", "--verbosity", "0"))
        if code:
            raise SystemExit("Les migrations ont échoué.")
        if os.environ.get("MODE_FORMATION") and enfants.jouer("formation", _manage("formation")):
            raise SystemExit("Cette base ne peut pas servir à la formation.")
    with _etape(3, "Worker Celery, planificateur, données et travail principal de la démonstration"):
        celery = [sys.executable, "-m", "celery", "-A", "cdg_portal"]
        enfants.lancer(
            "worker",
            [
                *(*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"),
                *("--without-gossip", "--without-mingle", "--without-heartbeat"),
            ],
        )
        enfants.lancer("beat", [*celery, "beat", "--schedule", f"{calendrier}/calendrier", "--pidfile="])
        return 0 if vide else enfants.jouer("demo", _manage("demo"))


def _servir(enfants: Enfants, premier: int) -> str:
    with _etape(4, "Serveur web"):
        prise = prise_libre(premier)
        port = prise.getsockname()[1]
        if port != premier:
            print(f"      le port {premier} est occupé : ce sera le {port}", flush=True)
        gunicorn = [sys.executable, "-m", "gunicorn", "cdg_portal.wsgi:application"]
        enfants.lancer(
            "web",
            [
                *(*gunicorn, "--bind", f"fd://{prise.fileno()}", "--workers", "1"),
                *("--worker-class", "gthread", "--threads", "8"),
            ],
            fds=[prise.fileno()],
        )
        adresse = f"http://127.0.0.1:{port}"
        attendre_reponse(f"{adresse}/sante", enfants)
        return adresse


def prise_libre(premier: int) -> socket.socket:
    """Écoute sur le premier port libre à partir de `premier` ; gardée ouverte, personne ne la prend."""
    for port in range(premier, premier + PORTS_ESSAYES):
        prise = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind(("127.0.0.1", port))
            prise.listen(128)
        except OSError:
            prise.close()
            continue
        return prise
    raise SystemExit(f"Aucun port libre entre {premier} et {premier + PORTS_ESSAYES - 1}.")


def attendre_reponse(adresse: str, enfants: Enfants) -> None:
    """Attend que la page réponde 200."""
    limite = time.monotonic() + ATTENTE_WEB_SECONDES
    while time.monotonic() < limite:
        enfants.verifier()
        try:
            with urllib.request.urlopen(adresse, timeout=5) as reponse:  # noqa: S310 - http://127.0.0.1
                if reponse.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit(f"{adresse} ne répond pas ; fin de {enfants.journal('web')} :\n{enfants.fin('web')}")


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def _finir(numero: int, _cadre: FrameType | None) -> None:
    for autre in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(autre, signal.SIG_IGN)  # un second Ctrl-C n'interrompt pas l'arrêt
    print("\nArrêt en cours…", flush=True)
    raise SystemExit(0 if numero == signal.SIGINT else 128 + numero)


@contextmanager
def _enfants() -> Iterator[Enfants]:
    enfants = Enfants(dossier_var() / "journaux")
    enfants.journaux.mkdir(parents=True, exist_ok=True)
    try:
        yield enfants
    finally:
        enfants.arreter()


@contextmanager
def _etape(rang: int, titre: str) -> Iterator[None]:
    print(f"[{ETAPES_D_INSTALLATION + rang}/{ETAPES}] {titre}", flush=True)
    debut = time.monotonic()
    yield
    print(f"      fait en {time.monotonic() - debut:.1f} s", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(principal(sys.argv[1:]))
    except EmbarqueAbsent as absence:
        sys.exit(str(absence))
