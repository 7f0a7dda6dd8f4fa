"""Un bouton, un acte : le refus métier devient un message, jamais une page d'erreur."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.etats import TransitionInterdite

# Un second clic sur un bouton déjà obéi n'est pas une faute.
_DEJA_FAIT = ("appel-deja-emis", "participation-deja-emise")


def jouer(request: HttpRequest, acte: Callable[[], Any], *, fait: str) -> Any | None:
    """Joue l'acte et dit ce qui s'est passé ; rend son résultat, ou None s'il est refusé."""
    try:
        resultat = acte()
    except TransitionInterdite as refus:
        messages.warning(request, f"{refus.message} Rien n'a changé.")
    except ErreurMetier as refus:
        niveau = messages.warning if refus.code in _DEJA_FAIT else messages.error
        niveau(request, refus.message)
    else:
        messages.success(request, fait)
        return resultat
    return None
