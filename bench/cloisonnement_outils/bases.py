"""La base du banc et sa jumelle : mêmes lignes, mêmes statistiques, la sécurité de ligne levée sur la seconde."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from cdg_portal.embarque import services

AVEC, SANS = "banc_cloisonnement", "banc_cloisonnement_sans"


def url(role: str, base: str) -> str:
    """Adresse de connexion au PostgreSQL embarqué de cette copie."""
    return services()[0].url(role, base)


def _administrer(*ordres: sql.Composed) -> None:
    with psycopg.connect(url("postgres", "postgres"), autocommit=True) as cx:
        for ordre in ordres:
            cx.execute(ordre)


def _detruire(base: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(base))


@contextmanager
def base_jetable() -> Iterator[None]:
    """Une base vide au nom du banc, visée par DATABASE_URL ; détruite à la fin avec sa jumelle."""
    services()[0].tenir()
    creer = sql.SQL("CREATE DATABASE {} OWNER cdg_owner TEMPLATE template0 ENCODING 'UTF8'")
    _administrer(_detruire(SANS), _detruire(AVEC), creer.format(sql.Identifier(AVEC)))
    os.environ["DATABASE_URL"] = url("cdg_app", AVEC)
    os.environ["DATABASE_URL_PROPRIETAIRE"] = url("cdg_owner", AVEC)
    try:
        yield
    finally:
        _administrer(_detruire(SANS), _detruire(AVEC))


def creer_la_jumelle() -> int:
    """Copie la base fichier à fichier, y lève la sécurité de ligne ; rend le nombre de tables ouvertes."""
    modele = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER cdg_owner")
    _administrer(modele.format(sql.Identifier(SANS), sql.Identifier(AVEC)))
    with psycopg.connect(url("postgres", SANS), autocommit=True) as cx:
        tables = cx.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p')"
        ).fetchall()
        for (table,) in tables:
            cx.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(sql.Identifier(table)))
    for base in (AVEC, SANS):
        with psycopg.connect(url("postgres", base), autocommit=True) as cx:
            cx.execute("VACUUM ANALYZE")
    return len(tables)
