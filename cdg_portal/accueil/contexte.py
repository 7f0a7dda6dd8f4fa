"""Ce que tout gabarit reçoit : menu permis, compte affiché, date figée d'une démonstration."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cdg_portal.accueil.aide.lecture import section_de_la_vue
from cdg_portal.accueil.menu import menu_de
from cdg_portal.perimetres.acces import peut
from cdg_portal.perimetres.middleware import COLLECTIVITE_ACTIVE
from cdg_portal.perimetres.roles import Role


def _precision(request: HttpRequest) -> str:
    """Les rôles en cours, d'où viennent ceux qui sont délégués, et la seule collectivité montrée s'il y en a une."""
    libelles = sorted(
        {
            f"{Role(h.role).label} par délégation de {h.delegant}" if h.delegant else str(Role(h.role).label)
            for h in getattr(request, "habilitations", ())
        }
    )
    choisie = request.session.get(COLLECTIVITE_ACTIVE) if hasattr(request, "session") else None
    seule = [f"{choisie['nom']} seulement"] if choisie else []
    return ", ".join([*libelles, *seule]) or "Aucune habilitation"


def _aide(request: HttpRequest) -> str:
    """L'adresse de l'aide de cet écran, pour qui peut la lire ; vide sinon."""
    trouvee = request.resolver_match
    cle = section_de_la_vue().get(trouvee.view_name) if trouvee else None
    if cle is None or not peut(request, "aide.lire"):
        return ""
    return f"{reverse('accueil:aide_ecrans')}#{cle}"


def gabarit(request: HttpRequest) -> dict[str, Any]:
    """Variables communes aux pages (voir l'en-tête de templates/base.html)."""
    figee = settings.DATE_DE_REFERENCE
    compte = getattr(request, "user", None)
    roles: frozenset[str] = getattr(request, "roles", frozenset())
    affiche = None
    if compte is not None and compte.is_authenticated:
        affiche = {"nom": compte.get_full_name(), "precision": _precision(request)}
    return {
        "menu": menu_de(request),
        # Sans le second facteur exigé, la moindre proposition mènerait ailleurs au milieu d'un geste.
        "cherche": not getattr(request, "second_facteur_manque", False),
        "roles": roles,
        "assistance": getattr(request, "assistance", None),
        "utilisateur_affiche": affiche,
        "url_deconnexion": reverse("comptes:deconnexion"),
        "organisme": settings.ORGANISME,
        "formation": settings.MODE_FORMATION,
        "aide_de_l_ecran": _aide(request),
        "accessibilite": settings.ACCESSIBILITE_ETAT,
        "date_de_reference": date.fromisoformat(figee) if figee else None,
    }
