"""Les simulateurs dans un vrai navigateur : au clavier, par un lien partagé, sans JavaScript, à 320 pixels."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cdg_portal.accueil.simulateurs.exemples import exemple_de
from cdg_portal.accueil.simulateurs.partage import coder
from cdg_portal.calculs.registre import CALCULS
from tests.fabriques import HabilitationFactory
from tests.navigateur.examen import Examen
from tests.navigateur.parcours import champ
from tests.navigateur.test_clavier import actif, aller_a, ecrire, valider

INDEMNISATION = "/simulateurs/indemnisation/"
TOTAL = "8 688,20 €"
MOT_DE_PASSE = "quatre-vents-sur-la-lande"


@pytest.fixture
def compte(tout_le_cdg, live_server, settings) -> Any:
    settings.DATE_DE_REFERENCE = "2026-06-15"
    with tout_le_cdg():
        return HabilitationFactory().compte


def choisir(page: Page, reponse: str) -> None:
    """Atteint un groupe de boutons par sa première réponse, et la choisit."""
    aller_a(page, reponse)
    page.keyboard.press("Space")


def taper_sur(page: Page, nom: str, lettres: str) -> None:
    """Choisit dans une liste par ses premières lettres."""
    aller_a(page, nom)
    page.keyboard.type(lettres)


def test_une_indemnisation_entiere_au_clavier(compte, entrer, surveillance, live_server):
    page = entrer(compte)
    surveillance.admettre(422, f"{live_server.url}{INDEMNISATION}")
    valider(page, "Simulateurs")
    expect(page.get_by_role("heading", level=1, name="Simulateurs")).to_be_visible()
    valider(page, "Indemnisation d'un agent")
    expect(page.get_by_role("heading", level=1, name="Indemnisation d'un agent")).to_be_visible()

    ecrire(page, "Prise d'effet", "1/1/25")
    ecrire(page, "Dernier jour du contrat", "31/12/28")
    choisir(page, "Capitalisation")
    choisir(page, "365 jours")
    choisir(page, "Traitement indiciaire brut")
    ecrire(page, "Charges patronales", "45")
    ecrire(page, "Taux de remboursement", "100 %")
    choisir(page, "Suit le traitement")
    choisir(page, "Par sinistre")
    taper_sur(page, "Risque garanti", "Cong")
    # Le nombre de jours n'apparaît qu'avec une franchise qui en compte.
    jours = page.get_by_role("textbox", name="Nombre de jours")
    expect(jours).to_be_hidden()
    taper_sur(page, "Type de franchise", "Absolue")
    ecrire(page, "Nombre de jours", "10")
    ecrire(page, "Date de naissance", "10/3/1975")
    ecrire(page, "À compter du", "1/1/20")
    ecrire(page, "Traitement indiciaire brut annuel", "24 000,00")
    taper_sur(page, "Nature du sinistre", "Cong")
    ecrire(page, "Date de l'événement", "6/1/25")
    ecrire(page, "Premier jour", "28/2/25")
    ecrire(page, "Dernier jour", "6/1/25")
    valider(page, "Ajouter un certificat")
    # La ligne neuve prend le focus.
    expect(page.locator("#c-sinistres-0-certificats-1-debut")).to_be_focused()
    page.keyboard.type("1/3/25")
    ecrire(page, "Dernier jour", "30/4/25")
    ecrire(page, "Calculer jusqu'au", "30/6/25")
    page.keyboard.press("Enter")

    # L'erreur prend le focus, son lien mène au champ, Entrée recalcule.
    expect(page.locator(".st-recap-erreurs")).to_be_focused()
    valider(page, "Sinistre 1 · Certificat 1 · Dernier jour, inclus")
    expect(page.locator("#c-sinistres-0-certificats-0-fin")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("28/2/25")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("6/1/25")
    page.keyboard.press("Enter")
    titre = page.get_by_role("heading", level=2, name="Résultat")
    expect(titre).to_be_focused()
    expect(page.get_by_text("115", exact=True).first).to_be_visible()
    expect(page.get_by_role("img", name="Jours de la simulation")).to_be_visible()
    valider(page, "Lire les périodes en texte")
    expect(page.get_by_text("Du 07/01/2025 au 15/01/2025 (9 jours)")).to_be_visible()
    aller_a(page, "S1, le 06/01/2025")
    aller_a(page, "Télécharger en PDF")
    assert actif(page)["balise"] == "button"


def test_un_lien_partage_ne_quitte_pas_le_navigateur(compte, entrer):
    page = entrer(compte)
    page.goto(f"{INDEMNISATION}?exemple")
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_text(TOTAL).first).to_be_visible()
    lien = page.get_by_label("Lien qui reprend cette simulation").input_value()
    avant, code = lien.split("#s=")

    autre = entrer(compte)
    demandes: list[str] = []
    autre.on("request", lambda r: demandes.append(r.url))
    autre.goto(lien)
    expect(autre.get_by_text(TOTAL).first).to_be_visible()
    assert champ(autre, "Date de naissance").input_value() == "10/03/1975"
    assert autre.url.split("#")[0] == avant
    assert code not in autre.url
    assert not [d for d in demandes if code[:20] in d.partition("#")[0]]
    autre.go_back()
    assert code not in autre.url


def test_un_lien_partage_survit_a_la_connexion(compte, tout_le_cdg, page_neuve):
    with tout_le_cdg():
        compte.set_password(MOT_DE_PASSE)
        compte.save()
    code = coder("capital-deces", exemple_de(CALCULS["capital-deces"]))
    page = page_neuve()
    page.goto(f"/simulateurs/capital-deces/#s={code}")
    champ(page, "Adresse électronique").fill(compte.email)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_text("31 768,66 €").first).to_be_visible()
    assert code not in page.url


def test_le_pdf_se_telecharge_sans_quitter_la_page(compte, entrer):
    page = entrer(compte)
    page.goto("/simulateurs/conge-maternite/?exemple")
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_role("heading", level=2, name="Résultat")).to_be_focused()
    with page.expect_download() as telechargement:
        page.get_by_role("button", name="Télécharger en PDF").click()
    assert telechargement.value.suggested_filename == "simulation-conge-maternite.pdf"
    expect(champ(page, "Date présumée de l'accouchement")).to_have_value("15/09/2025")


def test_tout_se_fait_sans_javascript(compte, entrer, surveillance, live_server):
    surveillance.admettre(422, f"{live_server.url}/simulateurs/droits-cmo/#resultat")
    surveillance.admettre(422, f"{live_server.url}/simulateurs/droits-cmo/")
    page = entrer(compte, java_script_enabled=False)
    page.goto("/simulateurs/droits-cmo/")
    champ(page, "Premier jour d'arrêt").fill("2/9/24")
    champ(page, "Dernier jour d'arrêt, inclus").fill("31/10/24")
    page.get_by_role("button", name="Ajouter un certificat").click()
    expect(page.locator("#c-certificats-1-debut")).to_be_focused()
    expect(page.locator("#c-certificats-0-debut")).to_have_value("2/9/24")
    page.keyboard.type("6/1/25")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Certificat 2 · Dernier jour d'arrêt, inclus").click()
    page.locator("#c-certificats-1-fin").fill("14/2/25")
    page.get_by_role("button", name="Calculer").last.click()
    expect(page.get_by_role("heading", level=2, name="Résultat")).to_be_visible()
    lien = page.get_by_label("Lien qui reprend cette simulation").input_value()
    page.get_by_role("link", name="Tout effacer").click()
    page.get_by_text("Reprendre une simulation partagée").click()
    page.get_by_label("Code ou lien").fill(lien)
    page.get_by_role("button", name="Reprendre").click()
    expect(page.locator("#c-certificats-1-fin")).to_have_value("14/02/2025")
    page.goto("/simulateurs/participation-cdg/")
    for libelle in ("Montant par agent", "Taux appliqué à l'assiette"):
        expect(champ(page, libelle)).to_be_visible()
    expect(page.get_by_text("Si « Mode de calcul » vaut").first).to_be_visible()


def test_une_session_finie_ne_fait_rien_perdre(compte, entrer):
    page = entrer(compte)
    page.goto("/simulateurs/delai-declaration/")
    champ(page, "Durée du délai").fill("6")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce que vous avez tapé est toujours là")
    expect(champ(page, "Durée du délai")).to_have_value("6")


def test_accessibilite(compte, entrer, surveillance, live_server):
    examen = Examen(entrer(compte))
    page = examen.page
    examen.ouvrir("liste", reverse("accueil:simulateurs"))
    examen.ouvrir("liste vide", f"{reverse('accueil:simulateurs')}?q=zzz")
    examen.ouvrir("indemnisation", INDEMNISATION)
    surveillance.admettre(422, f"{live_server.url}{INDEMNISATION}")
    page.get_by_role("button", name="Calculer").click()
    expect(page.locator(".st-recap-erreurs")).to_be_focused()
    examen.relever("indemnisation en erreur")
    page.goto(f"{INDEMNISATION}?exemple")
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_role("heading", level=2, name="Résultat")).to_be_focused()
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    examen.relever("indemnisation calculée")
    for nom in ("conge-maternite", "cotisation", "prevoyance", "ijss-maladie"):
        page.goto(f"{reverse('accueil:simuler', args=[nom])}?exemple")
        page.get_by_role("button", name="Calculer").click()
        expect(page.get_by_role("heading", level=2, name="Résultat")).to_be_focused()
        examen.relever(nom)
    examen.conclure(5 + 4)
