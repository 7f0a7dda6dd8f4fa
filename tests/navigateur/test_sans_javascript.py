"""Les chemins principaux sans JavaScript, et l'adresse qui porte l'état : entrer, chercher, déclarer, confirmer."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sinistres.models import Sinistre
from tests.fabriques import HabilitationFactory
from tests.navigateur.parcours import champ, continuer, etape_evenement, etape_motif
from tests.sinistres.monde import JOUR, batir, declarer


@pytest.fixture
def monde(tout_le_cdg, live_server, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        monde = batir()
        monde.dossier = declarer(monde.agent_d_ailleurs, debut=date(2026, 6, 1), fin=date(2026, 6, 30))
        monde.autre = declarer(monde.agent, debut=date(2026, 1, 5), fin=date(2026, 4, 30))
        HabilitationFactory(compte=monde.chef, role="GESTIONNAIRE_CDG")
        return monde


def numeros(page: Page) -> list[str]:
    """Les dossiers que montre la liste, une fois toute la page arrivée."""
    page.wait_for_load_state()
    return page.locator("#resultats tbody th a").all_inner_texts()


def test_entrer_chercher_ouvrir_et_confirmer_sans_javascript(monde, entrer, tout_le_cdg):
    page = entrer(monde.gestionnaire, java_script_enabled=False)
    page.get_by_role("link", name="Sinistres", exact=True).first.click()
    expect(page.get_by_role("heading", level=1, name="Sinistres")).to_be_visible()
    assert set(numeros(page)) == {monde.dossier.numero, monde.autre.numero}
    page.get_by_role("searchbox", name="Rechercher", exact=True).fill("dupuis")
    page.get_by_role("button", name="Filtrer").click()
    expect(page).to_have_url(re.compile(r"\?q=dupuis"))
    assert numeros(page) == [monde.dossier.numero]
    page.go_back()
    assert len(numeros(page)) == 2
    page.go_forward()
    page.get_by_role("main").get_by_role("link", name=monde.dossier.numero).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(monde.dossier.numero)
    page.get_by_role("button", name="Ouvrir le contrôle").click()
    expect(page.get_by_role("main")).to_contain_text("En contrôle")
    page.get_by_role("link", name="Annuler le dossier").click()
    page.get_by_label("Motif").fill("Déclaré deux fois.")
    page.get_by_role("button", name="Annuler le dossier").click()
    expect(page.get_by_role("main")).to_contain_text("Annulé")
    with tout_le_cdg():
        assert Sinistre.objects.get(pk=monde.dossier.pk).etat == "ANNULE"
    # La fiche d'un agent charge ses dossiers en second ; sans JavaScript, le lien mène à une page.
    page.goto(reverse("adhesions:agent", args=[monde.agent.uid]))
    page.get_by_role("link", name="Voir les sinistres de cet agent").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sinistres de")
    expect(page.get_by_role("main")).to_contain_text(monde.autre.numero)


def test_declarer_jusqu_au_bout_et_abandonner_sans_javascript(monde, entrer):
    page = entrer(monde.rh, java_script_enabled=False)
    for issue in ("abandon", "déclaration"):
        page.goto(reverse("sinistres:declarer"))
        page.get_by_label("Nom ou matricule").fill("dupr")
        page.get_by_role("search", name="Chercher un agent").get_by_role("button", name="Chercher").click()
        page.get_by_role("button", name="Choisir DUPRÉ Élodie").click()
        etape_motif(page, "Maladie ordinaire")
        if issue == "abandon":
            page.goto(reverse("sinistres:declarer"))
            expect(page.get_by_role("dialog")).to_have_count(0)
            page.get_by_role("button", name="Abandonner…").click()
            expect(page.get_by_role("heading", name="Abandonner ce brouillon ?")).to_be_visible()
            page.get_by_role("link", name="Ne rien changer").click()
            expect(page.get_by_role("heading", name="Abandonner ce brouillon ?")).to_be_hidden()
            page.get_by_role("button", name="Abandonner…").click()
            page.get_by_role("button", name="Abandonner le brouillon").click()
            expect(page.get_by_role("button", name="Abandonner…")).to_have_count(0)
    etape_evenement(page, "Premier jour de l'arrêt", "8/6/26", "9/6/26")
    champ(page, "Premier jour d'arrêt").fill("8/6/26")
    champ(page, "Dernier jour d'arrêt").fill("14/6/26")
    continuer(page)
    page.get_by_role("button", name="Déclarer le sinistre").click()
    expect(page.get_by_text("est déclaré.")).to_be_visible()


def test_l_adresse_porte_la_liste_et_precedent_la_retrouve(monde, entrer):
    page = entrer(monde.gestionnaire)
    page.goto(reverse("sinistres:liste"))
    page.get_by_role("searchbox", name="Rechercher", exact=True).press_sequentially("dupuis")
    expect(page).to_have_url(re.compile(r"q=dupuis"))
    expect(page.locator("#resultats tbody tr")).to_have_count(1)
    page.get_by_role("combobox", name="État", exact=True).select_option(label="Clos")
    expect(page.get_by_text("Aucun dossier ne correspond")).to_be_visible()
    expect(page).to_have_url(re.compile(r"etat=CLOS"))
    page.go_back()
    expect(page.locator("#resultats tbody tr")).to_have_count(1)
    expect(page.get_by_role("combobox", name="État", exact=True)).to_have_value("")
    page.reload()
    expect(page.locator("#resultats tbody tr")).to_have_count(1)
    expect(page.get_by_role("searchbox", name="Rechercher", exact=True)).to_have_value("dupuis")
    # Ni nom ni dossier ne restent dans le navigateur.
    garde = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "DUPUIS" not in garde
    assert monde.dossier.numero not in garde


def test_la_fenetre_garde_le_clavier_puis_le_rend(monde, entrer):
    page = entrer(monde.chef)
    page.goto(reverse("accueil:galerie"))
    declencheur = page.get_by_role("button", name="Annuler le sinistre…")
    fenetre = page.get_by_role("dialog", name="Annuler ce sinistre ?")
    for ouvrir in ("Enter", "Space"):
        declencheur.focus()
        page.keyboard.press(ouvrir)
        expect(fenetre).to_be_visible()
        expect(page.get_by_role("link", name="Ne rien changer")).to_be_focused()
        for _ in range(5):
            page.keyboard.press("Tab")
            dehors = (
                "document.activeElement !== document.body && !document.activeElement.closest('dialog[open]')"
            )
            assert not page.evaluate(dehors)
        page.keyboard.press("Escape")
        expect(fenetre).to_be_hidden()
        expect(declencheur).to_be_focused()


def test_un_fichier_refuse_est_dit_avant_l_envoi(monde, entrer):
    page = entrer(monde.chef)
    page.goto(reverse("accueil:galerie"))
    depot = page.locator("[data-depot]").first
    fichier, etat = depot.locator("input[type=file]"), depot.get_by_role("status")
    assert fichier.get_attribute("accept") == ".pdf,.jpg,.png"
    fichier.set_input_files({"name": "certificat.docx", "mimeType": "application/msword", "buffer": b"x"})
    expect(etat).to_contain_text("n'est pas d'une nature admise")
    expect(fichier).to_have_attribute("aria-invalid", "true")
    adresse = page.url
    page.get_by_role("button", name="Continuer").click()
    expect(page).to_have_url(adresse)
    expect(fichier).to_be_focused()
    fichier.set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"0" * (10 * 2**20 + 1)}
    )
    expect(etat).to_contain_text("10 Mo au plus")
    fichier.set_input_files({"name": "vide.pdf", "mimeType": "application/pdf", "buffer": b""})
    expect(etat).to_contain_text("est vide")
    fichier.set_input_files({"name": "volet-2.PDF", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(etat).to_contain_text("est prêt à partir")
    assert fichier.get_attribute("aria-invalid") is None
