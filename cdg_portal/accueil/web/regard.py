"""Qui regarde, d'après la requête."""

from django.http import HttpRequest

from cdg_portal.accueil.files import Regard
from cdg_portal.horloge import aujourdhui


def regard_de(request: HttpRequest) -> Regard:
    """Le compte connecté, ses droits en cours (ceux du compte assisté pendant une assistance) et le jour."""
    return Regard(
        compte_id=request.user.pk or 0,
        habilitations=getattr(request, "habilitations", []),
        jour=aujourdhui(),
    )
