"""Le second facteur : demandé, imposé, inscrit, retiré ; ses codes ne servent qu'une fois."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings as reglages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.chiffrement import SecretIllisible, chiffrer, dechiffrer
from cdg_portal.comptes.regles.cles import verifier_les_cles
from cdg_portal.comptes.services import lien_de_connexion_creer
from cdg_portal.comptes.services.second_facteur import code_verifier, secrets_rechiffrer
from cdg_portal.comptes.services.tentatives import CODES_PERMIS
from tests.comptes.conftest import INSTANT, MOT_DE_PASSE, SECRET, application, code_de, connecte, entrer
from tests.fabriques import CompteFactory, HabilitationFactory

CLES = ("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=")


@pytest.fixture
def impose(settings):
    settings.DEUXIEME_FACTEUR_OBLIGATOIRE = True


def test_le_mot_de_passe_ne_suffit_pas_a_qui_a_un_second_facteur(compte):
    application(compte)
    navigateur = entrer(compte)
    assert "_auth_user_id" not in navigateur.session
    assert not connecte(navigateur)
    page = navigateur.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Ce code" in page.content.decode()
    assert not connecte(navigateur)
    navigateur.post(reverse("mfa_authenticate"), {"code": code_de(INSTANT)})
    assert connecte(navigateur)


def test_la_page_demandee_attend_le_second_facteur(client, compte):
    application(compte)
    saisie = {"username": compte.email, "password": MOT_DE_PASSE, "next": "/compte/sessions/"}
    client.post(reverse("comptes:connexion"), saisie)
    assert client.post(reverse("mfa_authenticate"), {"code": code_de(INSTANT)}).url == "/compte/sessions/"


def test_un_code_vu_ne_se_rejoue_pas(compte, temps):
    application(compte)
    code = code_de(INSTANT)
    assert connecte(entrer(compte, code=code))
    assert not connecte(entrer(compte, code=code))
    temps.shift(timedelta(seconds=30))
    assert not connecte(entrer(compte, code=code))  # encore dans la tolérance d'horloge, mais déjà vu
    assert connecte(entrer(compte, code=code_de(INSTANT + timedelta(seconds=30))))


@pytest.mark.parametrize(("ecart", "admis"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_l_horloge_du_telephone_peut_deriver_d_une_periode(compte, ecart, admis):
    application(compte)
    code = code_de(INSTANT + timedelta(seconds=ecart))
    assert bool(code_verifier(compte=compte, code=code, maintenant=INSTANT)) == admis


def test_un_code_de_secours_sert_une_fois_et_previent(compte, courriels):
    application(compte)
    secours = Authenticator.objects.get(user=compte, type="recovery_codes")
    code = RecoveryCodes(secours).get_unused_codes()[3]
    (avis,) = courriels(lambda: entrer(compte, code=code))
    assert "Un code de secours vient de servir" in avis.body
    assert avis.to == [compte.email]
    assert not connecte(entrer(compte, code=code))
    secours.refresh_from_db()
    assert len(RecoveryCodes(secours).get_unused_codes()) == 9


def test_dix_codes_faux_puis_meme_le_bon_attend(compte, temps):
    application(compte)
    for rang in range(CODES_PERMIS):
        # d'autant de postes : la borne est celle du compte
        entrer(compte, code=f"{rang:06}", REMOTE_ADDR=f"192.0.2.{rang}")
    assert not connecte(entrer(compte, code=code_de(INSTANT)))
    apres = INSTANT + timedelta(hours=1, seconds=1)
    temps.move_to(apres)
    assert connecte(entrer(compte, code=code_de(apres)))


def test_inscrire_une_application_montre_les_codes_une_seule_fois(compte, courriels):
    navigateur = entrer(compte)
    page = navigateur.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret not in str(dict(navigateur.session))  # chiffré, même en attente
    faux = navigateur.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert faux.context["form"].secret == secret
    inscription = {"code": code_de(INSTANT, secret)}
    (avis,) = courriels(lambda: navigateur.post(reverse("mfa_activate_totp"), inscription))
    assert "application d'authentification protège" in avis.body
    codes = navigateur.get(reverse("mfa_view_recovery_codes")).context["codes"]
    assert len(codes) == len(set(codes)) == 10
    encore = navigateur.get(reverse("mfa_view_recovery_codes"))
    assert encore.context["codes"] == []
    assert not any(code in encore.content.decode() for code in codes)
    # le code d'inscription ne rouvre pas une session
    assert not connecte(entrer(compte, code=inscription["code"]))
    (avis,) = courriels(lambda: navigateur.post(reverse("mfa_generate_recovery_codes")))
    assert "nouveaux codes de secours" in avis.body
    assert not set(navigateur.get(reverse("mfa_view_recovery_codes")).context["codes"]) & set(codes)


def test_les_secrets_sont_illisibles_dans_la_base(compte):
    application(compte)
    with connection.cursor() as c:
        c.execute("SELECT data::text FROM mfa_authenticator")
        lus = "".join(texte for (texte,) in c.fetchall())
    assert SECRET not in lus
    assert lus.count("gAAAA") == 2  # le secret et la graine des codes de secours


def test_les_cles_tournent_sans_que_personne_reinscrive_rien(compte, settings):
    ancienne, nouvelle = CLES
    settings.CLES_DE_CHIFFREMENT = [ancienne]
    application(compte)
    settings.CLES_DE_CHIFFREMENT = [nouvelle, ancienne]
    assert secrets_rechiffrer() == 2
    settings.CLES_DE_CHIFFREMENT = [nouvelle]
    assert code_verifier(compte=compte, code=code_de(INSTANT), maintenant=INSTANT)
    settings.CLES_DE_CHIFFREMENT = [ancienne]
    with pytest.raises(SecretIllisible):
        code_verifier(compte=compte, code=code_de(INSTANT), maintenant=INSTANT)


def test_la_cle_d_essai_n_est_pas_derivee_et_ne_passe_pas_en_production(settings):
    assert dechiffrer(chiffrer("secret")) == "secret"
    settings.SECRET_KEY = "autre" * 20
    assert dechiffrer(chiffrer("secret")) == "secret"
    verifier_les_cles(CLES)
    for fausse in (reglages.CLES_DE_CHIFFREMENT[0], "courte", "AAAA" * 10 + "AAA=", "pas du base64 !"):
        with pytest.raises(ValueError, match="CLES_DE_CHIFFREMENT"):
            verifier_les_cles([fausse])


def test_un_agent_du_cdg_sans_second_facteur_n_ouvre_que_son_inscription(gestionnaire, impose):
    navigateur = entrer(gestionnaire)
    inscription = f"{reverse('mfa_index')}?next="
    for nom in ("accueil:accueil", "sinistres:liste", "adhesions:agents", "comptes:compte", "admin:index"):
        reponse = navigateur.get(reverse(nom))
        assert reponse.status_code == 302, nom
        assert reponse.url.startswith(inscription), nom
    assert navigateur.post(reverse("account_change_password"), {}).url.startswith(inscription)
    fragment = navigateur.get(reverse("sinistres:liste"), headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"].startswith(inscription)
    for nom in ("accueil:aide", "accueil:regles", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"):
        assert navigateur.get(reverse(nom)).status_code == 200, nom
    page = navigateur.get(reverse("mfa_index")).content.decode()
    assert "Inscrivez un second facteur pour continuer" in page
    secret = navigateur.get(reverse("mfa_activate_totp")).context["form"].secret
    navigateur.post(reverse("mfa_activate_totp"), {"code": code_de(INSTANT, secret)})
    assert navigateur.get(reverse("sinistres:liste")).status_code == 200
    assert navigateur.post(reverse("comptes:deconnexion")).status_code == 302


def test_l_administration_l_exige_aussi(compte, impose):
    with perimetre(Perimetre(cdg=True)):
        HabilitationFactory(compte=compte, role="ADMINISTRATEUR")
    compte.is_staff = True
    compte.save()
    navigateur = entrer(compte)
    assert navigateur.get(reverse("admin:comptes_compte_changelist")).url.startswith(reverse("mfa_index"))
    application(compte)
    navigateur = entrer(compte, code=code_de(INSTANT))
    assert navigateur.get(reverse("admin:comptes_compte_changelist")).status_code == 200


def test_une_session_anterieure_a_l_inscription_doit_donner_le_code(gestionnaire, impose):
    ancienne = entrer(gestionnaire)
    application(gestionnaire)
    # ni le portail, ni l'inscription d'un second facteur de plus
    for nom in ("sinistres:liste", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"):
        assert ancienne.get(reverse(nom)).url.startswith(reverse("mfa_reauthenticate")), nom
    ancienne.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    assert ancienne.get(reverse("sinistres:liste")).status_code == 302
    ancienne.post(reverse("mfa_reauthenticate"), {"code": code_de(INSTANT)})
    assert ancienne.get(reverse("sinistres:liste")).status_code == 200


@pytest.mark.parametrize("role", ["RH_SAISIE", "RH_VALIDEUR", "LECTEUR", "ASSUREUR"])
def test_les_autres_roles_peuvent_s_en_passer(compte, impose, role):
    with perimetre(Perimetre(cdg=True)):
        HabilitationFactory(compte=compte, rh=True, role=role)
    assert connecte(entrer(compte))


def test_devenir_agent_du_cdg_l_impose_a_la_requete_suivante(compte, impose):
    navigateur = entrer(compte)
    assert connecte(navigateur)
    with perimetre(Perimetre(cdg=True)):
        HabilitationFactory(compte=compte)
    assert not connecte(navigateur)


def test_un_lien_de_demonstration_en_dispense(gestionnaire, impose):
    jeton = lien_de_connexion_creer(
        compte=gestionnaire, maintenant=timezone.now(), duree=timedelta(minutes=5)
    )
    navigateur = Client()
    navigateur.post(reverse("comptes:lien", args=[jeton]))
    assert navigateur.get(reverse("sinistres:liste")).status_code == 200


def test_le_dernier_second_facteur_d_un_agent_du_cdg_ne_se_retire_pas(gestionnaire, impose, courriels):
    application(gestionnaire)
    navigateur = entrer(gestionnaire, code=code_de(INSTANT))
    refus = navigateur.post(reverse("mfa_deactivate_totp"), follow=True).content.decode()
    assert "Votre rôle exige un second facteur" in refus
    assert Authenticator.objects.filter(user=gestionnaire, type="totp").exists()
    with perimetre(Perimetre(cdg=True)):
        gestionnaire.habilitations.update(role="RH_SAISIE")
    (avis,) = courriels(lambda: navigateur.post(reverse("mfa_deactivate_totp")))
    assert "a été retirée" in avis.body
    assert not Authenticator.objects.filter(user=gestionnaire).exists()  # les codes de secours avec
    with perimetre(Perimetre(cdg=True)):
        gestionnaire.habilitations.update(role="GESTIONNAIRE_CDG")
    assert not connecte(navigateur)  # la session n'a plus de second facteur


def test_retirer_son_dernier_facteur_ferme_ses_autres_sessions(compte, temps):
    """Le second facteur qu'elles ont donné n'existe plus : elles ne s'en prévalent pas."""
    application(compte)
    navigateur = entrer(compte, code=code_de(INSTANT))
    temps.shift(timedelta(seconds=30))
    autre = entrer(compte, code=code_de(INSTANT + timedelta(seconds=30)))
    assert connecte(autre)
    navigateur.post(reverse("mfa_deactivate_totp"))
    assert connecte(navigateur)
    assert not connecte(autre)


