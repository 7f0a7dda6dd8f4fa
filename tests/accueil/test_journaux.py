"""Journaux : un identifiant de requête du web au worker, et rien qui nomme une personne."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.conf import settings as reglages
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django_structlog.celery import receivers

from cdg_portal.celery import app
from cdg_portal.comptes.models import Compte
from cdg_portal.urls import handler400, handler403, handler404, handler500  # noqa: F401

SECRETS = (
    "Dupuy-Vernet",
    "camille.orme@exemple.fr",
    "mot-de-passe-secret",
    "jeton-tres-secret",
    "192.0.2.77",
    "Navigateur/9",
)


def panne(request):
    """Une erreur de base dont le message cite la valeur d'une ligne."""
    raise IntegrityError('DETAIL: Key (nom)=(Dupuy-Vernet) already exists for "camille.orme@exemple.fr"')


def ok(request, jeton=""):
    structlog.get_logger("essai").info("dedans")
    return HttpResponse("ok")


urlpatterns = [path("panne/", panne), path("ok/", ok), path("connexion/lien/<str:jeton>/", ok)]


@pytest.fixture
def journal():
    """Ce que le vrai formateur de production écrit, ligne par ligne."""
    flux = io.StringIO()
    niveaux = {**reglages.LOGGING, "root": {"handlers": ["console"], "level": "INFO"}}
    niveaux["handlers"] = {"console": {"class": "logging.StreamHandler", "formatter": "json", "stream": flux}}
    logging.config.dictConfig(niveaux)
    yield flux
    logging.config.dictConfig(reglages.LOGGING)


def _lignes(flux):
    return [json.loads(ligne) for ligne in flux.getvalue().splitlines()]


@pytest.fixture
def visiteur(db):
    client = Client(REMOTE_ADDR="192.0.2.77", HTTP_USER_AGENT="Navigateur/9", raise_request_exception=False)
    client.force_login(Compte.objects.create_user("camille.orme@exemple.fr", prenom="Camille", nom="Orme"))
    return client


@pytest.mark.urls("tests.accueil.test_journaux")
def test_l_identifiant_de_requete_est_rendu_et_lie_chaque_ligne(visiteur, journal):
    reponse = visiteur.get("/ok/?q=Dupuy-Vernet", headers={"x-request-id": "choisi-par-le-client"})
    lignes = _lignes(journal)
    assert {ligne["event"] for ligne in lignes} == {"dedans", "request_finished"}
    assert {ligne["request_id"] for ligne in lignes} == {reponse["X-Request-ID"]}
    assert reponse["X-Request-ID"] != "choisi-par-le-client"
    assert {ligne["compte"] for ligne in lignes} == {str(Compte.objects.get().uid)}
    assert lignes[-1]["request"] == "GET /ok/"


@pytest.mark.urls("tests.accueil.test_journaux")
def test_rien_de_personnel(visiteur, journal):
    visiteur.get("/ok/?q=Dupuy-Vernet")
    visiteur.post("/ok/", {"nom": "Dupuy-Vernet", "mot_de_passe": "mot-de-passe-secret"})
    visiteur.get("/connexion/lien/jeton-tres-secret/")
    visiteur.get("/agents/Dupuy-Vernet/")
    reponse = visiteur.get("/panne/?q=camille.orme@exemple.fr")
    assert reponse.status_code == 500
    ecrit = journal.getvalue()
    assert [secret for secret in SECRETS if secret in ecrit] == []
    echec = next(ligne for ligne in _lignes(journal) if ligne["event"] == "request_failed")
    assert echec["exception"] == "IntegrityError"
    assert echec["pile"][-1].endswith(" panne")
    assert echec["request"] == "GET /panne/"


@pytest.mark.urls("tests.accueil.test_journaux")
def test_les_pages_d_erreur_sont_en_francais_et_sans_detail(visiteur):
    page = visiteur.get("/panne/")
    assert page.status_code == 500
    assert '<html lang="fr">' in page.content.decode()
    assert "Dupuy-Vernet" not in page.content.decode()
    absente = visiteur.get("/nulle-part/")
    assert (absente.status_code, '<html lang="fr">' in absente.content.decode()) == (404, True)


def test_le_worker_reprend_l_identifiant_de_la_requete(monkeypatch):
    """L'en-tête posé à la publication est lié au démarrage de la tâche, dans un autre processus."""
    recepteur = receivers.CeleryReceiver()
    entetes: dict = {}
    structlog.contextvars.clear_contextvars()
    with structlog.contextvars.bound_contextvars(request_id="0197-abc"):
        recepteur.receiver_before_task_publish(headers=entetes, properties={}, routing_key="celery")
    tache = app.tasks["celery.ping"] if "celery.ping" in app.tasks else next(iter(app.tasks.values()))
    monkeypatch.setattr(
        tache.request_stack.top or tache.request,
        "__django_structlog__",
        entetes["__django_structlog__"],
        raising=False,
    )
    recepteur.receiver_task_prerun("t1", tache)
    assert structlog.contextvars.get_contextvars()["request_id"] == "0197-abc"
    structlog.contextvars.clear_contextvars()


def test_les_recepteurs_sont_branches_des_deux_cotes():
    from django_structlog.celery.steps import DjangoStructLogInitStep

    assert DjangoStructLogInitStep in app.steps["worker"]
    assert reglages.DJANGO_STRUCTLOG_CELERY_ENABLED
