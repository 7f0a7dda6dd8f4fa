"""La déclaration d'accessibilité : publique, complète, et au pied de chaque page."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as reglages
from django.test import Client

ADRESSE = "/accessibilite/"


def _lire(adresse):
    page = Client().get(adresse).content.decode()
    return page.replace("&nbsp;", " ").replace("\xa0", " ").replace("&#x27;", "'")


def test_elle_se_lit_sans_compte_et_dit_tout(db, settings):
    settings.ACCESSIBILITE_CONTACT = "accessibilite@cdg.exemple.fr"
    texte = _lire(ADRESSE)
    for attendu in (
        "Accessibilité : non conforme", "Aucun audit", "État de conformité", "Résultats des contrôles",
        "Contenus non accessibles", "a été établie le 26 novembre 2026", "mailto:accessibilite@cdg.exemple.fr",
        "Défenseur des droits",
    ):  # fmt: skip
        assert attendu in texte, attendu


def test_un_audit_change_l_etat(db, settings):
    settings.ACCESSIBILITE_ETAT = "partiellement conforme"
    settings.ACCESSIBILITE_AUDIT = "Audit de la société Exemple, mars 2027 : 82 % des critères."
    texte = _lire(ADRESSE)
    assert "82 % des critères" in texte
    assert "Aucun audit" not in texte


def test_le_pied_de_page_y_mene(db):
    assert f'href="{ADRESSE}">Accessibilité' in _lire("/connexion/")
    assert f'href="{ADRESSE}"' in _lire("/page-inconnue/")


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"ACCESSIBILITE_ETAT": "parfaite"}, "ACCESSIBILITE_ETAT vaut"),
        ({"ACCESSIBILITE_ETAT": "totalement conforme"}, "se fonde sur un audit"),
    ],
)
def test_un_etat_sans_audit_est_refuse(variables, message):
    essai = subprocess.run(
        [sys.executable, "-c", "import cdg_portal.settings.dev"],
        cwd=reglages.RACINE,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert essai.returncode
    assert message in essai.stderr
