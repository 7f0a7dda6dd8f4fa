"""Un compte qui a un mot de passe, son second facteur, et de quoi entrer comme on entre vraiment."""

from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.chiffrement import chiffrer
from cdg_portal.comptes.models import Compte
from tests.fabriques import HabilitationFactory

MOT_DE_PASSE = "un-long-mot-de-passe"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
INSTANT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


def code_de(instant: datetime, secret: str = SECRET) -> str:
    """Le code que montre l'application à cet instant."""
    return format_hotp_value(hotp_value(secret, int(instant.timestamp()) // 30))


def application(compte: Compte) -> Authenticator:
    """Inscrit une application, et ses codes de secours."""
    RecoveryCodes.activate(compte)
    return Authenticator.objects.create(
        user=compte, type=Authenticator.Type.TOTP, data={"secret": chiffrer(SECRET)}
    )


def entrer(compte: Compte, *, code: str = "", mot_de_passe: str = MOT_DE_PASSE, **options) -> Client:
    """Un navigateur passé par la connexion, et par le second facteur si un code est donné."""
    navigateur = Client(**options)
    adresse = reverse("comptes:connexion")
    navigateur.post(adresse, {"username": compte.email, "password": mot_de_passe})
    if code:
        navigateur.post(reverse("mfa_authenticate"), {"code": code})
    return navigateur


def connecte(navigateur: Client) -> bool:
    """Vrai si la session de ce navigateur ouvre une page du portail à la requête suivante."""
    return navigateur.get(reverse("comptes:compte")).status_code == 200


@pytest.fixture
def temps():
    with time_machine.travel(INSTANT, tick=False) as voyage:
        yield voyage


@pytest.fixture
def compte(db, temps) -> Compte:
    return Compte.objects.create_user("camille.orme@exemple.fr", MOT_DE_PASSE, prenom="Camille", nom="Orme")


@pytest.fixture
def gestionnaire(compte) -> Compte:
    """Le compte, gestionnaire du CDG."""
    with perimetre(Perimetre(cdg=True)):
        HabilitationFactory(compte=compte)
    return compte


@pytest.fixture
def courriels(django_capture_on_commit_callbacks, mailoutbox):
    """Joue un acte et rend les courriels partis : ils partent quand la transaction est validée."""

    def partis(acte):
        avant = len(mailoutbox)
        with django_capture_on_commit_callbacks(execute=True):
            acte()
        return mailoutbox[avant:]

    return partis
