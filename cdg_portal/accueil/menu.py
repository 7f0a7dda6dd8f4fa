"""Le menu : uniquement des entrées que le rôle peut ouvrir."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from cdg_portal.perimetres.acces import LECTURE_AGENTS, LECTURE_ARGENT, LECTURE_STATISTIQUES
from cdg_portal.perimetres.roles import ROLES_DE_GESTION, Role


@dataclass(frozen=True, slots=True)
class Entree:
    """Une entrée du menu."""

    libelle: str
    url: str
    actif: bool


_MENU = (
    ("Accueil", "accueil:accueil", LECTURE_STATISTIQUES | {Role.ADMINISTRATEUR}),
    ("Sinistres", "sinistres:liste", LECTURE_AGENTS),
    ("Collectivités", "adhesions:collectivites", ROLES_DE_GESTION | {Role.FINANCES}),
    ("Agents", "adhesions:agents", LECTURE_AGENTS),
    ("Adhésions", "adhesions:adhesions", LECTURE_ARGENT),
    ("Cotisations", "cotisations:appels", LECTURE_ARGENT),
    ("Bordereaux", "sinistres:bordereaux", LECTURE_ARGENT),
    ("Délais", "sinistres:echeances", LECTURE_AGENTS | {Role.FINANCES}),
    ("Statistiques", "prevention:statistiques", LECTURE_STATISTIQUES),
    ("Simulateurs", "accueil:simulateurs", LECTURE_ARGENT),
    ("Administration", "admin:index", frozenset({Role.ADMINISTRATEUR})),
    ("Aide", "accueil:aide", frozenset(Role)),
)


def menu_de(request: HttpRequest) -> list[Entree]:
    """Les entrées ouvertes aux rôles de la requête, celle de la page courante marquée."""
    roles: frozenset[str] = getattr(request, "roles", frozenset())
    entrees = [(libelle, reverse(nom)) for libelle, nom, permis in _MENU if roles & permis]
    correspond = [url for _, url in entrees if url != "/" and request.path.startswith(url)]
    courante = max(correspond, key=len, default="/" if request.path == "/" else "")
    return [Entree(libelle, url, url == courante) for libelle, url in entrees]
