"""Un numéro de sécurité sociale tapé dans une recherche ne part pas du navigateur, et la page dit pourquoi."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.sinistres.monde import JOUR, batir

NIR = "1 85 05 78 006 084 91"


@pytest.fixture
def monde(tout_le_cdg, live_server, settings) -> Any:
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        return batir()


@pytest.mark.parametrize(
    ("adresse", "champ"), [("/sinistres/", "Rechercher"), ("/sinistres/declarer/", "Nom ou matricule")]
)
def test_le_numero_ne_part_pas(monde, entrer, adresse, champ):
    page = entrer(monde.rh)
    page.goto(adresse)
    demandees: list[str] = []
    page.on("request", lambda demande: demandees.append(demande.url))
    zone = page.get_by_role("searchbox", name=champ, exact=True)
    zone.fill(NIR)
    expect(page).to_have_url(re.compile("nir_efface=q"))
    expect(zone).to_have_value("")
    expect(page.get_by_text("Un numéro de sécurité sociale n'a pas sa place ici").first).to_be_visible()
    assert demandees
    assert not [url for url in demandees if "006" in url]


def test_un_siret_se_cherche(monde, entrer):
    page = entrer(monde.gestionnaire)
    page.goto("/sinistres/")
    page.get_by_role("searchbox", name="Rechercher", exact=True).fill("180 057 800 60849")
    expect(page).to_have_url(re.compile("q=180"))
