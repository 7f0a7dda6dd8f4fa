"""Connexion par adresse électronique et mot de passe."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from cdg_portal.comptes.models import Compte, TentativeConnexion
from cdg_portal.comptes.services.tentatives import ECHECS_PERMIS, TropDeTentatives, connexion_verifier
from cdg_portal.comptes.web.forms import REFUS
from cdg_portal.requetes import adresse_du_client

MOT_DE_PASSE = "un-long-mot-de-passe"
MAINTENANT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


@pytest.fixture
def compte(db):
    return Compte.objects.create_user("Camille.Orme@exemple.fr", MOT_DE_PASSE, prenom="Camille", nom="Orme")


def _essayer(client, email, mot_de_passe, **extra):
    return client.post(reverse("comptes:connexion"), {"username": email, "password": mot_de_passe}, **extra)


def test_une_page_demandee_sans_session_mene_a_la_connexion(client, db):
    reponse = client.get("/deconnexion/")
    assert reponse.status_code == 302
    assert reponse.url == f"{reverse('comptes:connexion')}?next=/deconnexion/"


def test_connexion_puis_page_demandee(client, compte):
    reponse = client.post(
        reverse("comptes:connexion"),
        {"username": "CAMILLE.ORME@exemple.fr", "password": MOT_DE_PASSE, "next": "/agents/?page=2"},
    )
    assert (reponse.status_code, reponse.url) == (302, "/agents/?page=2")
    assert client.session["_auth_user_id"] == str(compte.pk)


def test_la_page_suivante_ne_mene_jamais_ailleurs(client, compte):
    reponse = client.post(
        reverse("comptes:connexion"),
        {"username": compte.email, "password": MOT_DE_PASSE, "next": "https://pirate.exemple/"},
    )
    assert reponse.url == "/"


@pytest.mark.parametrize(
    "email", ["camille.orme@exemple.fr", "personne@exemple.fr"], ids=["connu", "inconnu"]
)
def test_message_constant(client, compte, email):
    reponse = _essayer(client, email, "faux")
    assert reponse.status_code == 200
    assert REFUS in reponse.content.decode()
    assert "_auth_user_id" not in client.session


def test_compte_inactif_meme_message(client, compte):
    Compte.objects.filter(pk=compte.pk).update(is_active=False)
    assert REFUS in _essayer(client, compte.email, MOT_DE_PASSE).content.decode()


def test_deconnexion_par_post_seulement(client, compte):
    client.force_login(compte)
    assert client.get(reverse("comptes:deconnexion")).status_code == 405
    assert "_auth_user_id" in client.session
    reponse = client.post(reverse("comptes:deconnexion"))
    assert (reponse.status_code, reponse.url) == (302, reverse("comptes:connexion"))
    assert "_auth_user_id" not in client.session


def test_dix_echecs_puis_meme_le_bon_mot_de_passe_attend(client, compte):
    with time_machine.travel(MAINTENANT) as temps:
        for _ in range(ECHECS_PERMIS):
            _essayer(client, compte.email, "faux")
        page = _essayer(client, compte.email, MOT_DE_PASSE)
        assert "Réessayez dans une heure" in page.content.decode()
        # un autre poste, ou un autre compte depuis ce poste, ne sont pas gênés
        assert _essayer(client, compte.email, MOT_DE_PASSE, REMOTE_ADDR="192.0.2.7").status_code == 302
        client.post(reverse("comptes:deconnexion"))
        assert REFUS in _essayer(client, "autre@exemple.fr", "faux").content.decode()
        temps.shift(timedelta(hours=1, seconds=1))
        assert _essayer(client, compte.email, MOT_DE_PASSE).status_code == 302


def test_un_succes_efface_les_echecs_et_rien_de_lisible_n_est_garde(db, compte):
    couple = {"email": compte.email, "adresse": "192.0.2.1"}
    connexion_verifier(**couple, verifier=lambda: None, maintenant=MAINTENANT)
    garde = TentativeConnexion.objects.get()
    assert compte.email not in garde.empreinte
    assert len(garde.empreinte) == 64
    assert connexion_verifier(**couple, verifier=lambda: compte, maintenant=MAINTENANT) == compte
    assert not TentativeConnexion.objects.exists()


def test_au_dela_de_la_limite_le_mot_de_passe_n_est_pas_verifie(db, compte):
    couple = {"email": compte.email, "adresse": "192.0.2.1", "maintenant": MAINTENANT}
    for _ in range(ECHECS_PERMIS):
        connexion_verifier(**couple, verifier=lambda: None)
    with pytest.raises(TropDeTentatives):
        connexion_verifier(**couple, verifier=lambda: pytest.fail("vérifié"))


@pytest.mark.parametrize(
    ("mandataires", "suite", "attendue"),
    [
        (0, "198.51.100.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (2, "203.0.113.5, 198.51.100.9", "203.0.113.5"),
        (3, "203.0.113.5", "203.0.113.5"),
    ],
    ids=["aucun mandataire", "sans en-tête", "un mandataire", "deux mandataires", "chaîne trop courte"],
)
def test_adresse_du_client(rf, settings, mandataires, suite, attendue):
    """Derrière un mandataire, la limite reste par poste, et personne ne se donne une autre adresse."""
    settings.NB_MANDATAIRES = mandataires
    entetes = {"x-forwarded-for": suite} if suite else {}
    assert adresse_du_client(rf.get("/", REMOTE_ADDR="192.0.2.1", headers=entetes)) == attendue
