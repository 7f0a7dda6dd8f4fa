"""Tous les gabarits : aucune ressource en ligne (CSP), composants documentés, icônes connues, galerie entière."""

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

GABARITS = Path(settings.TEMPLATES[0]["DIRS"][0])
COMPOSANTS = sorted((GABARITS / "composants").glob("*.html"))
ECRANS = sorted(
    p for p in GABARITS.rglob("*.html") if not {"pdf", "courriels"} & set(p.relative_to(GABARITS).parts)
)
EN_LIGNE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son(?!glet)[a-z]+=|javascript:", re.I)


def relatif(chemin: Path) -> str:
    return str(chemin.relative_to(GABARITS))


@pytest.mark.parametrize("chemin", ECRANS, ids=relatif)
def test_aucun_style_ni_script_en_ligne(chemin):
    assert not EN_LIGNE.search(chemin.read_text("utf-8"))


@pytest.mark.parametrize("chemin", COMPOSANTS, ids=relatif)
def test_un_composant_dit_son_usage_et_declare_ses_attributs(chemin):
    texte = chemin.read_text("utf-8")
    assert texte.startswith("{% comment %}\n")
    assert "<c-vars " in texte


@pytest.mark.parametrize("chemin", ECRANS, ids=relatif)
def test_les_composants_et_les_icones_appeles_existent(chemin):
    texte = chemin.read_text("utf-8")
    connus = {c.stem.replace("_", "-") for c in COMPOSANTS} | {"vars", "slot"}
    assert set(re.findall(r"<c-([a-z-]+)", texte)) <= connus
    jeu = (Path(settings.STATICFILES_DIRS[0]) / "img" / "icones.svg").read_text("utf-8")
    icones = set(re.findall(r'icone="([a-z-]+)"|c-icone nom="([a-z-]+)"', texte))
    assert {a or b for a, b in icones} <= set(re.findall(r'symbol id="([a-z-]+)"', jeu))


def test_la_galerie_se_rend_sans_variable_inconnue(caplog):
    with caplog.at_level(logging.DEBUG, logger="django.template"):
        page = render_to_string("accueil/galerie.html", request=RequestFactory().get("/galerie/"))
    absentes = {
        (r.args[0], r.args[1]) for r in caplog.records if r.name == "django.template" and len(r.args) == 2
    }
    assert {v for v, gabarit in absentes if not str(gabarit).startswith("base")} <= VARIABLES_DE_BASE
    assert page.count("<h1") == 1
    assert "<c-" not in page
    assert "{{" not in page


# Facultatives dans base.html : posées par le processeur de contexte d'une requête connectée.
VARIABLES_DE_BASE = {"utilisateur_affiche", "organisme", "url_deconnexion"}
