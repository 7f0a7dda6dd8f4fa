"""Avant la page : suivi des sessions (au plus une écriture par minute), et tout ce qui attend ProConnect."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from cdg_portal.comptes import proconnect
from cdg_portal.comptes.chiffrement import dechiffrer
from cdg_portal.comptes.proconnect import ATTENTE, AUTREMENT, JETON, RefusProConnect
from cdg_portal.comptes.selectors import OUVERTE
from cdg_portal.comptes.services.sessions import session_vue
from cdg_portal.comptes.services.tentatives import depart_permis
from cdg_portal.requetes import adresse_complete, adresse_du_client

INTERVALLE = 60  # secondes
VUE = "vue_a"


class SessionSuivieMiddleware:
    """Avant le périmètre : hors de la transaction, souvent en lecture seule, de la page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note l'activité d'une session ouverte par une connexion."""
        cle, ouverte = request.session.session_key, request.session.get(OUVERTE)
        maintenant = timezone.now()
        if cle and ouverte and maintenant.timestamp() - request.session.get(VUE, ouverte) >= INTERVALLE:
            session_vue(cle=cle, maintenant=maintenant)
            request.session[VUE] = maintenant.timestamp()
        return self.get_response(request)


class EchangeProConnect:
    """Avant le périmètre : aucune transaction n'attend un fournisseur lent, et la base reste aux autres.

    Pose `request.proconnect` : ce que l'échange a donné, ou le RefusProConnect que la page dira.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """L'échange que demande cette adresse, s'il y en a un."""
        if proconnect.est_regle() and (echange := self._echange(request)):
            try:
                request.proconnect = echange(request)  # type: ignore[attr-defined]
            except RefusProConnect as refus:
                request.proconnect = refus  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def _echange(request: HttpRequest) -> Callable[[HttpRequest], Any] | None:
        if request.user.is_authenticated:
            sortie = request.method == "POST" and request.path == reverse("comptes:deconnexion")
            return _sortir if sortie else None
        if request.method not in ("GET", "HEAD"):
            return None
        return {
            reverse("comptes:proconnect"): _partir,
            reverse("comptes:proconnect_retour"): _revenir,
        }.get(request.path)


def _partir(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    """L'adresse où envoyer la personne, et ce que sa session doit retenir."""
    maintenant = timezone.now()
    if not depart_permis(adresse=adresse_du_client(request), maintenant=maintenant):
        raise RefusProConnect(
            "proconnect-trop",
            "Trop de connexions par ProConnect sont parties de votre réseau dans l'heure. Réessayez plus tard, ou "
            "connectez-vous avec votre adresse électronique et votre mot de passe.",
        )
    return proconnect.demarrer(retour=_retour(request), instant=maintenant.timestamp())


def _revenir(request: HttpRequest) -> tuple[proconnect.Identite, str]:
    """L'identité vérifiée, et la page qui attendait. Le `state` retenu ne sert qu'une fois, même refusé."""
    attente = request.session.pop(ATTENTE, None)
    if "code" not in request.GET:
        raise RefusProConnect(
            "proconnect-abandon", f"La connexion par ProConnect a été abandonnée. {AUTREMENT}"
        )
    identite = proconnect.identifier(
        code=request.GET["code"],
        state=request.GET.get("state", ""),
        attente=attente,
        retour=_retour(request),
        instant=timezone.now().timestamp(),
    )
    return identite, (attente or {}).get("suite") or reverse(settings.LOGIN_REDIRECT_URL)


def _sortir(request: HttpRequest) -> str:
    """L'adresse où finir la déconnexion d'une session ouverte par ProConnect ; vide pour une autre."""
    garde = request.session.get(JETON)
    if not garde:
        return ""
    retour = adresse_complete(request, reverse("comptes:connexion"))
    return proconnect.adresse_de_sortie(jeton=dechiffrer(garde), retour=retour)


def _retour(request: HttpRequest) -> str:
    return adresse_complete(request, reverse("comptes:proconnect_retour"))
