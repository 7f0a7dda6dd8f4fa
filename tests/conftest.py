"""Gardes de toute la suite : vrai PostgreSQL, rôle applicatif, périmètre explicite."""

import socket
from collections.abc import Iterator

import pytest
from django.db import connections

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.cloisonnement.roles import commande_de_proprietaire


@pytest.fixture(scope="session")
def _proprietaire(django_db_modify_db_settings, django_db_blocker):
    contexte = commande_de_proprietaire()
    with django_db_blocker.unblock():
        contexte.__enter__()
    yield contexte


@pytest.fixture(scope="session")
def django_db_setup(_proprietaire, django_db_setup, django_db_blocker):
    """La base d'essai est créée, migrée et détruite par le propriétaire ; les essais tournent en `cdg_app`."""
    with django_db_blocker.unblock():
        _proprietaire.__exit__(None, None, None)
    yield
    with django_db_blocker.unblock():
        with connections["default"].cursor() as c:
            # Un fil du serveur d'essai peut garder sa session une seconde de trop : DROP DATABASE la trouverait.
            c.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = session_user AND pid <> pg_backend_pid()"
            )
        connections["default"].close()


@pytest.fixture
def cdg(db) -> Iterator[Perimetre]:
    """Périmètre « tout le CDG »."""
    with perimetre(Perimetre(cdg=True)) as p:
        yield p


@pytest.fixture
def redis_muet() -> Iterator[str]:
    """Un Redis gelé : le port accepte la connexion, personne ne répond."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as prise:
        yield f"redis://127.0.0.1:{prise.getsockname()[1]}/0"
