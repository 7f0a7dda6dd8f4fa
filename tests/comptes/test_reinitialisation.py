"""Mot de passe oublié : un lien, une heure, une fois ; la même page pour tous ; le second facteur reste dû."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse

from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.services.administration import chemin_de_mot_de_passe
from cdg_portal.requetes import adresse_journalisee
from tests.comptes.conftest import INSTANT, application, code_de, connecte, entrer

NEUF = "Quatre-Mots-Sans-Rapport"


@pytest.fixture
def demander(courriels):
    """Demande un lien, sans suivre ; rend (statut, adresse) et les courriels partis."""

    def jouer(email):
        reponses = []
        partis = courriels(
            lambda: reponses.append(Client().post(reverse("account_reset_password"), {"email": email}))
        )
        return (reponses[0].status_code, reponses[0].url), partis

    return jouer


def _lien(courriel) -> str:
    return re.search(r"http://testserver(/\S+/)", courriel.body).group(1)


def _ouvrir(lien):
    """Ouvre le lien reçu : il mène à une adresse sans secret."""
    navigateur = Client()
    page = navigateur.get(lien, follow=True)
    return navigateur, page


def test_connue_ou_inconnue_la_page_est_la_meme_et_un_courriel_part(compte, demander):
    connue, (lien,) = demander("CAMILLE.ORME@exemple.fr")
    inconnue, (explication,) = demander("personne@exemple.fr")
    assert connue == inconnue == (302, reverse("account_reset_password_done"))
    assert (lien.to, explication.to) == ([compte.email], ["personne@exemple.fr"])
    assert "pas de compte actif" in explication.body
    Compte.objects.update(is_active=False)
    desactivee, (explication,) = demander(compte.email)
    assert desactivee == connue
    assert "pas de compte actif" in explication.body


def test_le_lien_change_le_mot_de_passe_une_seule_fois_et_ferme_les_sessions(compte, demander, courriels):
    ouverte = entrer(compte)
    _, (courriel,) = demander(compte.email)
    lien = _lien(courriel)
    navigateur, page = _ouvrir(lien)
    adresse = page.redirect_chain[-1][0]
    assert lien.split("/")[-2] not in adresse
    assert "trop court" in navigateur.post(adresse, {"nouveau": "court"}).content.decode()
    (avis,) = courriels(lambda: navigateur.post(adresse, {"nouveau": NEUF}))
    assert "mot de passe de votre compte a été changé" in avis.body
    assert not connecte(navigateur)  # le lien n'ouvre pas de session
    assert not connecte(ouverte)
    assert connecte(entrer(compte, mot_de_passe=NEUF))
    _, page = _ouvrir(lien)
    assert "Ce lien ne peut plus servir" in page.content.decode()


@pytest.mark.parametrize(("minutes", "vaut"), [(59, True), (61, False)])
def test_le_lien_vaut_une_heure(compte, demander, temps, minutes, vaut):
    _, (courriel,) = demander(compte.email)
    temps.shift(timedelta(minutes=minutes))
    _, page = _ouvrir(_lien(courriel))
    assert ("Ce lien ne peut plus servir" not in page.content.decode()) == vaut


def test_le_second_facteur_reste_du(compte, demander):
    application(compte)
    _, (courriel,) = demander(compte.email)
    navigateur, page = _ouvrir(_lien(courriel))
    navigateur.post(page.redirect_chain[-1][0], {"nouveau": NEUF})
    navigateur.post(reverse("comptes:connexion"), {"username": compte.email, "password": NEUF})
    assert not connecte(navigateur)
    navigateur.post(reverse("mfa_authenticate"), {"code": code_de(INSTANT)})
    assert connecte(navigateur)


def test_un_lien_forge_ne_vaut_rien(compte):
    for uid in ("MQ", "zzz", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"):
        _, page = _ouvrir(reverse("account_reset_password_from_key", args=[uid, "abc-def"]))
        assert "Ce lien ne peut plus servir" in page.content.decode()


def test_le_jeton_n_est_pas_journalise(rf):
    adresse = reverse("account_reset_password_from_key", args=["MTI", "d3xk0c-6f1e7c"])
    requete = rf.get(adresse)
    requete.resolver_match = resolve(adresse)
    journalisee = adresse_journalisee(requete)
    assert "d3xk0c" not in journalisee
    assert "MTI" not in journalisee


def test_le_courriel_a_un_objet_un_texte_et_un_html_sans_rien_de_distant(compte, demander):
    Compte.objects.update(prenom="<b>Camille</b>")
    _, (courriel,) = demander(compte.email)
    assert courriel.subject == "Choisir un nouveau mot de passe"
    assert courriel.body.startswith("Bonjour <b>Camille</b> Orme,\n")
    ((html, genre),) = courriel.alternatives
    assert genre == "text/html"
    assert "&lt;b&gt;Camille" in html
    assert "<img" not in html
    assert re.findall(r'href="(http[^"]+)"', html) == [f"http://testserver{_lien(courriel)}"]


def test_le_lien_porte_l_adresse_reglee_pas_celle_de_la_requete(compte, courriels, settings):
    settings.ADRESSE_DU_PORTAIL = "https://portail.cdg99.fr"
    (courriel,) = courriels(
        lambda: Client().post(
            reverse("account_reset_password"), {"email": compte.email}, headers={"host": "testserver:6666"}
        )
    )
    assert "https://portail.cdg99.fr/" in courriel.body
    assert "6666" not in courriel.body


@pytest.mark.django_db(transaction=True)
def test_quatre_envois_simultanes_du_lien_n_en_servent_qu_un(mailoutbox):
    compte = Compte.objects.create_user("camille.orme@exemple.fr", "ancien", prenom="Camille", nom="Orme")
    lien, depart = chemin_de_mot_de_passe(compte), Barrier(4)
    adresse = Client().get(lien).url
    navigateurs = [Client() for _ in range(4)]
    for navigateur in navigateurs:
        navigateur.get(lien)

    def choisir(rang: int) -> int:
        try:
            depart.wait()
            return navigateurs[rang].post(adresse, {"nouveau": f"{NEUF}-{rang}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fils:
        statuts = list(fils.map(choisir, range(4)))
    assert sorted(statuts) == [200, 200, 200, 302]
    compte.refresh_from_db()
    assert compte.check_password(f"{NEUF}-{statuts.index(302)}")
