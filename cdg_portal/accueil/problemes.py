"""Erreurs de l'API : `application/problem+json` (RFC 9457), `erreurs` de la forme des calculs."""

from typing import Any

from django.http import JsonResponse

TYPE_CONTENU = "application/problem+json"
# Statut HTTP → code quand l'appelant n'en donne pas de plus précis.
CODES = {
    400: "requete-invalide",
    403: "acces-refuse",
    404: "introuvable",
    405: "methode-interdite",
    406: "format-non-disponible",
    411: "longueur-exigee",
    413: "trop-volumineux",
    415: "type-non-accepte",
    429: "trop-de-requetes",
    500: "erreur-interne",
    503: "indisponible",
}
# Code → (titre, ce qui s'est passé et quoi faire) : la page qu'ouvre l'adresse `type` d'un problème.
EXPLICATIONS = {
    "requete-invalide": (
        "Requête invalide",
        "La requête n'a pas pu être comprise. Vérifiez son adresse et ses en-têtes.",
    ),
    "entree-refusee": (
        "Entrée refusée",
        "Au moins un champ de l'entrée est absent, inconnu ou hors de ses bornes. La liste `erreurs` donne, pour "
        "chacun, son chemin, un code stable et une phrase. Corrigez-les tous et renvoyez l'entrée.",
    ),
    "acces-refuse": ("Accès refusé", "Cette adresse n'est pas ouverte à l'appelant."),
    "introuvable": (
        "Adresse inconnue",
        "Rien n'existe à cette adresse. La liste des calculs est à l'adresse /api/v1/calculs/.",
    ),
    "methode-interdite": ("Méthode non permise", "Un calcul se demande par POST, la liste se lit par GET."),
    "format-non-disponible": (
        "Format non disponible",
        "Les réponses sont en JSON : acceptez application/json.",
    ),
    "longueur-exigee": (
        "Longueur exigée",
        "Le corps est envoyé par morceaux. Envoyez-le d'un bloc, avec son en-tête Content-Length.",
    ),
    "trop-volumineux": ("Requête trop volumineuse", "Le corps dépasse 1 Mio. Découpez la demande."),
    "type-non-accepte": ("Type de contenu non accepté", "Envoyez le corps en application/json."),
    "trop-de-requetes": (
        "Trop de requêtes",
        "La limite par minute est atteinte. Attendez le nombre de secondes de l'en-tête Retry-After.",
    ),
    "indisponible": (
        "Service indisponible",
        "Le portail n'a pas pu répondre à temps. Attendez le nombre de secondes de l'en-tête Retry-After.",
    ),
    "erreur-interne": (
        "Erreur interne",
        "Le portail n'a pas pu répondre. Réessayez, puis signalez la valeur de l'en-tête X-Request-ID.",
    ),
}


def probleme(
    statut: int,
    *,
    code: str = "",
    detail: str = "",
    instance: str = "",
    erreurs: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Corps RFC 9457 ; le code vient du statut quand il n'est pas donné, le titre vient du code."""
    code = code or CODES.get(statut, CODES[500])
    corps: dict[str, Any] = {
        "type": f"/problemes/{code}",
        "title": EXPLICATIONS[code][0],
        "status": statut,
        "code": code,
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
