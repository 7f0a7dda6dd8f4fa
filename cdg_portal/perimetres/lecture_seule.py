"""Une requête GET ne fait que lire : tout autre ordre SQL est refusé."""

from typing import Any

_LECTURES = (
    "SELECT",
    "WITH",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "EXPLAIN",
    "DECLARE",
    "FETCH",
    "CLOSE",
    "SET CONSTRAINTS",
)


class EcritureEnLecture(RuntimeError):
    """Un écran de consultation a tenté d'écrire : erreur de programme."""


def refuser_les_ecritures(execute: Any, sql: str, params: Any, many: bool, contexte: Any) -> Any:
    """Enveloppe d'exécution de Django posée pendant les requêtes GET, HEAD et OPTIONS."""
    debut = sql.lstrip().upper()
    if not debut.startswith(_LECTURES) or (debut.startswith("SELECT") and " FOR UPDATE" in debut):
        raise EcritureEnLecture("Une consultation ne peut rien modifier.")
    return execute(sql, params, many, contexte)
