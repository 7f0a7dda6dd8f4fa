"""Entrer et sortir : mot de passe, lien de démonstration, déconnexion."""

from typing import Any

import structlog
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, RedirectURLMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from django.views.generic.base import RedirectView

from cdg_portal.comptes import proconnect
from cdg_portal.comptes.adaptateurs import session_marquer
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.selectors import lien_valable
from cdg_portal.comptes.services import LienRefuse, lien_de_connexion_consommer
from cdg_portal.comptes.web.forms import FormulaireConnexion
from cdg_portal.comptes.web.proconnect import sortie_de_proconnect

journal = structlog.get_logger(__name__)
MOTEUR = "django.contrib.auth.backends.ModelBackend"


@method_decorator([login_not_required, never_cache, sensitive_post_parameters("password")], name="dispatch")
class Connexion(RedirectURLMixin, FormView):
    """Adresse électronique et mot de passe ; mène au second facteur s'il y en a un, puis à la page demandée."""

    template_name = "comptes/connexion.html"
    form_class = FormulaireConnexion
    next_page = settings.LOGIN_REDIRECT_URL

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Qui est déjà connecté n'a rien à faire ici."""
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Le formulaire a besoin de l'adresse du client."""
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La page demandée, gardée d'un essai à l'autre ; ce que cette installation propose."""
        return super().get_context_data(
            next=self.get_redirect_url(), proconnect=proconnect.est_regle(), **kwargs
        )

    def form_valid(self, form: FormulaireConnexion) -> HttpResponse:
        """Passe les étapes : la session ne s'ouvre qu'après la dernière."""
        assert form.compte is not None  # un formulaire valide a son compte
        clear_login(self.request)  # une étape laissée par un autre essai ne sert pas à celui-ci
        suite = Login(user=form.compte, email=form.compte.email, redirect_url=self.get_success_url())
        return perform_password_login(self.request, {}, suite)


@method_decorator(login_not_required, name="dispatch")
class Reprise(RedirectView):
    """Où mène une étape de connexion abandonnée ou trop longue : au début."""

    pattern_name = "comptes:connexion"
    query_string = True


@method_decorator([login_not_required, never_cache], name="dispatch")
class Lien(View):
    """Lien à usage unique : le lire ne l'use pas (les messageries ouvrent les liens), le bouton oui."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """N'existe pas en production."""
        if not settings.LIENS_DE_CONNEXION:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, jeton: str) -> HttpResponse:
        """« Entrer comme … »."""
        lien = lien_valable(jeton=jeton, maintenant=timezone.now())
        return self._page(request, lien.compte if lien else None)

    def post(self, request: HttpRequest, jeton: str) -> HttpResponse:
        """Use le lien et ouvre la session, dispensée de second facteur (démonstration, formation)."""
        try:
            compte = lien_de_connexion_consommer(jeton=jeton, maintenant=timezone.now())
        except LienRefuse:
            return self._page(request, None)
        login(request, compte, backend=MOTEUR)
        session_marquer(request, second_facteur="lien")
        UserSession.objects.create_from_request(request)
        journal.info("connexion", compte=str(compte.uid), moyen="lien")
        return redirect(settings.LOGIN_REDIRECT_URL)

    def _page(self, request: HttpRequest, compte: Compte | None) -> HttpResponse:
        return render(
            request, "comptes/lien_connexion.html", {"compte": compte}, status=200 if compte else 410
        )


class Deconnexion(LogoutView):
    """Ferme la session ici, et chez ProConnect si c'est par lui qu'on est entré."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """L'adresse de sortie se lit avant que la session ne s'efface."""
        sortie = sortie_de_proconnect(request)
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        reponse = super().post(request, *args, **kwargs)
        return redirect(sortie) if sortie else reponse
