"""Journaux structurés : une ligne JSON par fait, avec l'identifiant de requête du web jusqu'au worker.

Aucun corps de requête ni donnée d'agent n'y est écrit : seuls des identifiants opaques.
"""

import sys
import traceback
from typing import Any

import structlog


def exception_sans_valeurs(_logger: Any, _methode: str, fait: dict[str, Any]) -> dict[str, Any]:
    """Type et lieu d'une exception, sans son message : celui de la base cite les valeurs des lignes."""
    info = fait.pop("exc_info", None)
    if not info:
        return fait
    if info is True:
        info = sys.exc_info()
    exc = info if isinstance(info, BaseException) else info[1]
    if exc is not None:
        pile = traceback.extract_tb(exc.__traceback__)
        fait["exception"] = type(exc).__qualname__
        fait["pile"] = [f"{cadre.filename}:{cadre.lineno} {cadre.name}" for cadre in pile]
    return fait


_COMMUNS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                exception_sans_valeurs,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": _COMMUNS,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Les mêmes faits que requetes.RequeteMiddleware, mais avec l'adresse complète et ses recherches.
        "django.request": {"level": "CRITICAL"},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}


def configurer_structlog() -> None:
    """Branche structlog sur le module `logging` de la bibliothèque standard."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_COMMUNS,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
