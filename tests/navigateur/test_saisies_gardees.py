"""Ce qui est tapé ne se perd pas : onglet fermé, double clic, session finie ; quitter une page modifiée s'annonce."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from adhesions.models import Agent
from tests.fabriques import CollectiviteFactory, HabilitationFactory


@pytest.fixture
def monde(tout_le_cdg, settings):
    settings.DATE_DE_REFERENCE = "2026-06-15"
    with tout_le_cdg():
        commune = CollectiviteFactory(denomination="Commune d'Étrelle-sur-Ombrée")
        compte = HabilitationFactory(role="RH_VALIDEUR", collectivite=commune).compte
        return compte, reverse("adhesions:enregistrer_agent", args=[commune.uid])


def remplir(page):
    page.get_by_label("Matricule").fill("M-1")
    page.get_by_label("Nom", exact=True).fill("Ébrard")
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_label("Date de naissance").fill("4 mai 1980")
    page.get_by_label("Féminin").or_(page.get_by_label("Femme")).first.check()
    page.get_by_label("Entrée dans la collectivité").fill("01012020")
    page.get_by_label("Traitement indiciaire brut").fill("24 000,50 €")


def test_le_brouillon_survit_a_l_onglet_ferme(entrer, monde):
    compte, adresse = monde
    page = entrer(compte)
    page.goto(adresse)
    page.get_by_label("Nom", exact=True).fill("Ébrard")
    expect(page.locator("[data-saisie-etat]")).to_have_text("Modifications non enregistrées.")
    expect(page.locator("[data-saisie-etat]")).to_contain_text("Brouillon gardé à")
    autre = page.context.new_page()
    page.close()
    autre.goto(reverse("accueil:brouillons"))
    autre.get_by_role("link", name=re.compile("^Enregistrer un agent")).click()
    expect(autre.get_by_label("Nom", exact=True)).to_have_value("Ébrard")


def test_quitter_une_page_modifiee_s_annonce(entrer, monde):
    compte, adresse = monde
    page = entrer(compte)
    page.goto(adresse)
    annonces = []
    page.on("dialog", lambda d: (annonces.append(d.type), d.accept()))
    page.get_by_label("Nom", exact=True).press_sequentially("Éb")
    page.goto(reverse("accueil:brouillons"))
    assert annonces == ["beforeunload"]
    # Ce qui était tapé pendant la pause est parti avec la page ; le serveur peut l'écrire un peu après.
    lien = page.get_by_role("link", name=re.compile("^Enregistrer un agent"))
    for _ in range(20):
        if lien.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(lien).to_be_visible()


def test_un_double_clic_fait_un_seul_agent(entrer, monde, tout_le_cdg):
    compte, adresse = monde
    page = entrer(compte)
    page.goto(adresse)
    remplir(page)
    page.get_by_role("button", name="Enregistrer l'agent").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("brard", ignore_case=True)
    with tout_le_cdg():
        assert Agent.objects.count() == 1


def test_la_session_finie_rend_ce_qui_etait_tape(entrer, monde):
    compte, adresse = monde
    page = entrer(compte)
    page.goto(adresse)
    Session.objects.all().delete()
    remplir(page)
    page.get_by_role("button", name="Enregistrer l'agent").click()
    expect(page.get_by_role("main")).to_contain_text("Votre session a pris fin")
