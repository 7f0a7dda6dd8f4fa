"""Délais de PostgreSQL : bornés au web et au worker, sans effet sur les commandes, et une page claire au bout."""

import re
import time

import pytest
from django.conf import settings as reglages
from django.db import Error, OperationalError, connection, connections
from django.test import Client
from django.urls import reverse

from cdg_portal.accueil.web.erreurs import erreur_interne
from cdg_portal.celery import refuser_un_mauvais_role
from cdg_portal.cloisonnement import delais
from cdg_portal.cloisonnement.roles import role_proprietaire
from cdg_portal.comptes import proconnect

pytestmark = pytest.mark.django_db
ANNULEE, VERROU, INACTIVE = "57014", "55P03", "25P03"


@pytest.fixture
def bornee(settings):
    """Ouvre une connexion comme ce processus les ouvre une fois ses délais posés ; les retire ensuite."""
    options = connections["default"].settings_dict["OPTIONS"]
    avant, ouvertes = dict(options), []

    def ouvrir(qui: str = "web", **secondes: int):
        settings.DELAIS_SQL = {qui: {r: secondes.get(r, 30) for r in delais.REGLAGES}}
        delais.poser(qui)
        ouvertes.append(connections.create_connection("default"))
        return ouvertes[-1]

    yield ouvrir
    options.clear()
    options.update(avant)
    for ouverte in ouvertes:
        ouverte.close()


def _lus(cx) -> dict[str, str]:
    with cx.cursor() as c:
        c.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(delais.REGLAGES)])
        return dict(c.fetchall())


def _jouer(cx, ordre: str) -> None:
    with cx.cursor() as c:
        c.execute(ordre)


def _code(faute: BaseException) -> str:
    return getattr(faute.__cause__, "sqlstate", "") or ""


@pytest.mark.parametrize("qui", ["web", "worker"])
def test_les_connexions_du_web_et_du_worker_sont_bornees(bornee, settings, qui):
    voulus = settings.DELAIS_SQL[qui]
    assert _lus(bornee(qui, **voulus)) == {r: str(s * 1000) for r, s in voulus.items()}
    assert 0 < voulus["statement_timeout"] < reglages.CELERY_TASK_TIME_LIMIT


def test_une_commande_n_est_pas_bornee():
    """Ni sous le rôle applicatif (`verifier_journal`), ni sous le propriétaire (`migrate`)."""
    sans = {r: "0" for r in delais.REGLAGES}
    assert _lus(connection) == sans
    with role_proprietaire() as proprietaire:
        assert _lus(proprietaire) == sans


def test_le_worker_se_borne_au_demarrage(monkeypatch):
    poses = []
    monkeypatch.setattr("cdg_portal.cloisonnement.controles.refuser_si_faute", lambda qui: None)
    monkeypatch.setattr(delais, "poser", poses.append)
    refuser_un_mauvais_role()
    assert poses == ["worker"]


@pytest.mark.parametrize("entree", ["wsgi", "asgi"])
def test_le_web_se_borne_au_demarrage(entree):
    texte = (reglages.RACINE / "cdg_portal" / f"{entree}.py").read_text(encoding="utf-8")
    assert re.search(r'^delais\.poser\("web"\)$', texte, re.M)


def test_un_verrou_qui_ne_vient_pas_est_lache(bornee):
    cx = bornee(lock_timeout=1)
    _jouer(connection, "SELECT pg_advisory_xact_lock(42)")
    with pytest.raises(OperationalError) as faute:
        _jouer(cx, "SELECT pg_advisory_xact_lock(42)")
    assert _code(faute.value) == VERROU


def test_une_transaction_laissee_ouverte_est_fermee(bornee):
    cx = bornee(idle_in_transaction_session_timeout=1)
    _jouer(cx, "BEGIN")
    time.sleep(1.5)
    with pytest.raises(Error) as faute:
        _jouer(cx, "SELECT 1")
    assert _code(faute.value) == INACTIVE
    assert _page(faute.value).status_code == 503


def test_une_page_trop_longue_se_dit_en_francais(bornee, monkeypatch):
    """503 et de quoi réessayer : ni pile, ni ordre SQL, ni message de la base."""
    cx = bornee(statement_timeout=1)
    with pytest.raises(OperationalError) as faute:
        _jouer(cx, "SELECT pg_sleep(3)")
    assert _code(faute.value) == ANNULEE
    monkeypatch.setattr(proconnect, "est_regle", lambda: _jouer(cx, "SELECT pg_sleep(3)"))
    reponse = Client(raise_request_exception=False).get(reverse("comptes:connexion"))
    page = reponse.content.decode()
    assert (reponse.status_code, reponse["Retry-After"]) == (503, "30")
    assert "Le portail n'a pas répondu à temps" in page
    assert not re.search(r"pg_sleep|timeout|Traceback|OperationalError", page)


def test_sous_l_api_le_meme_fait_est_un_probleme():
    reponse = _page(OperationalError("canceling statement due to statement timeout"), "/api/v1/calculs/")
    assert (reponse.status_code, reponse["Retry-After"]) == (503, "30")
    assert b'"indisponible"' in reponse.content
    assert b"statement" not in reponse.content


def test_une_autre_panne_reste_une_500():
    assert _page(RuntimeError("autre")).status_code == 500


def _page(faute: BaseException, adresse: str = "/connexion/"):
    """La page d'erreur que Django demande pendant qu'il traite cette faute."""
    requete = Client().get(adresse).wsgi_request
    try:
        raise faute
    except type(faute):
        return erreur_interne(requete)
