"""Les limites d'essais tiennent sans Redis, ne s'ouvrent jamais, et n'enferment pas un agent chez lui."""

import threading
from datetime import timedelta

import pytest
from allauth.account import app_settings as compte_allauth
from allauth.mfa import app_settings as mfa_allauth
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from cdg_portal.comptes.adaptateurs import REFUS
from cdg_portal.comptes.hachage import Argon2id
from cdg_portal.comptes.models import Compte, PosteConnu, TentativeConnexion
from cdg_portal.comptes.services import compte_creer
from cdg_portal.comptes.services.tentatives import (
    DEMANDES_PAR_ADRESSE,
    DEMANDES_PAR_POSTE,
    ECHECS_DU_COMPTE,
    ECHECS_DU_POSTE,
    ECHECS_PERMIS,
    TropDeTentatives,
    connexion_verifier,
    demande_permise,
)
from cdg_portal.comptes.tasks import effacer_les_perimes
from cdg_portal.settings import base
from tests.comptes.conftest import INSTANT, MOT_DE_PASSE, application, code_de, connecte, entrer

AGENT = "camille.orme@exemple.fr"


def _essais(nombre, *, postes=1, verifies=None):
    """Joue des mots de passe faux ; rend combien ont été vérifiés et combien refusés sans l'être."""
    verifies, refuses = [], 0
    for rang in range(nombre):
        try:
            connexion_verifier(
                email=AGENT,
                adresse=f"198.51.100.{rang % postes}",
                verifier=lambda: verifies.append(1),
                maintenant=INSTANT + timedelta(seconds=rang % 3000),
            )
        except TropDeTentatives:
            refuses += 1
    return len(verifies), refuses


def test_d_un_poste_dix_essais_sont_verifies_par_heure(compte):
    assert _essais(40) == (ECHECS_PERMIS, 40 - ECHECS_PERMIS)


def test_de_partout_cinquante_essais_sont_verifies_par_heure(compte):
    """Dix mille essais répartis n'en font pas vérifier davantage : passé la borne, la base seule répond."""
    assert _essais(150, postes=100) == (ECHECS_DU_COMPTE, 150 - ECHECS_DU_COMPTE)
    sujet = TentativeConnexion.objects.first().sujet
    TentativeConnexion.objects.bulk_create(
        TentativeConnexion(empreinte=f"{n:064x}", sujet=sujet, instant=INSTANT) for n in range(9_850)
    )
    assert _essais(20, postes=20) == (0, 20)


def test_une_attaque_repartie_n_enferme_pas_l_agent_a_son_poste(compte):
    assert connecte(entrer(compte, REMOTE_ADDR="192.0.2.1"))
    _essais(150, postes=100)
    assert connecte(entrer(compte, REMOTE_ADDR="192.0.2.1"))
    assert not connecte(entrer(compte, REMOTE_ADDR="192.0.2.2"))


def test_la_preuve_et_le_changement_partagent_les_memes_bornes(compte):
    navigateur = entrer(compte)
    for _ in range(ECHECS_PERMIS):
        navigateur.post(reverse("account_reauthenticate"), {"password": "faux"})
    saisie = {"password": MOT_DE_PASSE, "nouveau": "Quatre-Mots-Sans-Rapport"}
    for nom in ("account_reauthenticate", "account_change_password"):
        page = navigateur.post(reverse(nom), saisie)
        assert "Réessayez dans une heure" in page.content.decode(), nom
    assert not connecte(entrer(compte))


def test_les_demandes_de_reinitialisation_sont_bornees(db):
    def demander(rang=0, adresse="192.0.2.1", email=AGENT):
        return demande_permise(email=email, adresse=adresse, maintenant=INSTANT)

    assert [demander(adresse=f"192.0.2.{n}") for n in range(5)] == [True] * DEMANDES_PAR_ADRESSE + [False] * 2
    du_poste = [demander(adresse="203.0.113.1", email=f"a{n}@exemple.fr") for n in range(25)]
    assert du_poste.count(True) == DEMANDES_PAR_POSTE


