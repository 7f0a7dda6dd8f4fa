"""La recherche générale au clavier, et les écrans de la file de travail à toutes les largeurs."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.navigateur.test_accessibilite import Examen
from tests.sinistres.monde import JOUR, batir, declarer, decompter, transmettre


@pytest.fixture
def monde(tout_le_cdg, live_server, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        pose = batir()
        transmettre(decompter(declarer(pose.agent), le=date(2026, 5, 4)), le=date(2026, 5, 5))
        declarer(pose.agent_d_ailleurs, debut=date(2026, 6, 1), fin=date(2026, 6, 30))
    return pose


def test_chercher_sans_souris(monde, entrer):
    page = entrer(monde.gestionnaire)
    champ = page.get_by_role("combobox", name="Agent, numéro, collectivité ou SIRET")
    page.keyboard.press("/")
    expect(champ).not_to_be_focused()  # une touche seule ne déclenche rien
    page.keyboard.press("Control+k")
    expect(champ).to_be_focused()
    page.keyboard.type("zoe dupuis")
    proposee = page.get_by_role("option", name="DUPUIS Zoé").first
    expect(proposee).to_be_visible()
    expect(champ).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(proposee).to_have_attribute("aria-selected", "true")
    expect(champ).to_have_attribute("aria-activedescendant", proposee.get_attribute("id") or "?")
    page.keyboard.press("Escape")
    expect(proposee).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="DUPUIS Zoé")).to_be_visible()

    # Rien de tapé : la fiche qu'on vient d'ouvrir.
    page.keyboard.press("Control+k")
    expect(champ).to_be_focused()
    expect(page.get_by_role("option", name="DUPUIS Zoé")).to_be_visible()

    # Un numéro de sécurité sociale n'entre pas dans l'adresse.
    page.keyboard.type("1 85 05 78 006 084 36")
    expect(page.get_by_text("ne se cherche pas ici").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{reverse('accueil:recherche')}?nir_efface=q")
    expect(champ).to_have_value("")

    page.keyboard.press("Control+k")
    page.keyboard.type("aubrelle")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Adhésions")).to_be_visible()


def test_seul_ce_qui_arrive_est_annonce(monde, entrer):
    page = entrer(monde.gestionnaire)
    page.goto(reverse("sinistres:liste"))
    annonces = page.locator("#annonces")
    champ = page.get_by_role("combobox", name="Agent, numéro, collectivité ou SIRET")
    champ.fill("zzzz")
    expect(page.get_by_text("Rien ne correspond.").first).to_be_visible()
    expect(annonces).to_have_text("Rien ne correspond.")
    expect(page.get_by_role("listbox")).to_have_count(0)  # une phrase n'est pas une option
    champ.fill("dup")
    expect(annonces).to_have_text(re.compile(r"^\d+ propositions?$"))
    page.wait_for_timeout(300)  # rien ne récrit la zone une fois la page posée
    expect(annonces).to_have_text(re.compile(r"^\d+ propositions?$"))
    champ.fill("zzzz")
    expect(annonces).to_have_text("Rien ne correspond.")
    filtre = page.locator("form.st-filtres input[type=search]").first
    with page.expect_response(lambda r: "q=" in r.url):
        filtre.fill("dupuis")
    expect(annonces).not_to_have_text("Rien ne correspond.")
    expect(page.locator("#propositions")).to_be_empty()


def test_un_message_d_apres_envoi_recoit_le_focus_et_lui_seul(monde, entrer):
    page = entrer(monde.gestionnaire)
    adresse = reverse("accueil:calendrier_abonnement")
    page.goto(adresse)
    assert page.evaluate("document.activeElement === document.body")
    page.get_by_role("button", name="Créer mon adresse").click()
    page.get_by_role("button", name="Couper l'adresse…").click()
    page.get_by_role("dialog").get_by_role("button", name="Couper l'adresse").click()
    expect(page.locator("#messages")).to_contain_text("L'adresse est coupée")
    expect(page.locator("#messages")).to_be_focused()
    page.goto(adresse)
    assert page.evaluate("document.activeElement === document.body")


def test_sans_script_la_recherche_marche(monde, entrer):
    page = entrer(monde.rh, java_script_enabled=False)
    page.get_by_label("Agent, numéro, collectivité ou SIRET").fill("dupre")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", level=2, name="Agents")).to_be_visible()


def test_taper_avant_la_premiere_reponse(monde, entrer):
    """Une frappe remplace la demande en cours : seules ses propositions arrivent, et ce n'est pas une faute."""
    page = entrer(monde.gestionnaire)
    adresse = f"**{reverse('accueil:suggestions')}"
    page.route(adresse, lambda route: None, times=1)  # reçue, jamais servie
    with page.expect_request(adresse):
        page.keyboard.press("Control+k")
    with page.expect_event("requestfailed"):
        page.keyboard.type("zoe dupuis")
    expect(page.get_by_role("option", name="DUPUIS Zoé").first).to_be_visible()


def test_les_ecrans_de_la_file(monde, entrer):
    examen = Examen(entrer(monde.gestionnaire))
    examen.relever("accueil du gestionnaire")
    examen.ouvrir("actions", reverse("accueil:actions"))
    examen.ouvrir("actions vides", f"{reverse('accueil:actions')}?q=zzz")
    examen.ouvrir("calendrier", f"{reverse('accueil:calendrier')}?mois=2026-06")
    examen.ouvrir("calendrier vide", f"{reverse('accueil:calendrier')}?mois=2026-11")
    examen.ouvrir("recherche", f"{reverse('accueil:recherche')}?q=dup")
    examen.ouvrir("recherche sans résultat", f"{reverse('accueil:recherche')}?q=zzz")
    examen.ouvrir("recherche refusée", f"{reverse('accueil:recherche')}?nir_efface=q")
    examen.page.goto("/")
    examen.page.keyboard.press("Control+k")
    examen.page.keyboard.type("dup")
    expect(examen.page.get_by_role("option").first).to_be_visible()
    examen.relever("propositions ouvertes")
    examen.ouvrir("abonnement", reverse("accueil:calendrier_abonnement"))
    examen.page.get_by_role("button", name="Créer mon adresse").click()
    expect(examen.page.get_by_text("elle ne sera plus montrée")).to_be_visible()
    examen.relever("adresse créée")
    examen.page = entrer(monde.chef)
    examen.relever("accueil du chef de service")
    examen.conclure(12)
