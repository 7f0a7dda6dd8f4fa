"""Le menu : uniquement des pages dont l'action est permise."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import resolve, reverse

from cdg_portal.perimetres.acces import peut


@dataclass(frozen=True, slots=True)
class Entree:
    """Une entrée du menu."""

    libelle: str
    url: str
    actif: bool


# Libellé, page, et l'action qui montre l'entrée si ce n'est pas celle de la page.
_MENU = (
    ("Accueil", "accueil:accueil", ""),
    ("Sinistres", "sinistres:liste", ""),
    ("Collectivités", "adhesions:collectivites", "collectivites.lister"),
    ("Agents", "adhesions:agents", ""),
    ("Adhésions", "adhesions:adhesions", ""),
    ("Cotisations", "cotisations:appels", ""),
    ("Bordereaux", "sinistres:bordereaux", ""),
    ("Délais", "sinistres:echeances", ""),
    ("Statistiques", "prevention:statistiques", ""),
    ("Simulateurs", "accueil:simulateurs", ""),
    ("Accès", "perimetres:acces", ""),
    ("Administration", "admin:index", "administration.ouvrir"),
    ("Aide", "accueil:aide", ""),
)


@cache
def _entrees() -> list[tuple[str, str, str]]:
    """(libellé, adresse, action) de chaque entrée ; une page sans action est une erreur de programme."""
    adresses = [(libelle, reverse(nom), action) for libelle, nom, action in _MENU]
    return [
        (libelle, url, action or resolve(url).func.action)  # type: ignore[attr-defined]
        for libelle, url, action in adresses
    ]


def menu_de(request: HttpRequest) -> list[Entree]:
    """Les entrées ouvertes aux rôles de la requête, celle de la page courante marquée."""
    entrees = [(libelle, url) for libelle, url, action in _entrees() if peut(request, action)]
    correspond = [url for _, url in entrees if url != "/" and request.path.startswith(url)]
    courante = max(correspond, key=len, default="/" if request.path == "/" else "")
    return [Entree(libelle, url, url == courante) for libelle, url in entrees]
