"""Les commandes de la composition, jouées hors conteneur avec les réglages de production."""

import base64
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cdg_portal.embarque import Postgres, Redis
from cdg_portal.embarque.enfants import Enfants
from cdg_portal.embarque.superviseur import prise_libre
from tests.embarque.conftest import RACINE, Usager

ATTENTE_SECONDES = 60.0
SERVICES: dict[str, Any] = yaml.safe_load((RACINE / "docker-compose.yml").read_text())["services"]


def commande_de_l_image() -> list[str]:
    ligne = (RACINE / "Dockerfile").read_text().rsplit("\nCMD ", 1)[1]
    return list(yaml.safe_load(ligne))


def milieu_de(nom: str, valeurs: dict[str, str], adresses: dict[str, str]) -> dict[str, str]:
    """L'environnement d'un service, ses variables remplacées et ses hôtes ramenés aux serveurs d'essai."""
    milieu = {}
    for cle, brut in SERVICES[nom]["environment"].items():
        texte = re.sub(
            r"\$\{(\w+):([-?])([^}]*)\}",
            lambda trouve: valeurs.get(trouve[1], trouve[3] if trouve[2] == "-" else ""),
            str(brut),
        )
        for avant, apres in adresses.items():
            texte = texte.replace(avant, apres)
        milieu[cle] = texte
    return milieu


@pytest.fixture
def poser(
    var: Path, usager: Callable[..., Usager], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], None]]:
    """Pose l'environnement d'un service, sur un PostgreSQL et un Redis neufs."""
    usager(var, "redis").attendre()
    postgres, redis = Postgres(var), Redis(var)
    socket = postgres.url("x").split("?", 1)[1]
    adresses = {
        "@postgres:5432/statutaire": f"@/statutaire_production?{socket}",
        "@postgres:5432/postgres": f"@/postgres?{socket}",
        "redis://redis:6379/0": redis.url,
    }
    valeurs = {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "CLES_DE_CHIFFREMENT": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "EMAIL_URL": "smtp://127.0.0.1:2525",
        "DEFAULT_FROM_EMAIL": "portail@exemple.fr",
        "ALLOWED_HOSTS": "portail.exemple.fr",
        "ADRESSE_DU_PORTAIL": "https://portail.exemple.fr",
        **{nom: secrets.token_hex(8) for nom in ("POSTGRES_PASSWORD", "MOT_DE_PASSE_APP")},
        "MOT_DE_PASSE_PROPRIETAIRE": secrets.token_hex(8),
    }
    for heritee in ("DATABASE_URL_PROPRIETAIRE", "DATE_DE_REFERENCE", "PG_ADMIN_URL"):
        monkeypatch.delenv(heritee, raising=False)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cdg_portal.settings.production")
    monkeypatch.setenv("MEDIA_ROOT", str(var / "media"))
    monkeypatch.setenv("CELERY_BROKER_URL", redis.url_celery)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    monkeypatch.chdir(RACINE)
    posees: list[str] = []

    def changer(nom: str) -> None:
        for cle in posees:
            monkeypatch.delenv(cle)
        milieu = milieu_de(nom, valeurs, adresses)
        for cle, valeur in milieu.items():
            monkeypatch.setenv(cle, valeur)
        posees[:] = milieu

    yield changer


def test_la_composition_demarre_hors_conteneur(poser: Callable[[str], None], tmp_path: Path) -> None:
    services = Enfants(tmp_path)
    with prise_libre(18700) as prise:
        port = str(prise.getsockname()[1])
    try:
        for nom in ("roles", "migration"):
            poser(nom)
            assert services.jouer(nom, SERVICES[nom]["command"]) == 0
        poser("web")
        services.lancer(
            "web", [mot.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for mot in commande_de_l_image()]
        )
        poser("worker")
        worker = [mot.replace("${CONCURRENCE_WORKER:-2}", "1") for mot in SERVICES["worker"]["command"]]
        services.lancer("worker", worker)
        poser("beat")
        calendrier = str(tmp_path / "calendrier")
        beat = [mot.replace("/donnees/beat/calendrier", calendrier) for mot in SERVICES["beat"]["command"]]
        services.lancer("beat", beat)
        poser("web")
        sonde_bonne(SERVICES["web"]["healthcheck"]["test"][1:], services, PORT=port)
        sonde_bonne(["python", "outils/sonde.py", "beat", calendrier], services)
        sonde = SERVICES["worker"]["healthcheck"]["test"][1].replace("$$HOSTNAME", os.uname().nodename)
        sonde_bonne(["sh", "-c", sonde], services)
    finally:
        services.arreter()


def sonde_bonne(commande: list[str], services: Enfants, **variables: str) -> None:
    """La sonde finit par rendre 0, sans qu'aucun service ne soit tombé."""
    limite = time.monotonic() + ATTENTE_SECONDES
    while True:
        services.verifier()
        fait = subprocess.run(
            commande, env={**os.environ, **variables}, capture_output=True, text=True, check=False
        )
        if fait.returncode == 0:
            return
        assert time.monotonic() < limite, fait.stdout + fait.stderr
        time.sleep(0.3)


@pytest.mark.parametrize("absente", ["SECRET_KEY", "CLES_DE_CHIFFREMENT", "EMAIL_URL", "ADRESSE_DU_PORTAIL"])
def test_sans_une_valeur_obligatoire_la_production_refuse_de_demarrer(absente: str) -> None:
    milieu = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cdg_portal.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "CLES_DE_CHIFFREMENT": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "EMAIL_URL": "smtp://127.0.0.1:2525",
        "DEFAULT_FROM_EMAIL": "portail@exemple.fr",
        "ALLOWED_HOSTS": "portail.exemple.fr",
        "ADRESSE_DU_PORTAIL": "https://portail.exemple.fr",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DATE_DE_REFERENCE": "",
        absente: "",
    }
    fait = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=RACINE,
        env=milieu,
        capture_output=True,
        text=True,
        check=False,
    )
    assert fait.returncode != 0
    assert absente in fait.stderr
