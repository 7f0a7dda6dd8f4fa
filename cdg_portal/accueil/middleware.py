"""Note les fiches ouvertes : après la réponse, hors de la transaction en lecture seule de la requête."""

from collections.abc import Callable
from uuid import UUID

import structlog
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cdg_portal.accueil.recherche import consultation_noter, fiche_de_page

journal = structlog.get_logger(__name__)


class FichesRecentes:
    """Autour du journal des accès. Ne pas pouvoir noter n'empêche pas de lire."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sert la requête, puis note la fiche si c'en est une que le compte a lue en entier."""
        reponse = self.get_response(request)
        trouvee = request.resolver_match
        if request.method != "GET" or reponse.status_code != 200 or trouvee is None:
            return reponse
        genre, uid = fiche_de_page(trouvee.view_name), trouvee.kwargs.get("uid")
        if genre and isinstance(uid, UUID) and self._la_sienne(request):
            try:
                with transaction.atomic():
                    consultation_noter(
                        compte_id=request.user.pk or 0, genre=genre, objet_uid=uid, instant=timezone.now()
                    )
            except DatabaseError as panne:
                journal.warning("consultation_non_notee", panne=type(panne).__name__)
        return reponse

    @staticmethod
    def _la_sienne(request: HttpRequest) -> bool:
        """Un fragment n'est pas une ouverture ; pendant une assistance, c'est un autre qui regarde."""
        return (
            request.user.is_authenticated
            and not getattr(request, "htmx", False)
            and getattr(request, "assistance", None) is None
        )
