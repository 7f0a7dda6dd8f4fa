"""Ouvre le périmètre pour toute la réponse, rendu différé compris."""

from collections.abc import Callable
from contextlib import ExitStack

import pghistory
import structlog
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from cdg_portal.cloisonnement.perimetre import AUCUN, perimetre
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres import lecture_seule
from cdg_portal.perimetres.selectors import habilitations_actives, perimetre_de

# L'API publique ne lit aucune table ; sans périmètre, toute lecture cloisonnée y lèverait PerimetreAbsent.
SANS_BASE = ("/static/", "/sante", "/pret", "/api/")


class PerimetreMiddleware:
    """Dernier de la liste. Session et compte sont des tables globales, lisibles avant lui."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pose `request.habilitations` et `request.roles`, puis exécute la vue dans son périmètre."""
        if request.path.startswith(SANS_BASE):
            return self.get_response(request)
        request.habilitations, request.roles = [], frozenset()  # type: ignore[attr-defined]
        borne, connecte = AUCUN, request.user.is_authenticated
        if request.user.is_authenticated:
            actives = habilitations_actives(compte_id=request.user.pk, au=aujourdhui())
            request.habilitations = actives  # type: ignore[attr-defined]
            request.roles = frozenset(h.role for h in actives)  # type: ignore[attr-defined]
            borne = perimetre_de(actives, compte_id=request.user.pk)
            structlog.contextvars.bind_contextvars(compte=str(request.user.uid))
        with ExitStack() as pile:
            pile.enter_context(perimetre(borne))
            if request.user.is_authenticated:
                pile.enter_context(pghistory.context(utilisateur=request.user.pk, adresse=request.path))
            if request.method in ("GET", "HEAD", "OPTIONS"):
                lecture_seule.imposer()
            reponse = self.get_response(request)
            if hasattr(reponse, "render") and not getattr(reponse, "is_rendered", True):
                reponse.render()
            if reponse.status_code >= 500:
                transaction.set_rollback(True)
        if connecte:
            _ne_rien_garder(reponse)
        return reponse


def _ne_rien_garder(reponse: HttpResponse) -> None:
    """Ce qu'un compte a vu ne reste ni dans le navigateur d'un poste partagé ni dans un mandataire."""
    if "no-store" not in reponse.get("Cache-Control", ""):
        reponse["Cache-Control"] = "private, no-store"
