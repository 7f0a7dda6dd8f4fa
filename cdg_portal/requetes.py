"""Identifiant de requête et journal d'accès : de quoi suivre une panne, rien qui nomme une personne.

Ni adresse du client, ni chaîne de recherche (elle porte des noms), ni jeton de connexion, ni navigateur.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

EN_TETE = "X-Request-ID"
SECRETS = ("jeton", "token", "uidb64")  # lien de connexion, lien de réinitialisation
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


@dataclass(frozen=True, slots=True)
class AccesNote:
    """Un accès à garder au journal ; la nature est l'une de celles de `journal.Acces`."""

    nature: str
    collectivite_id: int | None = None
    objet_uid: UUID | None = None
    acteur_id: int | None = None
    motif: str = ""


def noter_acces(
    request: HttpRequest, nature: str, *, objet: Any = None, acteur_id: int | None = None, motif: str = ""
) -> None:
    """Note un accès : le journal l'écrit après la réponse, hors de sa transaction (une lecture n'écrit rien).

    `objet` : l'objet cloisonné lu, s'il y en a un ; `acteur_id` : le compte, s'il n'est pas celui de la session.
    """
    note = AccesNote(
        nature=nature,
        collectivite_id=getattr(objet, "collectivite_id", None),
        objet_uid=getattr(objet, "uid", None),
        acteur_id=acteur_id,
        motif=motif,
    )
    acces_notes(request).append(note)


def acces_notes(request: HttpRequest) -> list[AccesNote]:
    """Les accès notés pendant cette requête."""
    notes: list[AccesNote] = request.__dict__.setdefault("acces_notes", [])
    return notes


def adresse_du_client(request: HttpRequest) -> str:
    """L'adresse vue par le premier mandataire de confiance (NB_MANDATAIRES), sinon celle de la connexion."""
    directe = str(request.META.get("REMOTE_ADDR", ""))
    suite = request.headers.get("x-forwarded-for", "")
    if not settings.NB_MANDATAIRES or not suite:
        return directe
    adresses = [a.strip() for a in suite.split(",")]
    return adresses[-min(settings.NB_MANDATAIRES, len(adresses))]


def adresse_complete(request: HttpRequest, chemin: str) -> str:
    """L'adresse de ce chemin dans un courriel ou chez un tiers : ADRESSE_DU_PORTAIL, sinon celle de la requête.

    L'en-tête Host vient du visiteur : ALLOWED_HOSTS en borne le nom, pas le port.
    """
    if settings.ADRESSE_DU_PORTAIL:
        return f"{settings.ADRESSE_DU_PORTAIL}{chemin}"
    return request.build_absolute_uri(chemin)


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


ADRESSE_AU_PLUS = 4000
_CLE_DE_SESSION = re.compile(r"[a-z0-9]{32}")
# L'API compte elle-même son corps et répond en problem+json.
HORS_LIMITES = ("/api/",)
PERMISSIONS_POLICY = ", ".join(
    f"{capacite}=()"
    for capacite in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class AdresseTropLongue(SuspiciousOperation):
    """Chemin et chaîne de recherche dépassent ADRESSE_AU_PLUS caractères."""


class AdresseIllisible(SuspiciousOperation):
    """La chaîne de recherche porte un caractère nul, qu'aucun texte ne contient."""


class EnTetesMiddleware:
    """Le portail ne demande au navigateur aucune capacité : ni caméra, ni position, ni paiement."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pose `Permissions-Policy` sur toute réponse."""
        reponse = self.get_response(request)
        reponse["Permissions-Policy"] = PERMISSIONS_POLICY
        return reponse


class LimitesMiddleware:
    """Refuse avant de lire : une adresse démesurée ou illisible, ou un corps annoncé plus gros que permis."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lève AdresseTropLongue, AdresseIllisible ou RequestDataTooBig, que les pages d'erreur disent en français.

        Une clé de session qui n'en a pas la forme n'est pas cherchée : PostgreSQL refuse le caractère nul.
        """
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if session is not None and not _CLE_DE_SESSION.fullmatch(session):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        if "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise AdresseIllisible
        if not request.path.startswith(HORS_LIMITES):
            if len(request.get_full_path()) > ADRESSE_AU_PLUS:
                raise AdresseTropLongue
            annonce = request.headers.get("content-length") or "0"
            if annonce.isdecimal() and int(annonce[:20]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                raise RequestDataTooBig
        return self.get_response(request)
