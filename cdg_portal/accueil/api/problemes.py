"""Erreurs de l'API : `application/problem+json` (RFC 9457), `erreurs` de la forme des calculs."""

from typing import Any

from django.http import JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

TYPE_CONTENU = "application/problem+json"
TITRES = {
    400: ("requete-invalide", "Requête invalide"),
    403: ("acces-refuse", "Accès refusé"),
    404: ("introuvable", "Adresse inconnue"),
    405: ("methode-interdite", "Méthode non permise"),
    406: ("format-non-disponible", "Format non disponible"),
    413: ("trop-volumineux", "Requête trop volumineuse"),
    415: ("type-non-accepte", "Type de contenu non accepté"),
    429: ("trop-de-requetes", "Trop de requêtes"),
    500: ("erreur-interne", "Erreur interne"),
}


def probleme(
    statut: int,
    *,
    code: str = "",
    titre: str = "",
    detail: str = "",
    instance: str = "",
    erreurs: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Corps RFC 9457 ; `code` et `titre` viennent du statut quand ils ne sont pas donnés."""
    code_du_statut, titre_du_statut = TITRES.get(statut, TITRES[500])
    corps: dict[str, Any] = {
        "type": f"/problemes/{code or code_du_statut}",
        "title": titre or titre_du_statut,
        "status": statut,
        "code": code or code_du_statut,
    }
    if detail:
        corps["detail"] = detail
    if instance:
        corps["instance"] = instance
    if erreurs is not None:
        corps["erreurs"] = erreurs
    return corps


def reponse_probleme(statut: int, **champs: Any) -> JsonResponse:
    """Le même corps hors des vues de l'API (adresse inconnue, erreur interne)."""
    reponse = JsonResponse(probleme(statut, **champs), status=statut, content_type=TYPE_CONTENU)
    reponse["Cache-Control"] = "no-store"
    return reponse


class TropVolumineux(exceptions.APIException):
    """Corps de requête au-delà de la limite annoncée."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "Le corps de la requête dépasse 1 Mio."
    default_code = "trop-volumineux"


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
        champs |= {"code": exc.default_code, "titre": "Entrée refusée", "erreurs": exc.erreurs}
    elif isinstance(exc, exceptions.ParseError):
        champs |= {
            "code": "json-invalide",
            "titre": "JSON illisible",
            "detail": "Le corps n'est pas du JSON valide.",
        }
    reponse.data = probleme(reponse.status_code, **champs)
    reponse.content_type = TYPE_CONTENU
    return reponse


def _detail(exc: Exception) -> str:
    if isinstance(exc, exceptions.APIException):
        return str(exc.detail)
    return ""
