"""Le menu : uniquement des entrées que le rôle peut ouvrir."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from cdg_portal.perimetres.roles import ROLES_DE_GESTION, ROLES_DE_SAISIE, Role


@dataclass(frozen=True, slots=True)
class Entree:
    """Une entrée du menu."""

    libelle: str
    url: str
    actif: bool


_LECTURE_AGENTS = ROLES_DE_GESTION | ROLES_DE_SAISIE
_LECTURE_ARGENT = _LECTURE_AGENTS | {Role.FINANCES, Role.LECTEUR}
_PREVENTION = _LECTURE_ARGENT | {Role.PREVENTEUR}

_MENU = (
    ("Accueil", "accueil:accueil", _PREVENTION | {Role.ADMINISTRATEUR}),
    ("Sinistres", "sinistres:liste", _LECTURE_AGENTS),
    ("Collectivités", "adhesions:collectivites", ROLES_DE_GESTION | {Role.FINANCES}),
    ("Agents", "adhesions:agents", _LECTURE_AGENTS),
    ("Adhésions", "adhesions:adhesions", _LECTURE_ARGENT),
    ("Cotisations", "cotisations:appels", _LECTURE_ARGENT),
    ("Bordereaux", "sinistres:bordereaux", _LECTURE_ARGENT),
    ("Délais", "sinistres:echeances", _LECTURE_AGENTS | {Role.FINANCES}),
    ("Statistiques", "prevention:statistiques", _PREVENTION),
    ("Administration", "admin:index", frozenset({Role.ADMINISTRATEUR})),
)


def menu_de(request: HttpRequest) -> list[Entree]:
    """Les entrées ouvertes aux rôles de la requête, celle de la page courante marquée."""
    roles = getattr(request, "roles", frozenset())
    entrees = [(libelle, reverse(nom)) for libelle, nom, permis in _MENU if roles & permis]
    correspond = [url for _, url in entrees if url != "/" and request.path.startswith(url)]
    courante = max(correspond, key=len, default="/" if request.path == "/" else "")
    return [Entree(libelle, url, url == courante) for libelle, url in entrees]
