"""ProConnect, les écrans : partir, revenir, sortir. L'échange a eu lieu avant, hors transaction (EchangeProConnect)."""

from typing import Any

import structlog
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.cache import never_cache

from cdg_portal.comptes import proconnect
from cdg_portal.comptes.chiffrement import chiffrer
from cdg_portal.comptes.proconnect import ATTENTE, JETON, RefusProConnect
from cdg_portal.comptes.services.proconnect import identite_rapprocher

journal = structlog.get_logger(__name__)


@method_decorator([login_not_required, never_cache], name="dispatch")
class _ProConnect(View):
    """N'existe que si ProConnect est réglé ; qui est déjà connecté n'a rien à y faire."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Un refus est une page, avec son explication ; aucune session n'est ouverte."""
        if not proconnect.est_regle():
            raise Http404
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        try:
            return super().dispatch(request, *args, **kwargs)
        except RefusProConnect as refus:
            journal.warning("proconnect-refus", code=refus.code)
            return render(request, "comptes/proconnect_refus.html", {"message": str(refus)}, status=400)


class Partir(_ProConnect):
    """Envoie la personne chez ProConnect."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """La page demandée attend, avec le reste, dans la session."""
        adresse, attente = _obtenu(request)
        suite = request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(suite, {request.get_host()}, require_https=request.is_secure()):
            attente["suite"] = suite
        request.session[ATTENTE] = attente
        return redirect(adresse)


class Revenir(_ProConnect):
    """Le retour de ProConnect. Une adresse GET qui écrit (perimetres.lecture_seule) : le protocole l'impose, et
    `state`, à usage unique, y tient lieu de jeton de formulaire."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Rapproche l'identité vérifiée, puis passe les étapes de connexion."""
        identite, suite = _obtenu(request)
        compte = identite_rapprocher(identite=identite, maintenant=timezone.now())
        clear_login(request)
        request.session[JETON] = chiffrer(identite.jeton)
        reconnus = identite.niveaux & set(settings.PROCONNECT_DEUXIEME_FACTEUR)
        request.second_facteur_proconnect = bool(reconnus)  # type: ignore[attr-defined]
        record_authentication(request, compte, method="proconnect")
        return perform_login(request, Login(user=compte, email=compte.email, redirect_url=suite))


def _obtenu(request: HttpRequest) -> Any:
    """Ce que l'échange a donné. Lève le RefusProConnect qu'il a rencontré."""
    obtenu = request.proconnect  # type: ignore[attr-defined]
    if isinstance(obtenu, RefusProConnect):
        raise obtenu
    return obtenu


def sortie_de_proconnect(request: HttpRequest) -> str:
    """L'adresse où finir la déconnexion d'une session ouverte par ProConnect ; vide sinon, ou s'il ne répond pas."""
    sortie = getattr(request, "proconnect", "")
    if isinstance(sortie, RefusProConnect):
        journal.warning("proconnect-sortie", code=sortie.code)
        return ""
    return str(sortie)
