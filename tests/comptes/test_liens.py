"""Lien de connexion à usage unique."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from cdg_portal.comptes.models import Compte, LienConnexion
from cdg_portal.comptes.services import (
    LienRefuse,
    LiensInterdits,
    lien_de_connexion_consommer,
    lien_de_connexion_creer,
)

MAINTENANT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
DUREE = timedelta(hours=2)


@pytest.fixture
def compte(db):
    return Compte.objects.create_user("camille.orme@exemple.fr", prenom="Camille", nom="Orme")


@pytest.fixture
def jeton(compte):
    return lien_de_connexion_creer(compte=compte, maintenant=MAINTENANT, duree=DUREE)


@pytest.fixture
def adresse(jeton):
    return reverse("comptes:lien", args=[jeton])


def test_la_base_ne_garde_que_l_empreinte(jeton):
    lien = LienConnexion.objects.get()
    assert jeton not in lien.empreinte
    assert len(jeton) >= 43  # 256 bits


def test_lire_le_lien_ne_l_use_pas_le_bouton_oui(client, compte, adresse):
    with time_machine.travel(MAINTENANT):
        for _ in range(2):
            page = client.get(adresse)
            assert (page.status_code, "Entrer comme Camille Orme" in page.content.decode()) == (200, True)
        assert client.post(adresse).status_code == 302
        assert client.session["_auth_user_id"] == str(compte.pk)


def test_un_lien_use_ou_expire_le_dit(client, adresse):
    with time_machine.travel(MAINTENANT) as temps:
        client.post(adresse)
        client.post(reverse("comptes:deconnexion"))
        for reponse in (client.get(adresse), client.post(adresse)):
            assert reponse.status_code == 410
            assert "ne peut plus servir" in reponse.content.decode()
        LienConnexion.objects.update(utilise_a=None)
        temps.shift(DUREE + timedelta(seconds=1))
        assert client.post(adresse).status_code == 410
    assert "_auth_user_id" not in client.session


def test_lien_invente(client, db):
    assert client.get(reverse("comptes:lien", args=["invente"])).status_code == 410


def test_compte_desactive(compte, jeton):
    Compte.objects.update(is_active=False)
    with pytest.raises(LienRefuse):
        lien_de_connexion_consommer(jeton=jeton, maintenant=MAINTENANT)


def test_interdit_hors_demonstration(client, compte, jeton, adresse, settings):
    settings.LIENS_DE_CONNEXION = False
    with pytest.raises(LiensInterdits):
        lien_de_connexion_creer(compte=compte, maintenant=MAINTENANT, duree=DUREE)
    with pytest.raises(LienRefuse):
        lien_de_connexion_consommer(jeton=jeton, maintenant=MAINTENANT)
    assert client.get(adresse).status_code == client.post(adresse).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_deux_envois_simultanes_n_ouvrent_qu_une_session():
    compte = Compte.objects.create_user("camille.orme@exemple.fr", prenom="Camille", nom="Orme")
    jeton = lien_de_connexion_creer(compte=compte, maintenant=MAINTENANT, duree=DUREE)

    def consommer(_: int) -> bool:
        try:
            lien_de_connexion_consommer(jeton=jeton, maintenant=MAINTENANT)
        except LienRefuse:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as fils:
        assert sum(fils.map(consommer, range(4))) == 1
