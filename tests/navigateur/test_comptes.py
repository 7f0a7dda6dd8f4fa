"""Entrer vraiment : l'application au clavier, la clé d'accès avec l'authentificateur de Chromium, et axe partout."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cdg_portal.comptes.models import Compte
from tests.fabriques import HabilitationFactory
from tests.navigateur.examen import Examen
from tests.navigateur.parcours import champ, envoyer
from tests.navigateur.test_clavier import ecrire, valider

MOT_DE_PASSE = "un-long-mot-de-passe"
NEUF = "Quatre-Mots-Sans-Rapport"


@pytest.fixture
def compte(tout_le_cdg, live_server, settings) -> Compte:
    """Une gestionnaire du CDG, tenue d'avoir un second facteur."""
    settings.DEUXIEME_FACTEUR_OBLIGATOIRE = True
    with tout_le_cdg():
        compte = Compte.objects.create_user(
            "camille.orme@exemple.fr", MOT_DE_PASSE, prenom="Camille", nom="Orme"
        )
        HabilitationFactory(compte=compte)
    return compte


@pytest.fixture
def sur_localhost(live_server, monkeypatch) -> str:
    """Les clés d'accès demandent un nom : http://localhost en est un, 127.0.0.1 non."""
    monkeypatch.setattr(live_server.thread, "host", "localhost")
    return live_server.url


