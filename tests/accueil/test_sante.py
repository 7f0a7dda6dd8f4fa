"""Sondes de vie et de disponibilité."""

import pytest
from django.db import OperationalError
from django.test import Client

from cdg_portal.accueil.web import sante


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
    }


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
