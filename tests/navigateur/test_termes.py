"""Un mot expliqué sur place : une bulle, sans script ; et sans popover, un lien vers le glossaire."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Route, expect

from tests.sinistres.monde import JOUR, batir


@pytest.fixture
def monde(tout_le_cdg, live_server, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        return batir()


def test_la_bulle_s_ouvre_sans_script(monde, entrer):
    page = entrer(monde.rh, java_script_enabled=False)
    page.goto(reverse("adhesions:adhesion", args=[monde.adhesion.uid]))
    mot = page.get_by_role("main").get_by_role("button", name="franchise")
    expect(page.get_by_text("la collectivité les paie seule")).to_be_hidden()
    mot.click()
    expect(page.get_by_text("la collectivité les paie seule")).to_be_visible()
    expect(page.get_by_role("link", name="franchise (glossaire)")).to_have_count(0)


def test_sans_popover_un_lien_mene_a_la_definition(monde, entrer):
    """Un navigateur qui ne connaît pas les popovers ignore le bloc `@supports` qui les habille."""

    def sans_popover(route: Route) -> None:
        reponse = route.fetch()
        route.fulfill(response=reponse, body=reponse.text().replace(":popover-open", ":inconnu-ici"))

    page = entrer(monde.rh, java_script_enabled=False)
    page.route(re.compile(r"/composants\.[^/]*css"), sans_popover)
    page.goto(reverse("adhesions:adhesion", args=[monde.adhesion.uid]))
    expect(page.get_by_role("main").get_by_role("button", name="franchise")).to_have_count(0)
    expect(page.get_by_text("la collectivité les paie seule")).to_be_hidden()
    page.get_by_role("link", name="franchise (glossaire)").click()
    expect(page).to_have_url(re.compile(r"/aide/glossaire/#franchise$"))
    expect(page.locator("#franchise")).to_be_in_viewport()
