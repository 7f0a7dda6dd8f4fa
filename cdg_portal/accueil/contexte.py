"""Ce que tout gabarit reçoit : menu permis, compte affiché, date figée d'une démonstration."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cdg_portal.accueil.menu import menu_de
from cdg_portal.perimetres.roles import Role


def gabarit(request: HttpRequest) -> dict[str, Any]:
    """Variables communes aux pages (voir l'en-tête de templates/base.html)."""
    figee = settings.DATE_DE_REFERENCE
    compte = getattr(request, "user", None)
    roles: frozenset[str] = getattr(request, "roles", frozenset())
    affiche = None
    if compte is not None and compte.is_authenticated:
        libelles = sorted(str(Role(r).label) for r in roles)
        affiche = {"nom": compte.get_full_name(), "precision": ", ".join(libelles) or "Aucune habilitation"}
    return {
        "menu": menu_de(request),
        "roles": roles,
        "utilisateur_affiche": affiche,
        "url_deconnexion": reverse("comptes:deconnexion"),
        "organisme": settings.ORGANISME,
        "date_de_reference": date.fromisoformat(figee) if figee else None,
    }
