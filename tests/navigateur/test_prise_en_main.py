"""Les prises en main, jouées dans le navigateur : chaque geste se fait, chaque image montre l'écran d'aujourd'hui.

`make captures` les rejoue et récrit les images. Une image porte l'empreinte de la structure de son écran : si l'écran
change, l'essai échoue et dit de les reprendre.
"""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as reglages
from playwright.sync_api import Page, expect

from cdg_portal.accueil.aide.lecture import Guide, guides
from tests.fabriques import HabilitationFactory
from tests.navigateur.squelette import squelette
from tests.sinistres.monde import JOUR, batir, declarer

IMAGES = Path(reglages.RACINE) / "static" / "img" / "aide"
EMPREINTES = IMAGES / "empreintes.json"
PRENDRE = os.environ.get("CAPTURES") == "1"
FENETRE = {"width": 960, "height": 1400}
HAUTEUR = 720
OCTETS_AU_PLUS = 60_000


def _choisir(page: Page, geste: dict[str, str]) -> None:
    page.get_by_label(geste["choix"]).select_option(label=geste["valeur"])


def _remplir(page: Page, geste: dict[str, str]) -> None:
    saisie = page.locator("input:not([type=radio], [type=checkbox]), textarea")
    champ = page.get_by_label(geste["champ"]).and_(saisie)
    champ.fill("")
    champ.press_sequentially(geste["valeur"])


GESTES: dict[str, Callable[[Page, dict[str, str]], Any]] = {
    "aller": lambda page, g: page.goto(g["aller"]),
    "lien": lambda page, g: page.get_by_role("main").get_by_role("link", name=g["lien"]).first.click(),
    "bouton": lambda page, g: page.get_by_role("button", name=g["bouton"]).first.click(),
    "champ": _remplir,
    "choix": _choisir,
    "voir": lambda page, g: expect(page.get_by_role("main").get_by_text(g["voir"]).first).to_be_visible(),
}


@pytest.fixture
def comptes(tout_le_cdg, live_server, settings) -> dict[str, Any]:
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        monde = batir()
        preventeur = HabilitationFactory(role="PREVENTEUR").compte
    return {
        "monde": monde,
        "rh": monde.rh,
        "gestionnaire": monde.gestionnaire,
        "chef": monde.chef,
        "preventeur": preventeur,
    }


def _webp(png: bytes) -> bytes:
    from PIL import Image

    sortie = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(sortie, "WEBP", quality=72, method=6)
    return sortie.getvalue()


def _photographier(page: Page) -> bytes:
    """Le haut du contenu, sans le bandeau ni le menu."""
    page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
    haut = page.evaluate("document.querySelector('main').getBoundingClientRect().top")
    cadre = {"x": 0, "y": haut, "width": FENETRE["width"], "height": HAUTEUR}
    return page.screenshot(animations="disabled", caret="hide", clip=cadre)  # type: ignore[arg-type]


def _jouer(page: Page, guide: Guide) -> dict[str, str]:
    """Joue les pas ; rend l'empreinte de l'écran de chaque image."""
    vues = {}
    page.set_viewport_size(FENETRE)  # type: ignore[arg-type]
    for etape in guide.etapes:
        for geste in etape.gestes:
            next(agir for nom, agir in GESTES.items() if nom in geste)(page, geste)
        page.wait_for_load_state("networkidle")
        parties = squelette(page.content()).parties
        vues[etape.image] = next(p for p in parties if p.startswith("main:"))
        if PRENDRE:
            (IMAGES / f"{etape.image}.webp").write_bytes(_webp(_photographier(page)))
    return vues


@pytest.mark.parametrize("nom", list(guides()))
def test_chaque_prise_en_main_se_joue_et_ses_images_sont_a_jour(nom, comptes, entrer, tout_le_cdg):
    if nom != "rh":
        with tout_le_cdg():
            declarer(comptes["monde"].agent)
    vues = _jouer(entrer(comptes[guides()[nom].compte]), guides()[nom])
    gardees = json.loads(EMPREINTES.read_text("utf-8")) if EMPREINTES.exists() else {}
    if PRENDRE:
        EMPREINTES.write_text(
            json.dumps(dict(sorted((gardees | vues).items())), indent=1) + "\n", encoding="utf-8"
        )
        return
    perimees = [image for image, empreinte in vues.items() if gardees.get(image) != empreinte]
    assert not perimees, f"Écrans changés depuis leur capture : {perimees}. Lancez `make captures`."
