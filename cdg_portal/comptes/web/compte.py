"""« Mon compte » et ses sessions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.selectors import second_facteur, sessions_ouvertes
from cdg_portal.comptes.services.sessions import sessions_fermer


def _compte(request: HttpRequest) -> Compte:
    assert isinstance(request.user, Compte)  # LoginRequiredMiddleware
    return request.user


def _sessions(request: HttpRequest) -> list[Any]:
    cle = request.session.session_key or ""
    return sessions_ouvertes(compte=_compte(request), cle=cle, maintenant=timezone.now())


class MonCompte(TemplateView):
    """Qui l'on est ici, ce que l'on peut, comment on entre."""

    template_name = "comptes/compte.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Les droits viennent de la requête : cette app ne connaît pas les collectivités."""
        compte = _compte(self.request)
        return super().get_context_data(
            compte=compte,
            habilitations=getattr(self.request, "habilitations", []),
            facteur=second_facteur(compte),
            nombre_de_sessions=len(_sessions(self.request)),
            **kwargs,
        )


class Sessions(View):
    """Les sessions ouvertes ; en fermer une, ou toutes les autres."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """La courante d'abord."""
        return render(request, "comptes/sessions.html", {"sessions": _sessions(request)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """`numero` : celle-là ; sinon toutes les autres. On ne ferme que les siennes, et jamais la courante ici."""
        numero, cle = request.POST.get("numero", ""), request.session.session_key or ""
        seule = int(numero) if numero.isdecimal() and len(numero) < 18 else None
        if numero and seule is None:
            messages.error(request, "Cette session n'existe pas ou est déjà fermée.")
            return redirect("comptes:sessions")
        fermees = sessions_fermer(compte=_compte(request), sauf=cle, seule=seule)
        if not fermees:
            messages.info(request, "Aucune session à fermer : elle l'était déjà.")
        elif seule is not None:
            messages.success(request, "La session est fermée.")
        else:
            messages.success(request, f"Autres sessions fermées : {fermees}.")
        return redirect("comptes:sessions")
