"""Ouvre le périmètre pour toute la réponse, rendu différé compris ; puis exige le second facteur."""

from collections.abc import Callable
from contextlib import ExitStack

import pghistory
import structlog
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cdg_portal.cloisonnement.perimetre import AUCUN, imposer_la_lecture, perimetre
from cdg_portal.comptes.selectors import a_un_second_facteur, session_a_second_facteur
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres import assistance, lecture_seule
from cdg_portal.perimetres.models import Habilitation
from cdg_portal.perimetres.permissions import roles_de
from cdg_portal.perimetres.roles import ROLES_DU_CDG
from cdg_portal.perimetres.selectors import habilitations_actives, perimetre_de
from cdg_portal.requetes import acces_notes, noter_acces

# Clé de session : la seule collectivité que la personne veut voir, parmi les siennes.
COLLECTIVITE_ACTIVE = "collectivite_active"
# L'API publique ne lit aucune table ; sans périmètre, toute lecture cloisonnée y lèverait PerimetreAbsent.
LECTURE = ("GET", "HEAD", "OPTIONS")
SANS_BASE = ("/static/", "/sante", "/pret", "/api/")

# Sans second facteur, un agent du CDG n'ouvre que de quoi en inscrire un ou le donner, sortir, et l'aide.
SANS_SECOND_FACTEUR = frozenset(
    {
        "comptes:deconnexion",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "accueil:accessibilite",
        "accueil:aide",
        "accueil:aide_ecrans",
        "accueil:prise_en_main",
        "accueil:prises_en_main",
        "accueil:articles",
        "accueil:baremes",
        "accueil:interpretations",
        "accueil:regles",
    }
)
INSCRIPTION = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"})


class PerimetreMiddleware:
    """Avant-dernier de la liste. Session et compte sont des tables globales, lisibles avant lui."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pose `request.habilitations` et `request.roles`, puis exécute la vue dans son périmètre."""
        if request.path.startswith(SANS_BASE):
            return self.get_response(request)
        request.habilitations, request.roles = [], frozenset()  # type: ignore[attr-defined]
        request.assistance = None  # type: ignore[attr-defined]
        borne, connecte = AUCUN, request.user.is_authenticated
        if request.user.is_authenticated:
            actives = habilitations_actives(compte_id=request.user.pk, au=aujourdhui())
            if assistee := _assistance(request, {h.role for h in actives}):
                actives = habilitations_actives(compte_id=assistee.compte_id, au=aujourdhui())
            else:
                actives = _retenues(request, actives)
            request.habilitations = actives  # type: ignore[attr-defined]
            request.roles = frozenset(h.role for h in actives)  # type: ignore[attr-defined]
            borne = perimetre_de(actives, compte_id=request.user.pk)
            structlog.contextvars.bind_contextvars(compte=str(request.user.uid))
        with ExitStack() as pile:
            pile.enter_context(perimetre(borne))
            if request.user.is_authenticated:
                contexte = {"utilisateur": request.user.pk, "adresse": request.path, "perimetre": borne.texte}
                pile.enter_context(pghistory.context(**contexte))
            if _ne_fait_que_lire(request):
                imposer_la_lecture()
            reponse = self.get_response(request)
            if hasattr(reponse, "render") and not getattr(reponse, "is_rendered", True):
                reponse.render()
            if reponse.status_code >= 500:
                transaction.set_rollback(True)
            _rien_emporter(request, reponse)
        if connecte:
            _ne_rien_garder(reponse)
        return reponse


