"""Services embarqués : un vrai PostgreSQL et un vrai Redis, sans rien installer ni rien régler."""

import os
from functools import cache
from pathlib import Path

from cdg_portal.embarque.chemins import EmbarqueAbsent, dossier_var
from cdg_portal.embarque.postgres import BASE, Postgres
from cdg_portal.embarque.redis import Redis

__all__ = ["BASE", "EmbarqueAbsent", "Postgres", "Redis", "preparer_environnement", "services"]


@cache
def _postgres(var: Path) -> Postgres:
    return Postgres(var)


@cache
def _redis(var: Path) -> Redis:
    return Redis(var)


def services() -> tuple[Postgres, Redis]:
    """Le PostgreSQL et le Redis de cette copie de travail (un seul objet par processus)."""
    var = dossier_var()
    return _postgres(var), _redis(var)


def preparer_environnement(*, redis: bool = False) -> None:
    """Pose DATABASE_URL, DATABASE_URL_PROPRIETAIRE et, si demandé, REDIS_URL ; respecte celles déjà posées.

    À appeler avant que Django ne lise ses réglages. Les enfants en héritent et ne relancent rien.
    """
    if not os.environ.get("DATABASE_URL"):
        base, _ = services()
        base.tenir()
        os.environ["DATABASE_URL"] = base.url("cdg_app")
        os.environ["DATABASE_URL_PROPRIETAIRE"] = base.url("cdg_owner")
    if redis and not os.environ.get("REDIS_URL"):
        _, file = services()
        file.tenir()
        os.environ["REDIS_URL"] = file.url
        os.environ["CELERY_BROKER_URL"] = file.url_celery
