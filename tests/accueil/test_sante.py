"""Sondes de vie et de disponibilité."""

import pytest
from django.core import mail
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from cdg_portal.accueil.web import sante
from cdg_portal.journal.selectors.etat import DELAI_D_ENVOI, racine_au_dehors
from cdg_portal.journal.services.racine import racine_envoyer
from cdg_portal.journal.services.scellement import sceller
from tests.fabriques import centre_de_gestion


def test_sante_sans_base_ni_session(client):
    """Sans la marque `db`, toute requête à la base lèverait."""
    reponse = client.get("/sante")
    assert (reponse.status_code, reponse.json()) == (200, {"etat": "vivant"})
    assert "no-store" in reponse["Cache-Control"]


def test_pret(client, db):
    reponse = client.get("/pret")
    assert reponse.status_code == 200
    assert reponse.json() == {
        "etat": "pret",
        "controles": {"base": True, "migrations": True, "cloisonnement": True, "file": True},
        "scellement_a_jour": True,
        "racine_envoyee": None,
    }


def test_pret_dit_si_la_racine_est_sortie_et_rien_de_plus(client, cdg, settings):
    """Un oui ou un non par point : ni racine, ni date, ni version, ni adresse."""
    settings.DPO_COURRIEL = "dpo@cdg99.fr"
    centre_de_gestion()
    le = timezone.localdate()
    assert client.get("/pret").json()["racine_envoyee"] is False
    sceller(maintenant=timezone.now())
    racine = racine_envoyer(le=le)
    reponse = client.get("/pret").json()
    assert reponse["racine_envoyee"] is True
    assert racine
    assert {type(v) for v in (*reponse["controles"].values(), reponse["scellement_a_jour"])} == {bool}
    assert set(reponse) == {"etat", "controles", "scellement_a_jour", "racine_envoyee"}
    assert mail.outbox[0].to == ["dpo@cdg99.fr"]
    assert not racine_au_dehors(maintenant=timezone.now() + DELAI_D_ENVOI)


@pytest.mark.parametrize("methode", ["post", "put", "delete"])
def test_les_sondes_ne_font_que_lire(client, methode):
    assert getattr(client, methode)("/sante").status_code == 405


def _refuser() -> bool:
    raise OperationalError("connection to server at 10.0.0.3 failed: password for cdg_app")


@pytest.mark.parametrize(
    ("controle", "panne"),
    [("base", _refuser), ("migrations", lambda: False), ("cloisonnement", lambda: False)],
    ids=["base injoignable", "migrations en attente", "cloisonnement fautif"],
)
def test_pas_pret(client, monkeypatch, controle, panne):
    monkeypatch.setattr(sante, "CONTROLES", {controle: panne})
    reponse = client.get("/pret")
    assert (reponse.status_code, reponse.json()) == (
        503,
        {"etat": "indisponible", "controles": {controle: False}},
    )
    assert "cdg_app" not in reponse.content.decode()


def test_pas_pret_sans_redis(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    reponse = client.get("/pret")
    assert reponse.status_code == 503
    assert reponse.json()["controles"] == {
        "base": True,
        "migrations": True,
        "cloisonnement": True,
        "file": False,
    }


def test_pas_pret_quand_le_controle_de_cloisonnement_trouve_une_faute(client, db, monkeypatch):
    monkeypatch.setattr(sante, "fautes", lambda: ["la table sinistres_sinistre n'a pas de sécurité de ligne"])
    reponse = client.get("/pret")
    assert reponse.status_code == 503
    assert "sinistres_sinistre" not in reponse.content.decode()


def test_une_base_arretee_laisse_repondre_les_sondes(settings, monkeypatch):
    """Le middleware du périmètre n'ouvre pas de transaction devant les sondes."""
    monkeypatch.setattr(sante, "CONTROLES", {"base": _refuser})
    assert Client(raise_request_exception=True).get("/pret").status_code == 503
