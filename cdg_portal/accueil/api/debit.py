"""Débit de l'API publique : une limite par adresse."""

from typing import Any

import redis
import structlog
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

journal = structlog.get_logger(__name__)


class DebitParAdresse(SimpleRateThrottle):
    """Limite par adresse du client ; si le compteur est injoignable, le calcul est quand même rendu."""

    scope = "anon"

    def get_cache_key(self, request: Request, view: Any) -> str:
        """Un compteur par adresse, toutes vues confondues."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}

    def allow_request(self, request: Request, view: Any) -> bool:
        """Vrai si l'adresse est sous sa limite."""
        try:
            return bool(super().allow_request(request, view))
        except redis.RedisError as panne:
            journal.warning("debit_non_compte", erreur=type(panne).__name__)
            return True
