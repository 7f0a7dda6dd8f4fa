"""Exceptions de l'API et leur traduction en problèmes RFC 9457."""

from typing import Any

from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from cdg_portal.accueil.problemes import TYPE_CONTENU, probleme


class TropVolumineux(exceptions.APIException):
    """Corps de requête au-delà de la limite annoncée."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "Le corps de la requête dépasse 1 Mio."
    default_code = "trop-volumineux"


class LongueurExigee(exceptions.APIException):
    """Corps envoyé par morceaux : sa longueur doit être annoncée, elle est bornée avant d'être lue."""

    status_code = status.HTTP_411_LENGTH_REQUIRED
    default_detail = "Annoncez la longueur du corps (Content-Length) au lieu de l'envoyer par morceaux."
    default_code = "longueur-exigee"


class EntreeInvalide(exceptions.APIException):
    """Entrée refusée : la liste des champs fautifs, telle que la rendent les calculs."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "entree-refusee"

    def __init__(self, erreurs: list[dict[str, str]]) -> None:
        super().__init__("L'entrée est refusée : voir `erreurs`.")
        self.erreurs = erreurs


def traduire(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Gestionnaire d'exceptions de l'API : toute erreur prévue devient un problème en français."""
    reponse = exception_handler(exc, context)
    if reponse is None:
        return None
    champs: dict[str, Any] = {"detail": _detail(exc), "instance": context["request"].path}
    if isinstance(exc, EntreeInvalide):
        champs |= {"code": exc.default_code, "erreurs": exc.erreurs}
    reponse.data = probleme(reponse.status_code, **champs)
    reponse.content_type = TYPE_CONTENU
    return reponse


def _detail(exc: Exception) -> str:
    if isinstance(exc, exceptions.APIException):
        return str(exc.detail)
    return ""