def code_de(secret: str, dans: int = 0) -> str:
    instant = timezone.now() + timedelta(seconds=30 * dans)
    return format_hotp_value(hotp_value(secret, int(instant.timestamp()) // 30))


def authentificateur(page: Page) -> tuple[Any, str]:
    """Un authentificateur virtuel : intégré, avec clé résidente et vérification de la personne."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def mot_de_passe(page: Page, secret: str = MOT_DE_PASSE) -> None:
    page.goto("/connexion/")
    champ(page, "Adresse électronique").fill("camille.orme@exemple.fr")
    page.get_by_label("Mot de passe", exact=True).fill(secret)
    page.get_by_role("button", name="Se connecter").click()


def titre(page: Page, texte: str) -> None:
    expect(page.get_by_role("heading", level=1, name=texte)).to_be_visible()


def test_inscrire_une_application_puis_entrer_sans_souris(compte, page_neuve):
    page = page_neuve()
    page.goto("/connexion/")
    ecrire(page, "Adresse électronique", "camille.orme@exemple.fr")
    ecrire(page, "Mot de passe", MOT_DE_PASSE)
    valider(page, "Se connecter")
    titre(page, "Second facteur")
    expect(page.get_by_text("Inscrivez un second facteur pour continuer")).to_be_visible()
    valider(page, "Inscrire une application")
    titre(page, "Inscrire une application")
    secret = page.locator("#cle-ecrite").inner_text()
    ecrire(page, "Code affiché par l'application", "000000")
    valider(page, "Inscrire l'application")
    expect(page.get_by_role("alert")).to_be_focused()
    valider(page, "Code affiché par l'application")  # le lien de l'erreur mène au champ
    page.keyboard.press("Control+A")
    page.keyboard.type(code_de(secret))
    valider(page, "Inscrire l'application")
    titre(page, "Codes de secours")
    with page.expect_download() as telecharge:
        valider(page, "Télécharger")
    codes = page.locator("#codes code").all_inner_texts()
    assert telecharge.value.path().read_text("utf-8").split() == codes
    assert len(codes) == 10
    valider(page, "Je les ai gardés")
    titre(page, "Mon compte")
    valider(page, "Se déconnecter")
    titre(page, "Connexion")
    mot_de_passe(page)
    ecrire(page, "Code", codes[0])
    valider(page, "Continuer")
    expect(page).to_have_url("/")


def test_une_cle_d_acces_sert_de_second_facteur_puis_seule(compte, sur_localhost, page_neuve):
    page = page_neuve()
    cdp, numero = authentificateur(page)
    mot_de_passe(page)
    page.get_by_role("link", name="Ajouter une clé d'accès").click()
    page.get_by_label("Nom de la clé").fill("Téléphone")
    page.get_by_role("button", name="Ajouter la clé").click()
    titre(page, "Codes de secours")
    assert Authenticator.objects.filter(user=compte, type="webauthn").count() == 1
    (cle,) = cdp.send("WebAuthn.getCredentials", {"authenticatorId": numero})["credentials"]
    assert (cle["rpId"], cle["isResidentCredential"]) == ("localhost", True)

    page.get_by_role("link", name="Je les ai gardés").click()
    page.get_by_role("button", name="Se déconnecter").click()
    mot_de_passe(page)
    page.get_by_role("button", name="Utiliser ma clé d'accès").click()
    expect(page).to_have_url("/")

    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_role("button", name="Entrer avec une clé d'accès").click()
    expect(page).to_have_url("/")
    page.goto(reverse("mfa_index"))
    expect(page.get_by_role("row", name="Téléphone")).to_be_visible()

    # une clé que le portail ne connaît plus n'ouvre rien, et la page le dit
    page.get_by_role("button", name="Se déconnecter").click()
    Authenticator.objects.all().delete()
    page.get_by_role("button", name="Entrer avec une clé d'accès").click()
    expect(page.get_by_text("n'est pas reconnu")).to_be_visible()
    titre(page, "Connexion")
    # et si l'appareil refuse, la page le dit aussi
    refus = "Promise.reject(new DOMException('refus', 'NotAllowedError'))"
    page.evaluate(f"() => {{ navigator.credentials.get = () => {refus} }}")
    page.get_by_role("button", name="Entrer avec une clé d'accès").click()
    expect(page.get_by_text("La clé d'accès n'a pas servi")).to_be_visible()


def test_chaque_page_des_comptes_est_accessible(compte, sur_localhost, page_neuve, settings, mailoutbox):
    settings.PROCONNECT_URL, settings.PROCONNECT_CLIENT_ID = "https://proconnect.exemple/api/v2", "essai"
    examen = Examen(page_neuve())
    page = examen.page
    authentificateur(page)
    examen.ouvrir("connexion", "/connexion/")
    examen.ouvrir("oubli", reverse("account_reset_password"))
    champ(page, "Adresse électronique de votre compte").fill(compte.email)
    page.get_by_role("button", name="Envoyer le lien").click()
    titre(page, "Regardez vos courriels")
    examen.relever("oubli envoyé")
    lien = next(mot for mot in mailoutbox[0].body.split() if mot.startswith("http"))
    examen.ouvrir("nouveau mot de passe", lien)
    champ(page, "Nouveau mot de passe").fill("court")
    envoyer(page, "Enregistrer")
    examen.relever("nouveau mot de passe en erreur")
    champ(page, "Nouveau mot de passe").fill(NEUF)
    page.get_by_role("button", name="Enregistrer").click()
    titre(page, "Connexion")
    examen.ouvrir("lien usé", lien)
    mot_de_passe(page, NEUF)
    titre(page, "Second facteur")
    examen.relever("second facteur imposé")
    examen.ouvrir("ajouter une clé", reverse("mfa_add_webauthn"))
    page.get_by_role("button", name="Ajouter la clé").click()
    titre(page, "Codes de secours")
    examen.relever("codes montrés")
    examen.ouvrir("codes déjà montrés", reverse("mfa_view_recovery_codes"))
    examen.ouvrir("inscrire une application", reverse("mfa_activate_totp"))
    secret = page.locator("#cle-ecrite").inner_text()
    champ(page, "Code affiché par l'application").fill("000000")
    envoyer(page, "Inscrire l'application")
    examen.relever("inscrire une application en erreur")
    champ(page, "Code affiché par l'application").fill(code_de(secret))
    page.get_by_role("button", name="Inscrire l'application").click()
    titre(page, "Second facteur")
    examen.relever("second facteur inscrit")
    cle = Authenticator.objects.get(type="webauthn")
    for nom, adresse in (
        ("retirer l'application", reverse("mfa_deactivate_totp")),
        ("retirer une clé", reverse("mfa_remove_webauthn", args=[cle.pk])),
        ("renommer une clé", reverse("mfa_edit_webauthn", args=[cle.pk])),
        ("remplacer les codes", reverse("mfa_generate_recovery_codes")),
        ("mon compte", reverse("comptes:compte")),
        ("mot de passe", reverse("account_change_password")),
        ("preuve par mot de passe", reverse("account_reauthenticate")),
        ("preuve par code", reverse("mfa_reauthenticate")),
        ("preuve par clé", reverse("mfa_reauthenticate_webauthn")),
    ):
        examen.ouvrir(nom, adresse)
    for nom, bouton, adresse in (
        ("renommer une clé", "Enregistrer", reverse("mfa_edit_webauthn", args=[cle.pk])),
        ("preuve par mot de passe", "Confirmer", reverse("account_reauthenticate")),
        ("preuve par code", "Confirmer", reverse("mfa_reauthenticate")),
    ):
        page.goto(adresse)
        page.locator("main input:not([type=hidden])").first.fill("")
        page.locator("main form").evaluate_all("(tous) => tous.forEach((f) => { f.noValidate = true; })")
        envoyer(page, bouton)
        expect(page.get_by_role("alert")).to_be_visible()
        examen.relever(f"{nom} en erreur")
    autre = page_neuve()
    mot_de_passe(autre, NEUF)
    titre(autre, "Second facteur")
    champ(autre, "Code").fill(code_de(secret, dans=1))
    autre.get_by_role("button", name="Continuer").click()
    expect(autre).to_have_url("/")
    examen.ouvrir("sessions", reverse("comptes:sessions"))
    assert page.get_by_role("button", name="Fermer toutes les autres…").is_visible()
    envoyer(page, "Se déconnecter")
    mot_de_passe(page, NEUF)
    titre(page, "Second facteur")
    examen.relever("étape du second facteur")
    champ(page, "Code").fill("000000")
    envoyer(page, "Continuer")
    examen.relever("étape du second facteur en erreur")
    examen.conclure(25 + 3)