def _assistance(request: HttpRequest, roles: set[str]) -> assistance.Assistance | None:
    """L'assistance en cours, si l'administrateur l'est encore ; elle refuse tout acte, sauf d'en sortir."""
    trouvee = assistance.en_cours(request, maintenant=timezone.now())
    if trouvee is None or not roles & roles_de("administration.assister"):
        return None
    request.assistance = trouvee  # type: ignore[attr-defined]
    permises = {reverse("accueil:assistance_terminer"), reverse("comptes:deconnexion")}
    if request.method not in LECTURE and request.path not in permises | lecture_seule.LISENT_EN_POST:
        raise assistance.ActePendantAssistance
    # Chaque page vue l'est au nom de l'administrateur, compte assisté et motif à l'appui ; le journal y joint l'objet.
    noter_acces(request, "ASSISTANCE", motif=f"Compte assisté {trouvee.compte_uid} : {trouvee.motif}")
    return trouvee


def _ne_fait_que_lire(request: HttpRequest) -> bool:
    """Une lecture par sa méthode, ou une recherche envoyée par POST."""
    if request.method in LECTURE:
        return request.path not in lecture_seule.ECRIVENT_EN_GET
    return request.path in lecture_seule.LISENT_EN_POST


def _rien_emporter(request: HttpRequest, reponse: HttpResponse) -> None:
    """Pendant une assistance, aucun fichier ne sort : lève ExportPendantAssistance, que la page 403 explique."""
    if request.assistance is None or not reponse.get("Content-Disposition", "").startswith("attachment"):  # type: ignore[attr-defined]
        return
    notes = acces_notes(request)
    notes[:] = [n for n in notes if n.nature == "ASSISTANCE"]  # le document noté n'a pas été remis
    raise assistance.ExportPendantAssistance


def _retenues(request: HttpRequest, actives: list[Habilitation]) -> list[Habilitation]:
    """Le choix de la personne ne fait que restreindre ; périmé, il ne compte plus."""
    choisie = request.session.get(COLLECTIVITE_ACTIVE)
    if not choisie:
        return actives
    retenues = [h for h in actives if h.collectivite_id == choisie["id"]]
    if not retenues:
        del request.session[COLLECTIVITE_ACTIVE]
    return retenues or actives


def _ne_rien_garder(reponse: HttpResponse) -> None:
    """Ce qu'un compte a vu ne reste ni dans le navigateur d'un poste partagé ni dans un mandataire."""
    if "no-store" not in reponse.get("Cache-Control", ""):
        reponse["Cache-Control"] = "private, no-store"


class DeuxiemeFacteurMiddleware:
    """Dernier de la liste : les rôles du CDG et l'administration n'ouvrent rien sans second facteur donné."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Rien avant de connaître la vue."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *vue: object) -> HttpResponse | None:
        """Mène à l'inscription, ou au code de qui a déjà un second facteur sans l'avoir donné dans cette session."""
        if not settings.DEUXIEME_FACTEUR_OBLIGATOIRE or not request.user.is_authenticated:
            return None
        roles: frozenset[str] = getattr(request, "roles", frozenset())
        if not (request.user.is_staff or roles & ROLES_DU_CDG):
            return None
        request.second_facteur_obligatoire = True  # type: ignore[attr-defined]
        if session_a_second_facteur(request.session):
            return None
        request.second_facteur_manque = True  # type: ignore[attr-defined]
        nom = request.resolver_match.view_name if request.resolver_match else ""
        inscrit = a_un_second_facteur(request.user)
        # Un second facteur de plus ne s'inscrit pas sans avoir donné le premier.
        if nom in SANS_SECOND_FACTEUR and not (inscrit and nom in INSCRIPTION):
            return None
        page = reverse("mfa_reauthenticate") if inscrit else reverse("mfa_index")
        suite = request.get_full_path() if request.method == "GET" and nom not in INSCRIPTION else "/"
        return _mener(request, f"{page}?{urlencode({'next': suite})}")


def _mener(request: HttpRequest, adresse: str) -> HttpResponse:
    """Redirige ; un fragment demandé par htmx fait changer toute la page."""
    if not getattr(request, "htmx", False):
        return redirect(adresse)
    reponse = HttpResponse(status=204)
    reponse["HX-Redirect"] = adresse
    return reponse
