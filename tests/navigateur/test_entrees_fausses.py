"""Entrées fausses dans le navigateur : dites en français près du champ, et rien de tapé n'est perdu."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from sinistres.models import Sinistre
from tests.navigateur.parcours import champ, choisir_l_agent, continuer, etape_evenement, etape_motif
from tests.sinistres.monde import JOUR, batir, declarer


@pytest.fixture
def monde(tout_le_cdg, live_server, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        return batir()


@pytest.fixture
def rh(monde, entrer) -> Page:
    page = entrer(monde.rh)
    choisir_l_agent(page, "m001", "DUPRÉ Élodie")
    return page


def refuse(faux: Locator, phrase: str, valeur: str | None = None) -> None:
    """Le champ est marqué faux, sa description dit pourquoi, et il garde ce qui y était."""
    expect(faux).to_have_attribute("aria-invalid", "true")
    expect(faux).to_have_accessible_description(re.compile(re.escape(phrase)))
    if valeur is not None:
        expect(faux).to_have_value(valeur)


def test_une_fin_avant_le_debut(rh):
    etape_motif(rh, "Maladie ordinaire")
    etape_evenement(rh, "Premier jour de l'arrêt", "1/6/26", "2/6/26")
    debut, fin = champ(rh, "Premier jour d'arrêt"), champ(rh, "Dernier jour d'arrêt")
    debut.fill("12/6/26")
    fin.fill("1/6/26")
    continuer(rh)
    refuse(fin, "Le dernier jour précède le premier (12/06/2026).", "1/6/26")
    expect(debut).to_have_value("12/6/26")
    recapitulatif = rh.get_by_role("alert")
    expect(recapitulatif).to_be_focused()
    recapitulatif.get_by_role("link", name="Dernier jour d'arrêt").click()
    expect(fin).to_be_focused()
    debut.fill("1/6/26")
    fin.fill("12/6/26")
    continuer(rh)
    expect(rh.get_by_role("main")).to_contain_text("Soit 12 jours")


def test_un_evenement_hors_contrat(rh, settings):
    settings.DATE_DE_REFERENCE = "2029-03-01"
    etape_motif(rh, "Maladie ordinaire")
    etape_evenement(rh, "Premier jour de l'arrêt", "3/1/29", "4/1/29")
    refuse(
        champ(rh, "Premier jour de l'arrêt"),
        "Aucune adhésion de Commune d'Aubrelle ne couvre un évènement du 03/01/2029",
        "3/1/29",
    )
    expect(champ(rh, "Jour où la collectivité l'a appris")).to_have_value("4/1/29")


def test_une_garantie_non_souscrite_puis_la_declaration_conservatoire(rh, tout_le_cdg):
    etape_motif(rh, "Maternité")
    etape_evenement(rh, "Premier jour du congé de maternité", "1/6/26", "2/3/26")
    case = rh.get_by_label("Déclarer à titre conservatoire")
    refuse(case, "n'est pas souscrite par Commune d'Aubrelle")
    expect(champ(rh, "Premier jour du congé de maternité")).to_have_value("1/6/26")
    expect(champ(rh, "Jour où la collectivité l'a appris")).to_have_value("2/3/26")
    case.check()
    continuer(rh)
    champ(rh, "Premier jour d'arrêt").fill("1/6/26")
    champ(rh, "Dernier jour d'arrêt").fill("20/9/26")
    continuer(rh)
    expect(rh.get_by_role("main")).to_contain_text("rien ne sera remboursé, sauf requalification")
    rh.get_by_role("button", name="Déclarer le sinistre").click()
    expect(rh.get_by_text("Conservatoire", exact=True)).to_be_visible()
    with tout_le_cdg():
        assert Sinistre.objects.get().conservatoire


def test_un_brouillon_repris_apres_fermeture(rh, monde, entrer):
    etape_motif(rh, "Maladie ordinaire")
    etape_evenement(rh, "Premier jour de l'arrêt", "31/6/26", "2/6/26")
    refuse(champ(rh, "Premier jour de l'arrêt"), "Cette date n'existe pas", "31/6/26")
    rh.context.close()

    page = entrer(monde.rh)
    expect(page.get_by_role("main")).to_contain_text("Brouillons à finir")
    page.get_by_role("link", name="Finir la déclaration").click()
    refuse(champ(page, "Premier jour de l'arrêt"), "Cette date n'existe pas", "31/6/26")
    expect(champ(page, "Jour où la collectivité l'a appris")).to_have_value("2/6/26")
    champ(page, "Premier jour de l'arrêt").fill("1/6/26")
    continuer(page)
    expect(page.get_by_role("group", name="Certificat 1")).to_be_visible()


def test_le_retour_arriere_ne_perd_rien(rh, tout_le_cdg):
    etape_motif(rh, "Maladie ordinaire")
    etape_evenement(rh, "Premier jour de l'arrêt", "1/6/26", "2/6/26")
    champ(rh, "Premier jour d'arrêt").fill("1/6/26")
    champ(rh, "Dernier jour d'arrêt").fill("12/6/26")
    continuer(rh)
    expect(rh.get_by_role("main")).to_contain_text("Soit 12 jours")
    rh.go_back()
    expect(champ(rh, "Dernier jour d'arrêt")).to_have_value("12/6/26")
    rh.go_back()
    expect(champ(rh, "Premier jour de l'arrêt")).to_have_value("1/6/26")
    continuer(rh)
    expect(champ(rh, "Dernier jour d'arrêt")).to_have_value("12/6/26")
    continuer(rh)
    declarer = rh.get_by_role("button", name="Déclarer le sinistre")
    declarer.click()
    expect(rh.get_by_text("est déclaré. Le Centre de gestion va le contrôler.")).to_be_visible()
    adresse = rh.url
    rh.go_back()  # la page d'avant propose encore de déclarer : elle mène au même dossier
    if declarer.is_visible():
        declarer.click()
    expect(rh).to_have_url(adresse)
    with tout_le_cdg():
        assert Sinistre.objects.count() == 1


def test_un_filtre_illisible_est_dit_puis_oublie_une_fois_corrige(monde, entrer, tout_le_cdg):
    with tout_le_cdg():
        dossier = declarer(monde.agent)
    page = entrer(monde.rh)
    page.goto("/sinistres/")
    debut = champ(page, "Survenus du")
    debut.fill("hier")
    page.get_by_role("button", name="Filtrer").click()
    refus = page.get_by_role("alert")
    expect(refus).to_contain_text("Ce filtre n'est pas appliqué")
    expect(refus).to_contain_text("JJ/MM/AAAA")
    expect(debut).to_have_value("hier")
    debut.fill("1/6/26")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_text("Aucun dossier ne correspond")).to_be_visible()
    expect(refus).to_have_count(0)
    debut.fill("1/1/26")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_role("link", name=dossier.numero)).to_be_visible()
