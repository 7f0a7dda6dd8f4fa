"""Vingt-cinq, cinquante ou cent lignes par page : l'adresse le porte, et tous les liens de la liste le gardent."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.accueil.test_fragments import LISTES
from tests.fabriques import AgentFactory, HabilitationFactory
from tests.sinistres.monde import JOUR, batir, declarer

# Sans pages : tout y tient, ou la galerie, dont la liste d'exemple en a cinq lignes.
SANS_CHOIX = {
    "accueil:simulateurs",
    "accueil:interpretations",
    "accueil:glossaire",
    "accueil:galerie",
    "perimetres:permissions",
}


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    monde = batir()
    for rang in range(60):
        AgentFactory(collectivite=monde.collectivite, nom=f"Martin{rang:02}")
    return monde


@pytest.fixture
def agents(client, monde):
    client.force_login(monde.gestionnaire)

    def lire(**parametres):
        return unescape(client.get(reverse("adhesions:agents"), parametres).content.decode())

    return lire


def test_chaque_liste_prend_le_nombre_demande(client, monde):
    for role in ("ADMINISTRATEUR", "GESTIONNAIRE_CDG"):
        HabilitationFactory(compte=monde.chef, role=role)
    client.force_login(monde.chef)
    for nom in set(LISTES) - SANS_CHOIX:
        for demande, obtenu in (("50", 50), ("7", 25), ("tout", 25)):
            reponse = client.get(reverse(nom), {"par": demande})
            assert reponse.context["page"].paginator.per_page == obtenu, (nom, demande)


def test_le_choix_est_montre_et_repart_de_la_premiere_page(agents):
    page = agents(page="2", q="martin")
    choix = re.findall(r'<a href="([^"]*)"( aria-current="true")?>\d+<span[^>]*> lignes par page', page)
    assert choix == [
        ("?q=martin&par=25", ' aria-current="true"'),
        ("?q=martin&par=50", ""),
        ("?q=martin&par=100", ""),
    ]


def test_une_liste_courte_ne_propose_pas_de_choix(agents):
    assert "lignes par page" not in agents(q="martin01")


def test_filtre_tri_pages_et_export_gardent_le_choix(agents):
    page = agents(par="50", q="martin")
    assert '<input type="hidden" name="par" value="50">' in page
    assert "?par=50&q=martin&page=2" in page
    assert re.search(r'class="st-tri" href="\?par=50&q=martin&tri=', page)
    assert '<input type="hidden" name="par"' not in agents(par="12")


def test_l_export_garde_le_choix_et_reste_entier(client, monde):
    client.force_login(monde.gestionnaire)
    declarer(monde.agent)
    page = unescape(client.get(reverse("sinistres:liste"), {"par": "50"}).content.decode())
    assert f'{reverse("sinistres:export")}?par=50"' in page
