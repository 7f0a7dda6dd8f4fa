"""Lecture des comptes, de leurs liens, de leurs sessions et de leurs seconds facteurs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from cdg_portal.comptes.models import Compte, LienConnexion
from cdg_portal.comptes.regles.appareils import appareil
from cdg_portal.comptes.regles.empreintes import empreinte_du_jeton

# Ce que retient une session : l'instant de son ouverture, et ce qui y vaut second facteur.
OUVERTE = "ouverte_a"
SECOND_FACTEUR = "second_facteur"


def comptes_actifs() -> QuerySet[Compte]:
    """Les comptes qui peuvent se connecter, par nom."""
    return Compte.objects.filter(is_active=True).order_by("nom", "prenom", "id")


def compte_actif(*, uid: UUID) -> Compte | None:
    """Le compte de cet identifiant, s'il peut se connecter."""
    return Compte.objects.filter(is_active=True, uid=uid).first()


def lien_valable(*, jeton: str, maintenant: datetime) -> LienConnexion | None:
    """Le lien encore utilisable que désigne ce jeton, avec son compte ; None s'il est inconnu, usé ou expiré."""
    return (
        LienConnexion.objects.select_related("compte")
        .filter(
            empreinte=empreinte_du_jeton(jeton),
            utilise_a__isnull=True,
            expire_a__gt=maintenant,
            compte__is_active=True,
        )
        .first()
    )


@dataclass(frozen=True, slots=True)
class SessionOuverte:
    """Une session du compte : son numéro, l'appareil en mots, ses instants, et si c'est celle d'où l'on regarde."""

    numero: int
    appareil: str
    ouverte_a: datetime
    vue_a: datetime
    courante: bool


def sessions_ouvertes(*, compte: Compte, cle: str, maintenant: datetime) -> list[SessionOuverte]:
    """Les sessions encore valables du compte, la courante (de clé `cle`) d'abord, puis la plus récente."""
    vivantes = Session.objects.filter(expire_date__gt=maintenant).values("session_key")
    suivies = UserSession.objects.filter(user=compte, session_key__in=vivantes).order_by("-last_seen_at")
    lues = [
        SessionOuverte(s.pk, appareil(s.user_agent), s.created_at, s.last_seen_at, s.session_key == cle)
        for s in suivies
    ]
    return sorted(lues, key=lambda s: not s.courante)


@dataclass(frozen=True, slots=True)
class SecondFacteur:
    """Les seconds facteurs d'un compte."""

    application: Authenticator | None
    cles: list[Authenticator]
    codes_restants: int

    @property
    def actif(self) -> bool:
        """Vrai s'il y en a un, codes de secours non compris."""
        return self.application is not None or bool(self.cles)


def second_facteur(compte: Compte) -> SecondFacteur:
    """L'application, les clés d'accès et le nombre de codes de secours restants."""
    facteurs = list(Authenticator.objects.filter(user=compte).order_by("pk"))
    par_type = {f.type: f for f in facteurs}
    secours = par_type.get(Authenticator.Type.RECOVERY_CODES)
    return SecondFacteur(
        application=par_type.get(Authenticator.Type.TOTP),
        cles=[f for f in facteurs if f.type == Authenticator.Type.WEBAUTHN],
        codes_restants=len(RecoveryCodes(secours).get_unused_codes()) if secours else 0,
    )


def a_un_second_facteur(compte: Compte) -> bool:
    """Vrai si le compte a une application d'authentification ou une clé d'accès."""
    return Authenticator.objects.filter(user=compte).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def compte_par_adresse(email: str) -> Compte | None:
    """Le compte actif de cette adresse, ou None."""
    return Compte.objects.filter(email=email.strip().lower(), is_active=True).first()


def session_a_second_facteur(session: Any) -> bool:
    """Vrai si un second facteur a été donné dans cette session, ou si un lien de démonstration l'en dispense."""
    return bool(session.get(SECOND_FACTEUR))
