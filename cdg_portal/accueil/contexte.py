"""Ce que tout gabarit reçoit : menu permis, compte affiché, date figée d'une démonstration."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cdg_portal.accueil.menu import menu_de


def gabarit(request: HttpRequest) -> dict[str, Any]:
    """Variables communes aux pages."""
    figee = settings.DATE_DE_REFERENCE
    return {
        "menu": menu_de(request),
        "roles": getattr(request, "roles", frozenset()),
        "date_de_reference": date.fromisoformat(figee) if figee else None,
    }
