"""Le mode formation : bandeau, filigrane, rien d'envoyé, et jamais sur de vraies données."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as reglages
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.cloisonnement.roles import commande_de_proprietaire
from cdg_portal.cloisonnement.verifications.formation import MARQUE, fautes_de_la_formation
from cdg_portal.documents.rendu import rendre
from cdg_portal.embarque import superviseur
from tests.documents.lecture import texte_de
from tests.fabriques import CompteFactory

BANDEAU = "Formation : données inventées, rien n'est transmis."
PAGE = '<!doctype html><html lang="fr"><head><title>Essai</title></head><body><p>Un</p></body></html>'


def _lire(html: bytes) -> str:
    return html.decode().replace("&#x27;", "'").replace("\xa0", " ").replace("&nbsp;", " ")


def test_le_bandeau_est_sur_chaque_page(db, settings):
    assert BANDEAU not in _lire(Client().get("/connexion/").content)
    settings.MODE_FORMATION = True
    settings.DATE_DE_REFERENCE = "2026-06-15"
    connexion = _lire(Client().get("/connexion/").content)
    assert BANDEAU in connexion
    assert "figé au 15 juin 2026" in connexion
    assert BANDEAU in _lire(Client().get("/page-inconnue/").content)
    administrateur = CompteFactory(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(administrateur)
    assert BANDEAU in _lire(client.get("/admin/").content) or client.get("/admin/").status_code != 200


def test_le_pdf_est_barre(settings):
    assert "FORMATION" not in texte_de(rendre(PAGE))
    settings.MODE_FORMATION = True
    assert "FORMATION" in texte_de(rendre(PAGE))


def _faute(attendue: bool) -> list[str]:
    with connection.cursor() as c:
        return fautes_de_la_formation(c, attendue=attendue)


def _marquer(marque: str) -> None:
    with commande_de_proprietaire(), connection.cursor() as c:
        c.execute("SELECT quote_ident(current_database()), quote_literal(%s)", [marque])
        nom, texte = c.fetchone()
        c.execute(f"COMMENT ON DATABASE {nom} IS {texte}")


@pytest.fixture
def demarquee(transactional_db):
    yield
    _marquer("")


def test_chaque_mode_refuse_la_base_de_l_autre(demarquee):
    assert _faute(False) == []
    assert "n'est pas une base de formation" in _faute(True)[0]
    _marquer(MARQUE)
    assert _faute(True) == []
    assert "posez MODE_FORMATION=1" in _faute(False)[0]


def test_seule_une_base_vide_se_marque(demarquee, settings, capsys):
    with pytest.raises(CommandError, match="MODE_FORMATION"):
        call_command("formation")
    settings.MODE_FORMATION = True
    compte = CompteFactory()
    with pytest.raises(CommandError, match="contient déjà des comptes"):
        call_command("formation")
    assert _faute(True)
    with perimetre(Perimetre(cdg=True)):
        compte.delete()
    call_command("formation")
    assert _faute(True) == []
    call_command("formation")
    assert "déjà prête" in capsys.readouterr().out


def test_make_formation_refuse_une_base_designee(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://ailleurs/statutaire")
    with pytest.raises(SystemExit, match="n'emploie que sa propre base"):
        superviseur.preparer_la_formation()


def _reglages(nom: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    lire = (
        f"import cdg_portal.settings.{nom} as r;"
        "print(r.EMAIL_BACKEND, r.EMAIL_FILE_PATH, repr(r.PROCONNECT_URL), r.SESSION_COOKIE_SECURE)"
    )
    return subprocess.run(
        [sys.executable, "-c", lire],
        cwd=reglages.RACINE,
        env={**os.environ, "MODE_FORMATION": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_rien_n_est_envoye_et_la_production_refuse():
    local = _reglages("dev", MEDIA_ROOT="/srv/formation/media", PROCONNECT_URL="https://exemple.fr")
    assert local.stdout.split() == [
        "django.core.mail.backends.filebased.EmailBackend", "/srv/formation/courriels", "''", "False",
    ]  # fmt: skip
    hebergee = _reglages("dev", ALLOWED_HOSTS="formation.exemple.fr", SECRET_KEY="", CLES_DE_CHIFFREMENT="")
    assert "SECRET_KEY et CLES_DE_CHIFFREMENT sont obligatoires" in hebergee.stderr
    assert "MODE_FORMATION n'est pas permis" in _reglages("production", SECRET_KEY="abcdefghij" * 6).stderr