def test_retirer_un_facteur_sur_deux_ne_ferme_rien(compte, temps):
    application(compte)
    Authenticator.objects.create(user=compte, type="webauthn", data={"name": "Clé"})
    navigateur = entrer(compte, code=code_de(INSTANT))
    temps.shift(timedelta(seconds=30))
    autre = entrer(compte, code=code_de(INSTANT + timedelta(seconds=30)))
    navigateur.post(reverse("mfa_deactivate_totp"))
    assert connecte(navigateur) and connecte(autre)


def test_retirer_un_facteur_compte_les_autres_sous_verrou(gestionnaire, impose):
    """Deux onglets qui retirent chacun l'un des deux facteurs se suivent : le second trouve le dernier."""
    application(gestionnaire)
    cle = Authenticator.objects.create(user=gestionnaire, type="webauthn", data={"name": "Clé"})
    navigateur = entrer(gestionnaire, code=code_de(INSTANT))
    for adresse in (reverse("mfa_deactivate_totp"), reverse("mfa_remove_webauthn", args=[cle.pk])):
        with CaptureQueriesContext(connection) as ordres:
            navigateur.post(adresse)
        lus = [o["sql"] for o in ordres]
        verrou = next(n for n, sql in enumerate(lus) if "comptes_compte" in sql and "FOR UPDATE" in sql)
        assert any("mfa_authenticator" in sql for sql in lus[verrou + 1 :])
    assert Authenticator.objects.filter(user=gestionnaire, type="webauthn").exists()


