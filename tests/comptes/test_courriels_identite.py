"""Chaque courriel : texte et HTML, mêmes mots, aux couleurs et à la police du portail, sans image ni ressource."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from cdg_portal.comptes.courriels import composer
from cdg_portal.comptes.models import Compte
from tests.accueil.test_jetons import CLAIR, SOMBRE, contraste

GABARITS = Path(settings.TEMPLATES[0]["DIRS"][0]) / "mails"
TOUS = sorted(
    str(g.relative_to(GABARITS).with_suffix("")) for g in GABARITS.rglob("*.txt") if g.stem != "base"
)
COMPTE = Compte(prenom="Élise", nom="Carpentier", email="elise@exemple.fr")
LIEN = "https://portail.exemple.fr/lien/abc/"
CONTEXTE = {
    "compte": COMPTE,
    "email": COMPTE.email,
    "annoncee": "autre@exemple.fr",
    "lien": LIEN,
    "phrase": "Votre mot de passe vient d'être changé.",
    "invite_par": "Camille Aubert",
    "collectivite": "Commune de Fontbrune",
    "role": "RH, saisie",
    "expire_a": timezone.now(),
    "le": date(2026, 6, 15),
    "racine": "0123abcd",
}


def html_de(message) -> str:
    """La partie HTML."""
    (partie,) = message.alternatives
    assert partie.mimetype == "text/html"
    return partie.content


def mots(html: str) -> str:
    """Le texte du corps, sans balises."""
    corps = html.split("</head>", 1)[1]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", corps)).replace("\u00a0", " ")).strip()


def test_chaque_courriel_a_ses_deux_parties_et_sert():
    assert TOUS == sorted(
        str(g.relative_to(GABARITS).with_suffix("")) for g in GABARITS.rglob("*.html") if g.stem != "base"
    )
    sources = "".join(
        f.read_text("utf-8")
        for dossier in ("cdg_portal", "adhesions", "sinistres", "cotisations", "prevention")
        for f in (settings.RACINE / dossier).rglob("*.py")
    )
    assert [g for g in TOUS if f'"{g}"' not in sources] == []
    # Aucun courriel ne part sans ses deux parties : `composer` est le seul chemin.
    assert not re.search(r"\bsend_mail\(|mail_admins\(|EmailMessage\(", sources)


@pytest.mark.parametrize("gabarit", TOUS)
def test_un_courriel_dit_la_meme_chose_en_texte_et_en_html(gabarit):
    message = composer("elise@exemple.fr", gabarit, CONTEXTE)
    html = html_de(message)
    assert message.subject
    assert "\n" not in message.subject
    for partie in (message.body, mots(html)):
        assert "Bonjour Élise Carpentier," in partie
        assert "Statutaire, le portail d'assurance statutaire" in partie
        assert "n'y répondez pas" in partie
        assert "{{" not in partie
        assert "{%" not in partie
    if LIEN in message.body:
        assert f'href="{LIEN}"' in html
    # Les phrases du texte sont dans le HTML, à la mise en page près.
    lu = re.sub(r"\W+", " ", mots(html))
    for phrase in re.split(r"(?<=[.!?])\s+|\n\n", message.body):
        propre = re.sub(r"\W+", " ", phrase).strip()
        # Le lien, et la phrase qui l'annonce en texte, sont un bouton en HTML.
        if len(propre) > 25 and LIEN not in phrase and not propre.startswith("Pour accepter"):
            assert propre in lu, propre


@pytest.mark.parametrize("gabarit", TOUS)
def test_un_courriel_est_une_page_lisible_sans_rien_charger(gabarit):
    html = html_de(composer("elise@exemple.fr", gabarit, CONTEXTE))
    assert '<html lang="fr">' in html
    assert "<title>" in html
    assert not re.search(r"<img|<link|url\(|@import|<script|\ssrc=", html)
    assert {a for a in re.findall(r'href="([^"]+)"', html)} <= {LIEN}


BASE = (GABARITS / "base.html").read_text("utf-8")


def test_les_couleurs_des_courriels_sont_celles_du_portail():
    clair, sombre = BASE.split("@media (prefers-color-scheme: dark)")
    assert set(re.findall(r"#[0-9a-f]{6}\b", clair)) <= set(CLAIR.values())
    assert set(re.findall(r"#[0-9a-f]{6}\b", sombre)) <= set(SOMBRE.values())
    assert '"Source Sans 3"' in BASE
    assert contraste("#04252b", "#6fc6d3") >= 4.5
