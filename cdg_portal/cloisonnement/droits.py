"""Droits accordés après chaque migration. Rien ne repose sur les privilèges par défaut."""

from typing import Any

from django.apps import apps
from django.db import connections

from cdg_portal.cloisonnement.roles import ROLE_APPLICATION, ROLE_INTERNE


def tables_en_ajout_seul() -> list[str]:
    """Tables que l'application ne fait qu'allonger : historiques et journal."""
    return sorted(
        m._meta.db_table for m in apps.get_models() if getattr(m, "AJOUT_SEUL", False) and m._meta.managed
    )


def accorder(sender: Any, using: str, **kwargs: Any) -> None:
    """Réaccorde tout à l'application, puis retire ce qu'elle n'a pas à faire."""
    cx = connections[using]
    with cx.cursor() as c:
        c.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [[ROLE_APPLICATION, ROLE_INTERNE]])
        if c.fetchone()[0] < 2:
            raise RuntimeError("Rôles absents : exécuter d'abord la préparation des rôles de la base.")
        roles = f"{ROLE_APPLICATION}, {ROLE_INTERNE}"
        c.execute(f"GRANT USAGE ON SCHEMA public TO {roles}")
        c.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {roles}")
        c.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {roles}")
        existantes = set(cx.introspection.table_names(c))
        c.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {roles}")
        for table in tables_en_ajout_seul():
            if table in existantes:
                c.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {roles}')
