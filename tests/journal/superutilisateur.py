"""Un superutilisateur de la base d'essai, le temps d'une transaction jamais validée."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.db import connections, transaction
from django.db.utils import load_backend

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre


@contextmanager
def superutilisateur() -> Iterator[Any]:
    """Ce fil seulement ; rend un curseur. Tout s'y défait à la fin : aucun autre essai n'en voit rien."""
    ancienne = connections["default"]
    admin = {"USER": "postgres", "PASSWORD": ""}
    if url := os.environ.get("PG_ADMIN_URL"):
        lus = environ.Env.db_url_config(url)
        admin = {"USER": lus["USER"], "PASSWORD": lus["PASSWORD"]}
    reglages = {**ancienne.settings_dict, **admin}
    nouvelle = load_backend(reglages["ENGINE"]).DatabaseWrapper(reglages, "default")
    connections["default"] = nouvelle
    try:
        with transaction.atomic(), perimetre(Perimetre(cdg=True)), nouvelle.cursor() as c:
            yield c
            transaction.set_rollback(True)
    finally:
        nouvelle.close()
        connections["default"] = ancienne


@contextmanager
def declencheurs_tus(c: Any) -> Iterator[None]:
    """`session_replication_role = replica` : aucun déclencheur ne se joue."""
    c.execute("SELECT current_setting('role')")
    (role,) = c.fetchone()
    c.execute("SET LOCAL ROLE NONE")
    c.execute("SET LOCAL session_replication_role = replica")
    yield
    c.execute("SET LOCAL session_replication_role = origin")
    c.execute("SELECT set_config('role', %s, true)", [role])
