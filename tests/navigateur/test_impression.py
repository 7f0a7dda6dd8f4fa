"""Ce que l'on imprime depuis l'écran : le contenu seul, entier, sans menu ni bouton, sur des pages A4."""

from datetime import date

import pytest
from django.urls import reverse

from tests.documents.lecture import texte_de
from tests.fabriques import AgentFactory
from tests.sinistres.monde import JOUR, batir, declarer, decompter


@pytest.fixture
def monde(tout_le_cdg, live_server, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        monde = batir()
        for rang in range(12):
            declarer(
                AgentFactory(collectivite=monde.collectivite, nom=f"Martin{rang:02}"), debut=date(2026, 2, 2)
            )
        monde.decompte = decompter(declarer(monde.agent))
        return monde


# Ce qui agit à l'écran n'a rien à faire sur le papier.
JAMAIS = (
    "Se déconnecter",
    "Filtrer",
    "Effacer",
    "Exporter pour un tableur",
    "Aller au contenu",
    "Menu",
    "Agent, numéro, collectivité",
)


def test_la_liste_le_dossier_et_le_decompte_s_impriment(monde, entrer, tmp_path):
    page = entrer(monde.gestionnaire)
    sinistre = monde.decompte.sinistre
    pages = {
        "liste": (
            reverse("sinistres:liste"),
            ["Dossiers 1 à 13 sur 13", sinistre.numero, "MARTIN11", "Numéro"],
        ),
        "dossier": (reverse("sinistres:dossier", args=[sinistre.uid]), [sinistre.numero, "Chronologie"]),
        "decompte": (
            reverse("sinistres:decompte", args=[monde.decompte.uid]),
            [monde.decompte.numero, "Montant", "Plein traitement", "Total"],
        ),
    }
    for nom, (adresse, attendus) in pages.items():
        page.goto(adresse)
        page.emulate_media(media="print", color_scheme="light")
        contenu = page.pdf(format="A4", print_background=False)
        (tmp_path / f"{nom}.pdf").write_bytes(contenu)
        texte = texte_de(contenu)
        for attendu in attendus:
            assert attendu in texte, (nom, attendu)
        for mot in JAMAIS:
            assert mot not in texte, (nom, mot)
        # En colonnes, comme un tableau : le papier n'est pas un téléphone.
        largeurs = page.locator("thead").first.evaluate("e => getComputedStyle(e).display")
        assert largeurs == "table-header-group", nom
        page.emulate_media(media="screen")