@pytest.fixture
def redis_gele(settings, redis_muet):
    settings.CACHES = {"default": base.CACHE_REDIS | {"LOCATION": redis_muet}}


@pytest.fixture
def redis_arrete(settings):
    settings.CACHES = {"default": base.CACHE_REDIS | {"LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.mark.parametrize("panne", ["redis_gele", "redis_arrete"])
def test_redis_muet_les_limites_tiennent_et_rien_ne_tombe(request, panne, compte):
    request.getfixturevalue(panne)
    application(compte)
    assert connecte(entrer(compte, code=code_de(INSTANT)))
    navigateur = Client()
    for _ in range(ECHECS_PERMIS + 2):
        reponse = navigateur.post(reverse("comptes:connexion"), {"username": AGENT, "password": "faux"})
        assert reponse.status_code == 200
    assert "Réessayez dans une heure" in reponse.content.decode()
    assert not connecte(entrer(compte, code=code_de(INSTANT + timedelta(seconds=30))))
    for nom in ("account_reset_password", "mfa_authenticate", "mfa_login_webauthn"):
        saisie = {"email": AGENT, "code": "000000", "credential": "{}"}
        assert navigateur.post(reverse(nom), saisie).status_code in (200, 302), nom


def test_allauth_ne_limite_rien_par_le_cache():
    assert compte_allauth.RATE_LIMITS == {}
    assert not any(mfa_allauth.RATE_LIMITS.values())


def _un_mot_de_passe_sur_tous(nombre, poste="203.0.113.9", email="agent{}@exemple.fr"):
    """Combien d'essais ont été vérifiés, et ce que dit le premier refus."""
    verifies, dit = [], ""
    for rang in range(nombre):
        try:
            connexion_verifier(
                email=email.format(rang),
                adresse=poste,
                verifier=lambda: verifies.append(1),
                maintenant=INSTANT + timedelta(seconds=rang),
            )
        except TropDeTentatives as refus:
            dit = dit or str(refus)
    return len(verifies), dit


def test_d_un_poste_cent_essais_sont_verifies_quel_que_soit_le_compte(compte):
    assert connecte(entrer(compte, REMOTE_ADDR="203.0.113.9"))
    assert _un_mot_de_passe_sur_tous(130) == (
        ECHECS_DU_POSTE,
        "Trop de tentatives de connexion depuis votre réseau, tous comptes confondus. Réessayez dans une heure.",
    )
    # Qui est déjà entré de là y entre encore : ses voisins d'adresse ne l'enferment pas.
    assert connecte(entrer(compte, REMOTE_ADDR="203.0.113.9"))
    assert _un_mot_de_passe_sur_tous(1, poste="203.0.113.10") == (1, "")


def test_chaque_limite_dit_ce_qui_est_limite(compte):
    assert "pour ce compte depuis votre poste." in _un_mot_de_passe_sur_tous(11, email=AGENT)[1]
    _essais(ECHECS_DU_COMPTE, postes=45)
    dit = _un_mot_de_passe_sur_tous(1, poste="192.0.2.77", email=AGENT)[1]
    assert "pour ce compte, tous postes confondus" in dit
    assert "votre poste" not in dit


def test_ce_qui_est_perime_s_efface_chaque_jour_et_jamais_a_la_connexion(compte):
    autre = Compte.objects.create_user("autre@exemple.fr", MOT_DE_PASSE, prenom="A", nom="B")
    _essais(3)
    vieux = {"empreinte": "0" * 64, "instant": INSTANT - timedelta(hours=2)}
    TentativeConnexion.objects.create(**vieux)
    PosteConnu.objects.create(empreinte="1" * 64, vu_a=INSTANT - timedelta(days=91))
    assert connecte(entrer(autre))
    assert TentativeConnexion.objects.filter(**vieux).exists()
    perimee = Client()
    perimee.force_login(autre)
    Session.objects.filter(pk=perimee.session.session_key).update(expire_date=INSTANT - timedelta(seconds=1))
    suivies = UserSession.objects.filter(user=autre)
    UserSession.objects.create(
        user=autre,
        session_key="disparue",
        ip="192.0.2.0",
        user_agent="",
        created_at=INSTANT - timedelta(days=2),
    )
    ouvertes = Session.objects.filter(expire_date__gt=INSTANT).count()
    effacer_les_perimes()
    assert list(TentativeConnexion.objects.values_list("instant", flat=True)) == [
        INSTANT + timedelta(seconds=s) for s in (2, 1, 0)
    ]
    assert not PosteConnu.objects.filter(empreinte="1" * 64).exists()
    assert Session.objects.count() == ouvertes > 0
    assert suivies.count() == 1


@pytest.mark.django_db(transaction=True)
def test_les_essais_simultanes_ne_depassent_pas_la_limite():
    """Vingt-quatre fils à la fois : dix vérifications, pas une de plus."""
    verifies, refuses = [], []

    def essayer():
        try:
            connexion_verifier(
                email=AGENT, adresse="192.0.2.1", verifier=lambda: verifies.append(1), maintenant=INSTANT
            )
        except TropDeTentatives:
            refuses.append(1)
        finally:
            connection.close()

    en_parallele([essayer] * 24)
    assert (len(verifies), len(refuses)) == (ECHECS_PERMIS, 24 - ECHECS_PERMIS)


@pytest.mark.django_db(transaction=True)
def test_deux_premieres_venues_de_la_meme_adresse_font_un_seul_compte():
    rendus = []

    def creer():
        try:
            rendus.append(compte_creer(email="Neuve@exemple.fr", prenom="Ève", nom="Nord"))
        finally:
            connection.close()

    en_parallele([creer] * 6)
    assert sorted(nouveau for _, nouveau in rendus) == [False] * 5 + [True]
    assert {compte.pk for compte, _ in rendus} == {Compte.objects.get(email="neuve@exemple.fr").pk}


def en_parallele(fonctions) -> None:
    """Chaque fonction dans son fil, avec sa propre connexion."""
    fils = [threading.Thread(target=fonction) for fonction in fonctions]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
        assert not fil.is_alive()


def test_une_adresse_s_ecrit_en_minuscules(compte):
    with pytest.raises(IntegrityError, match="compte_email_minuscule"), transaction.atomic():
        Compte.objects.filter(pk=compte.pk).update(email="Camille.Orme@exemple.fr")


CAS = ["inconnu", "mot de passe faux", "désactivé"]


@pytest.mark.parametrize("cas", CAS)
def test_trois_refus_un_seul_visage_et_le_meme_cout(cas, compte, client, monkeypatch):
    """Même statut, même message, mêmes en-têtes, et un hachage calculé dans chaque cas."""
    if cas == "désactivé":
        Compte.objects.update(is_active=False)
    haches = []
    encoder = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a, **k: haches.append(1) or encoder(*a, **k))
    saisie = {
        "username": "personne@exemple.fr" if cas == "inconnu" else AGENT,
        "password": MOT_DE_PASSE if cas == "désactivé" else "faux",
    }
    page = client.post(reverse("comptes:connexion"), saisie)
    assert (page.status_code, len(haches)) == (200, 1)
    assert page.context["form"].non_field_errors() == [REFUS]
    assert "_auth_user_id" not in client.session


def test_argon2id_est_regle_expressement():
    assert base.PASSWORD_HASHERS[0] == "cdg_portal.comptes.hachage.Argon2id"
    assert Argon2id().encode("secret", "sel-de-seize-oct").startswith("argon2$argon2id$v=19$m=65536,t=3,p=2$")
