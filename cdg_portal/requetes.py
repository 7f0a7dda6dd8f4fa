"""Identifiant de requête et journal d'accès : de quoi suivre une panne, rien qui nomme une personne.

Ni adresse du client, ni chaîne de recherche (elle porte des noms), ni jeton de connexion, ni navigateur.
"""

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

EN_TETE = "X-Request-ID"
SECRETS = ("jeton",)
INCONNUE = "(adresse inconnue)"


def adresse_journalisee(request: HttpRequest) -> str:
    """Le chemin de la page, si elle existe : les seuls identifiants d'une adresse connue sont opaques."""
    trouvee = request.resolver_match
    if trouvee is None:
        return INCONNUE
    chemin = request.path
    for nom in SECRETS:
        if valeur := trouvee.kwargs.get(nom):
            chemin = chemin.replace(str(valeur), "…")
    return chemin


def adresse_du_client(request: HttpRequest) -> str:
    """L'adresse vue par le premier mandataire de confiance (NB_MANDATAIRES), sinon celle de la connexion."""
    directe = str(request.META.get("REMOTE_ADDR", ""))
    suite = request.headers.get("x-forwarded-for", "")
    if not settings.NB_MANDATAIRES or not suite:
        return directe
    adresses = [a.strip() for a in suite.split(",")]
    return adresses[-min(settings.NB_MANDATAIRES, len(adresses))]


class RequeteMiddleware(RequestMiddleware):
    """Lie `request_id` à tout ce qui s'écrit pendant la requête, et le rend dans `X-Request-ID`."""

    def prepare(self, request: HttpRequest) -> None:
        """Tire un identifiant neuf : celui du client n'est jamais cru."""
        super().prepare(request)
        request.request_id = structlog.contextvars.get_contextvars()["request_id"]  # type: ignore[attr-defined]

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        """Ajoute l'en-tête avant d'écrire la ligne de fin."""
        response[EN_TETE] = request.request_id  # type: ignore[attr-defined]
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """« GET /sinistres/… »."""
        return f"{request.method} {adresse_journalisee(request)}"
