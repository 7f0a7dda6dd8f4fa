"""Ce que nous changeons d'allauth : aucune inscription, nos courriels, nos secrets chiffrés, nos règles."""

from datetime import timedelta
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cdg_portal.comptes.chiffrement import chiffrer, dechiffrer
from cdg_portal.comptes.courriels import envoyer
from cdg_portal.comptes.regles.appareils import adresse_tronquee
from cdg_portal.comptes.selectors import OUVERTE, SECOND_FACTEUR
from cdg_portal.requetes import adresse_du_client

journal = structlog.get_logger(__name__)
# Une connexion d'il y a moins de cinq minutes vaut preuve : on ne redemande pas tout de suite le mot de passe.
PREUVE_RECENTE = timedelta(minutes=5)
REFUS = "Adresse électronique ou mot de passe incorrect."
# Ce qu'allauth annonce, et la phrase que nous en disons.
AVIS = {
    "mfa/email/totp_activated": "Une application d'authentification protège désormais votre compte.",
    "mfa/email/totp_deactivated": "L'application d'authentification de votre compte a été retirée.",
    "mfa/email/webauthn_added": "Une clé d'accès a été ajoutée à votre compte.",
    "mfa/email/webauthn_removed": "Une clé d'accès a été retirée de votre compte.",
    "mfa/email/recovery_codes_generated": "De nouveaux codes de secours ont remplacé les précédents.",
    "account/email/password_changed": "Le mot de passe de votre compte a été changé.",
}
ERREURS = {
    "incorrect_code": "Ce code, ou cette clé, n'est pas reconnu. Vérifiez l'heure de votre appareil et réessayez.",
    "incorrect_password": "Mot de passe incorrect.",
    "enter_current_password": "Ce n'est pas votre mot de passe actuel.",
}


def session_marquer(request: HttpRequest, *, second_facteur: str) -> None:
    """Borne la session à douze heures dès son ouverture, et retient ce qui vaut second facteur ("" : rien)."""
    maintenant = timezone.now()
    request.session.set_expiry(maintenant + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    request.session[OUVERTE] = maintenant.timestamp()
    request.session.pop(SECOND_FACTEUR, None)
    if second_facteur:
        request.session[SECOND_FACTEUR] = second_facteur


class AdaptateurDeCompte(DefaultAccountAdapter):
    """Connexion : personne ne s'inscrit seul."""

    error_messages = DefaultAccountAdapter.error_messages | ERREURS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """On entre par invitation, ou par un administrateur."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Le réseau du client, sans le poste : tout ce que garde la liste des sessions."""
        return adresse_tronquee(adresse_du_client(request))

    def get_login_stages(self) -> list[str]:
        """Le second facteur, sauf quand ProConnect vient de l'exiger lui-même pour cette requête."""
        if getattr(self.request, "second_facteur_proconnect", False):
            return []
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Non, si une preuve d'identité date de moins de cinq minutes dans cette session."""
        preuves = get_authentication_records(self.request, self.request.user)
        instants = [preuve["at"] for preuve in preuves]
        return not instants or timezone.now().timestamp() - max(instants) > PREUVE_RECENTE.total_seconds()

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Toutes les étapes sont passées : la session est ouverte."""
        moyens = [preuve["method"] for preuve in get_authentication_records(request, user)]
        if getattr(request, "second_facteur_proconnect", False):
            second_facteur = "proconnect"
        else:
            second_facteur = "local" if "mfa" in moyens else ""
        session_marquer(request, second_facteur=second_facteur)
        journal.info("connexion", compte=str(user.uid), moyen="+".join(moyens))
        return super().post_login(request, user, **kwargs)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Comme pour un secret faux : un compte désactivé ne se distingue pas."""
        messages.error(request, REFUS)
        return redirect("comptes:connexion")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Seuls les messages donnés en clair : chaque écran dit lui-même ce qu'il a fait."""
        if message := kwargs.get("message"):
            messages.add_message(request, level, message)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Un seul gabarit, une phrase par évènement ; un évènement sans phrase est une faute de programme."""
        envoyer(user.email, "comptes/securite", {"compte": user, "phrase": AVIS[template_prefix]})


class AdaptateurDeSecondFacteur(DefaultMFAAdapter):
    """Second facteur : secrets chiffrés dans la base, clés nommées en français."""

    error_messages = DefaultMFAAdapter.error_messages | ERREURS

    def encrypt(self, text: str) -> str:
        """Chiffre un secret avec la première clé."""
        return chiffrer(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Déchiffre un secret ; lève SecretIllisible."""
        return dechiffrer(encrypted_text)

    def _get_site_name(self) -> str:
        return "Statutaire"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """« Clé d'accès », puis « Clé d'accès 2 »…"""
        rang = user.authenticator_set.filter(type=type).count() + 1
        return "Clé d'accès" if rang == 1 else f"Clé d'accès {rang}"
