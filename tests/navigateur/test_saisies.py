"""Les écrans d'écriture des collectivités, adhésions et agents, dans un vrai navigateur."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.fabriques import (
    AdhesionFactory,
    AgentFactory,
    CollectiviteFactory,
    ConditionsFactory,
    HabilitationFactory,
    OffreFactory,
    siren_numero,
    siret_de_siren,
)

LARGEURS = (1280, 400, 320)


@pytest.fixture
def monde(tout_le_cdg, settings):
    """Une commune de trente agents, une adhésion en projet, une active ; le compte du gestionnaire."""
    settings.DATE_DE_REFERENCE = "2026-06-15"
    with tout_le_cdg():
        commune = CollectiviteFactory(denomination="Commune d'Étrelle-sur-Ombrée")
        lot = OffreFactory().lot
        agent, *_ = (AgentFactory(collectivite=commune) for _ in range(30))
        ConditionsFactory()
        projet = AdhesionFactory(collectivite=commune, lot=lot, projet=True)
        return {
            "commune": commune,
            "lot": lot,
            "agent": agent,
            "projet": projet,
            "active": AdhesionFactory(),
            "compte": HabilitationFactory().compte,
        }


def test_aucune_page_ne_defile_de_cote(entrer, monde):
    commune, agent = monde["commune"].uid, monde["agent"].uid
    pages = [
        reverse("adhesions:creer_collectivite"),
        reverse("adhesions:mandat", args=[commune]),
        reverse("adhesions:preparer", args=[commune]),
        reverse("adhesions:composer", args=[commune, monde["lot"].uid]),
        reverse("adhesions:activer", args=[monde["projet"].uid]),
        reverse("adhesions:resilier", args=[monde["active"].uid]),
        reverse("adhesions:enregistrer_agent", args=[commune]),
        *(
            reverse(f"adhesions:{a}", args=[agent])
            for a in ("revaloriser", "sortir", "retraiter", "prolonger")
        ),
    ]
    page = entrer(monde["compte"])
    for adresse in pages:
        page.goto(adresse)
        for largeur in LARGEURS:
            page.set_viewport_size({"width": largeur, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= largeur, (adresse, largeur)


def test_de_la_collectivite_a_l_adhesion_activee(entrer, monde, surveillance):
    page = entrer(monde["compte"])
    page.goto(reverse("adhesions:creer_collectivite"))
    siret = siret_de_siren(siren_numero(900))
    page.get_by_label("Dénomination").fill("Commune de Tresnay")
    faux = f"{siret[:13]}{(int(siret[13]) + 1) % 10}"
    page.get_by_label("SIRET principal").fill(f"{faux[:3]} {faux[3:6]} {faux[6:9]} {faux[9:]}")
    surveillance.admettre(422, page.url)
    page.get_by_role("button", name="Enregistrer la collectivité").click()
    expect(page.get_by_role("alert")).to_contain_text("clé de ce SIRET est fausse")
    expect(page.get_by_label("Dénomination")).to_have_value("Commune de Tresnay")
    page.get_by_label("SIRET principal").fill(f"{siret[:9]} {siret[9:]}")
    page.get_by_role("button", name="Enregistrer la collectivité").click()
    expect(page.get_by_role("heading", name="Commune de Tresnay")).to_be_visible()

    page.goto(reverse("adhesions:activer", args=[monde["projet"].uid]))
    expect(page.get_by_text(re.compile(r"2\s100,00\s€"))).to_be_visible()
    page.get_by_label("Convention signée le").fill("12/11/24")
    page.get_by_role("button", name="Figer l'effectif et activer").dblclick()
    expect(page.get_by_text("Effectif figé", exact=True)).to_be_visible()
