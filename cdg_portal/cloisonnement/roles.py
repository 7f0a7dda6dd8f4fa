"""Les trois rôles de la base, et le passage temporaire au propriétaire.

- `cdg_owner` : possède la base, migre ; absent du web et des workers.
- `cdg_app` : le portail ; NOINHERIT, sinon il recevrait d'office la politique de `cdg_interne`.
- `cdg_interne` : « tout le CDG », pris pour une seule transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

ROLE_PROPRIETAIRE = "cdg_owner"
ROLE_APPLICATION = "cdg_app"
ROLE_INTERNE = "cdg_interne"

# Par défaut, PostgreSQL recopie dans son journal tout ordre en erreur, valeurs comprises : noms, naissances, dates
# d'arrêt. Un double clic suffit. Seul un superutilisateur règle ceci : c'est fait rôle par rôle, à la préparation.
JOURNAL_MUET = {
    "log_min_error_statement": "panic",
    "log_min_messages": "fatal",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}


def preparer(
    dsn_admin: str,
    *,
    base: str,
    mot_de_passe_app: str | None = None,
    mot_de_passe_proprietaire: str | None = None,
) -> None:
    """Crée ou rectifie rôles et base ; idempotent. `dsn_admin` : un superutilisateur."""
    with psycopg.connect(dsn_admin, autocommit=True) as cx:
        cx.execute("SELECT pg_advisory_lock(727001)")  # deux préparations à la fois se gêneraient
        for role, attributs, secret in (
            (ROLE_PROPRIETAIRE, "LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS", mot_de_passe_proprietaire),
            # NOINHERIT avant le GRANT : PostgreSQL ≥ 16 fige l'héritage dans l'octroi.
            (ROLE_APPLICATION, "LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB", mot_de_passe_app),
            (ROLE_INTERNE, "NOLOGIN NOSUPERUSER NOBYPASSRLS", None),
        ):
            _role(cx, role, attributs, secret)
            for reglage, valeur in JOURNAL_MUET.items():
                cx.execute(
                    sql.SQL("ALTER ROLE {} SET {} = {}").format(
                        sql.Identifier(role), sql.Identifier(reglage), sql.Literal(valeur)
                    )
                )
        cx.execute(f"GRANT {ROLE_INTERNE} TO {ROLE_APPLICATION}")
        if not cx.execute("SELECT 1 FROM pg_database WHERE datname = %s", [base]).fetchone():
            cx.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(base), sql.Identifier(ROLE_PROPRIETAIRE)
                )
            )


def _role(cx: psycopg.Connection[Any], nom: str, attributs: str, secret: str | None) -> None:
    existe = cx.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [nom]).fetchone()
    verbe = "ALTER" if existe else "CREATE"
    ordre = sql.SQL("{} ROLE {} {}").format(sql.SQL(verbe), sql.Identifier(nom), sql.SQL(attributs))
    if secret:
        ordre += sql.SQL(" PASSWORD {}").format(sql.Literal(secret))
    cx.execute(ordre)


@contextmanager
def role_proprietaire(alias: str = "default") -> Iterator[Any]:
    """Ce fil seulement devient propriétaire : live_server et workers gardent `cdg_app`."""
    from django.conf import settings
    from django.db import connections
    from django.db.utils import load_backend

    ancienne = connections[alias]
    reglages = {**ancienne.settings_dict, **settings.PROPRIETAIRE}
    connections[alias] = nouvelle = load_backend(reglages["ENGINE"]).DatabaseWrapper(reglages, alias)
    try:
        yield nouvelle
    finally:
        nouvelle.close()
        connections[alias] = ancienne


@contextmanager
def commande_de_proprietaire(alias: str = "default") -> Iterator[None]:
    """Propriétaire et périmètre de migration ; sans effet si on l'est déjà."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connections

    from cdg_portal.cloisonnement.perimetre import contexte_de_proprietaire

    if not settings.PROPRIETAIRE:
        raise ImproperlyConfigured(
            "DATABASE_URL_PROPRIETAIRE est nécessaire à cette commande (rôle propriétaire de la base)."
        )
    if connections[alias].settings_dict["USER"] == settings.PROPRIETAIRE["USER"]:
        with contexte_de_proprietaire():
            yield
        return
    with role_proprietaire(alias), contexte_de_proprietaire():
        yield