def test_au_bout_de_cinq_minutes_changer_de_facteur_redemande_une_preuve(compte, temps):
    navigateur = entrer(compte)
    assert navigateur.get(reverse("mfa_activate_totp")).status_code == 200
    temps.shift(timedelta(minutes=6))
    preuve = navigateur.get(reverse("mfa_activate_totp")).url
    assert preuve.startswith(reverse("account_reauthenticate"))
    faux = navigateur.post(preuve, {"password": "faux"})
    assert "Mot de passe incorrect." in faux.content.decode()
    assert navigateur.post(preuve, {"password": MOT_DE_PASSE}).url == reverse("mfa_activate_totp")
    assert navigateur.get(reverse("mfa_activate_totp")).status_code == 200


def test_la_cle_d_un_autre_n_existe_pas(compte):
    cle = Authenticator.objects.create(user=CompteFactory(), type="webauthn", data={"name": "Clé"})
    navigateur = entrer(compte)
    for nom in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        for reponse in (
            navigateur.get(reverse(nom, args=[cle.pk])),
            navigateur.post(reverse(nom, args=[cle.pk])),
        ):
            assert reponse.status_code == 404
    assert Authenticator.objects.filter(pk=cle.pk).exists()


IMBRIQUEE = "[" * 2000
ATTESTATION_FAUSSE = json.dumps(
    {
        "id": "AA",
        "rawId": "AA",
        "type": "public-key",
        "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
    }
)


@pytest.mark.parametrize("reponse", [IMBRIQUEE, ATTESTATION_FAUSSE, "null", "{"])
def test_une_reponse_de_cle_forgee_est_fausse_sans_panne(client, compte, reponse):
    """Ni à la connexion, sans compte, ni à l'inscription d'une clé."""
    client.raise_request_exception = False
    assert client.post(reverse("mfa_login_webauthn"), {"credential": reponse}).status_code < 500
    client.force_login(compte)
    assert client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": reponse}).status_code < 500
