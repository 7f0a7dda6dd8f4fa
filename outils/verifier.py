"""`make verifier` : tout ce qu'une machine peut relire. Montre chaque contrôle, rend 1 si l'un échoue.

.venv/bin/python outils/verifier.py [controle…]
"""

import base64
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from outils.commun import RACINE, VENV, Arret

BIN = VENV / "bin"
PYTHON = str(BIN / "python")
SCHEMA = RACINE / "docs" / "api" / "openapi.yaml"
Resultat = tuple[bool, str]


def _commande(*arguments: str, **variables: str) -> Resultat:
    fait = subprocess.run(
        list(arguments),
        cwd=RACINE,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return fait.returncode == 0, fait.stdout.strip()


def _outil(nom: str, *arguments: str) -> Callable[[], Resultat]:
    return lambda: _commande(str(BIN / nom), *arguments)


def _migrations() -> Resultat:
    return _commande(PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")


def _deploiement() -> Resultat:
    """Les réglages de production, avec des valeurs d'essai tirées au hasard."""
    return _commande(
        PYTHON,
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        DJANGO_SETTINGS_MODULE="cdg_portal.settings.production",
        SECRET_KEY=secrets.token_urlsafe(60),
        CLES_DE_CHIFFREMENT=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        EMAIL_URL="smtp+tls://courriel:secret@courriel.exemple.fr:587",
        DEFAULT_FROM_EMAIL="portail@exemple.fr",
        ALLOWED_HOSTS="portail.exemple.fr",
        ADRESSE_DU_PORTAIL="https://portail.exemple.fr",
        REDIS_URL="redis://redis:6379/0",
        CELERY_BROKER_URL="redis://redis:6379/0",
        DATE_DE_REFERENCE="",
    )


def _openapi() -> Resultat:
    """Le schéma produit est valide et identique à celui du dépôt."""
    bon, sortie = _commande(
        PYTHON, "manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", "/dev/stdout"
    )
    if not bon:
        return False, sortie
    if not SCHEMA.exists() or SCHEMA.read_text().strip() != sortie:
        return False, f"{SCHEMA.relative_to(RACINE)} n'est pas à jour : lancez `make openapi` et relisez-le."
    return True, ""


CONTROLES: dict[str, tuple[str, Callable[[], Resultat]]] = {
    "types": ("types (mypy)", _outil("mypy")),
    "style": ("style (ruff check)", _outil("ruff", "check", ".")),
    "forme": ("forme (ruff format)", _outil("ruff", "format", "--check", ".")),
    "gabarits": ("gabarits (djlint)", _outil("djlint", "templates", "--lint", "--quiet")),
    "imports": ("contrats d'import (import-linter)", _outil("lint-imports", "--no-cache")),
    "migrations": ("migrations à jour", _migrations),
    "deploiement": ("réglages de production (check --deploy)", _deploiement),
    "openapi": ("schéma de l'API", _openapi),
}


def _chronometre(controle: Callable[[], Resultat]) -> tuple[bool, str, float]:
    debut = time.monotonic()
    bon, sortie = controle()
    return bon, sortie, time.monotonic() - debut


def principal(choisis: list[str]) -> int:
    """Deux contrôles à la fois ; le détail n'est montré que pour ceux qui échouent."""
    inconnus = set(choisis) - set(CONTROLES)
    if inconnus:
        raise Arret(f"Contrôles inconnus : {', '.join(sorted(inconnus))}. Connus : {', '.join(CONTROLES)}.")
    from cdg_portal.embarque import preparer_environnement

    preparer_environnement()
    voulus = [CONTROLES[nom] for nom in choisis or CONTROLES]
    echecs = 0
    with ThreadPoolExecutor(max_workers=2) as bassin:
        attentes = [(titre, bassin.submit(_chronometre, controle)) for titre, controle in voulus]
        for rang, (titre, attente) in enumerate(attentes, start=1):
            bon, sortie, duree = attente.result()
            etat = "bon" if bon else "ÉCHEC"
            print(f"[{rang}/{len(attentes)}] {titre} : {etat} ({duree:.1f} s)", flush=True)
            if not bon:
                echecs += 1
                print(sortie, flush=True)
    print("Tout est bon." if not echecs else f"{echecs} contrôle(s) en échec.")
    return 1 if echecs else 0


if __name__ == "__main__":
    sys.exit(principal(sys.argv[1:]))
