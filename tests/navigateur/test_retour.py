"""« Précédent » rend la liste où on l'avait laissée : même filtre, même page, et le focus sur la ligne ouverte."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.fabriques import AgentFactory
from tests.navigateur.test_clavier import actif
from tests.sinistres.monde import JOUR, batir, declarer


@pytest.fixture
def monde(tout_le_cdg, live_server, settings) -> Any:
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        pose = batir()
        for rang in range(27):
            declarer(AgentFactory(collectivite=pose.collectivite, nom=f"Martin{rang:02}"))
        declarer(pose.agent_d_ailleurs)
    return pose


def filtrer(page: Page, texte: str) -> None:
    champ = page.get_by_role("searchbox", name="Rechercher", exact=True)
    champ.fill(texte)
    expect(page).to_have_url(re.compile(f"q={texte}(&|$)"))
    expect(page.locator("#resultats")).not_to_contain_text("DUPUIS")


def test_retour_d_un_dossier_a_la_liste_filtree(monde, entrer):
    page = entrer(monde.gestionnaire)
    page.goto("/sinistres/?tri=agent")
    filtrer(page, "martin")
    expect(page.locator("#resultats")).to_contain_text("Dossiers 1 à 25 sur 27")
    page.get_by_role("link", name="Page 2", exact=True).click()
    ligne = page.locator("#resultats tbody tr", has_text="MARTIN26").get_by_role("link")
    numero = ligne.inner_text()
    ligne.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(numero)
    page.go_back()
    expect(page.locator("#resultats")).to_contain_text("Dossiers 26 à 27 sur 27")
    expect(page.get_by_role("searchbox", name="Rechercher", exact=True)).to_have_value("martin")
    assert "tri=agent" in page.url
    expect(page.get_by_role("link", name=numero)).to_be_focused()


def test_retour_a_un_filtre_d_avant_sans_quitter_la_page(monde, entrer):
    page = entrer(monde.gestionnaire)
    page.goto("/sinistres/")
    filtrer(page, "martin")
    page.get_by_role("link", name=re.compile("^SIN-")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SIN-")
    page.go_back()
    expect(page.locator("#resultats")).to_contain_text("sur 27")
    filtrer(page, "martin1")
    expect(page.locator("#resultats")).to_contain_text("Dossiers 1 à 10 sur 10")
    page.go_back()
    expect(page.locator("#resultats")).to_contain_text("sur 27")
    expect(page.get_by_role("searchbox", name="Rechercher", exact=True)).to_have_value("martin")
    page.go_back()
    expect(page.locator("#resultats")).to_contain_text("sur 28")
    expect(page.get_by_role("searchbox", name="Rechercher", exact=True)).to_have_value("")
    assert actif(page)["balise"] == "body"
