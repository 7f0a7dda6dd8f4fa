"""Erreurs de l'API : `application/problem+json` (RFC 9457), `erreurs` de la forme des calculs."""

from typing import Any

from django.http import JsonResponse

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
