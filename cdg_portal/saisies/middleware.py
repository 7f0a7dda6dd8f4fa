"""Une page demandée sans connexion mène à la connexion ; ce qui y était tapé attend le retour."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from cdg_portal.saisies.attente import discret, retenir

SESSION_FINIE = (
    "Votre session a pris fin. Connectez-vous : ce que vous aviez tapé reviendra dans le formulaire."
)


class ConnexionExigee(LoginRequiredMiddleware):
    """Celui de Django, qui en plus ne perd pas l'envoi d'un formulaire."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """Retient l'envoi, puis mène à la connexion et, de là, au formulaire."""
        retenue = retenir(request, maintenant=timezone.now()) if request.method == "POST" else None
        if retenue is None:
            reponse: HttpResponse = super().handle_no_permission(request, view_func)
            return reponse
        if discret(request):
            return JsonResponse({"message": SESSION_FINIE}, status=401)
        messages.warning(request, SESSION_FINIE)
        return redirect_to_login(retenue.adresse)
