"""Bases d'essai du banc : créées, clonées, détruites ; la connexion de Django passe de l'une à l'autre."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

BASE = "bench_journal"
_ouvertes: dict[tuple[str, str], Any] = {}


def url_du_superutilisateur() -> str:
    """PG_ADMIN_URL, ou celle du PostgreSQL embarqué."""
    if os.environ.get("PG_ADMIN_URL"):
        return os.environ["PG_ADMIN_URL"]
    from cdg_portal.embarque import services

    return services()[0].url("postgres", "postgres")


def _identite() -> dict[str, Any]:
    lue = urlsplit(url_du_superutilisateur())
    options = {cle: valeurs[0] for cle, valeurs in parse_qs(lue.query).items()}
    return {
        "USER": unquote(lue.username or ""),
        "PASSWORD": unquote(lue.password or ""),
        "HOST": options.get("host") or lue.hostname or "",
        "PORT": options.get("port") or str(lue.port or ""),
    }


@contextmanager
def sur(base: str, *, superutilisateur: bool = False) -> Iterator[Any]:
    """La connexion de Django est celle-là le temps du bloc ; elle reste ouverte pour la fois suivante."""
    from django.db import connections
    from django.db.utils import load_backend

    ancienne = connections["default"]
    cle = (base, "postgres" if superutilisateur else "cdg_app")
    if cle not in _ouvertes:
        reglages = {**ancienne.settings_dict, "NAME": base} | (_identite() if superutilisateur else {})
        _ouvertes[cle] = load_backend(reglages["ENGINE"]).DatabaseWrapper(reglages, "default")
    connections["default"] = _ouvertes[cle]
    try:
        yield connections["default"]
    finally:
        connections["default"] = ancienne


def fermer() -> None:
    """Ferme toutes les connexions du banc : une base clonée ou détruite ne doit plus en avoir."""
    for connexion in _ouvertes.values():
        connexion.close()
    _ouvertes.clear()


@contextmanager
def base_migree() -> Iterator[str]:
    """Une base neuve, migrée par le propriétaire ; détruite à la fin, clones compris."""
    from django.core.management import call_command

    executer(f'DROP DATABASE IF EXISTS "{BASE}"', f'CREATE DATABASE "{BASE}" OWNER cdg_owner')
    try:
        with sur(BASE):
            call_command("migrate", verbosity=0)
        yield BASE
    finally:
        fermer()
        noms = [BASE, f"{BASE}_sans_maillon", f"{BASE}_sans_historique"]
        executer(*(f'DROP DATABASE IF EXISTS "{nom}"' for nom in noms))


def cloner(base: str, clone: str, *ordres: str) -> str:
    """Une copie conforme de la base, puis ces ordres du superutilisateur dans la copie."""
    fermer()
    executer(
        f'DROP DATABASE IF EXISTS "{clone}"', f'CREATE DATABASE "{clone}" TEMPLATE "{base}" OWNER cdg_owner'
    )
    executer(*ordres, base=clone)
    return clone


def executer(*ordres: str, base: str = "postgres") -> None:
    """Joue ces ordres en superutilisateur."""
    with psycopg.connect(url_du_superutilisateur(), dbname=base, autocommit=True) as cx:
        for ordre in ordres:
            cx.execute(ordre)
