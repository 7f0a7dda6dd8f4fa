"""Les tâches principales au clavier seul : Tab, Entrée, Espace, flèches. Le focus se voit toujours et ne se perd pas.

La déclaration entière est dans test_clavier, l'entrée avec second facteur dans test_comptes, le simulateur dans
test_simulateurs.
"""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sinistres.services.decomptes import demande_soumettre
from tests.navigateur.test_clavier import actif, aller_a, ecrire, valider
from tests.sinistres.monde import JOUR, batir, declarer, decompter


@pytest.fixture
def monde(tout_le_cdg, live_server, settings) -> Any:
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        return batir()


def jamais_perdu(page: Page) -> None:
    """Après un rafraîchissement ou une fenêtre, quelque chose a toujours le focus."""
    assert actif(page)["balise"] != "body", "le focus est perdu"


def titre(page: Page, texte: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(texte))


def confirmer(page: Page, nom: str) -> None:
    """Ouvre la fenêtre à la barre d'espace, puis y confirme ; elle s'ouvre sur le bouton qui ne change rien."""
    aller_a(page, f"{nom}…")
    page.keyboard.press("Space")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert actif(page)["nom"] == "Ne rien changer"
    page.keyboard.press("Shift+Tab")
    assert actif(page)["nom"] == nom
    page.keyboard.press("Space")


def test_controler_et_decompter_un_dossier(monde, tout_le_cdg, entrer):
    """L'acte principal du gestionnaire, de l'accueil au décompte expliqué."""
    with tout_le_cdg():
        dossier = declarer(monde.agent, debut=date(2026, 1, 5), fin=date(2026, 4, 30))
        demande_soumettre(sinistre=dossier, au=date(2026, 4, 30), le=JOUR)
    page = entrer(monde.gestionnaire)
    valider(page, "Aller au contenu")
    valider(page, "Ouvrir le contrôle")
    titre(page, dossier.numero)
    valider(page, "Ouvrir le contrôle du dossier")
    aller_a(page, "Ouvrir le contrôle")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Valider le dossier…")).to_be_visible()
    confirmer(page, "Valider le dossier")
    expect(page.get_by_text("Le dossier est validé")).to_be_visible()
    confirmer(page, "Contrôler et décompter")
    expect(page.get_by_text("le décompte est émis")).to_be_visible()
    valider(page, "Comprendre le montant jour par jour")
    aller_a(page, "Détail du calcul")
    page.keyboard.press("Enter")
    expect(page.locator("#explication details[open]").first).to_be_visible()
    with tout_le_cdg():
        assert dossier.decomptes.get().total > 0


def test_ouvrir_l_action_attendue_controler_decompter_et_transmettre(monde, tout_le_cdg, entrer):
    with tout_le_cdg():
        declarer(monde.agent, debut=date(2026, 1, 5), fin=date(2026, 4, 30))
        decompter(declarer(monde.agent, motif="CITIS_AS", debut=date(2026, 5, 1), fin=date(2026, 6, 10)),
                  au=date(2026, 6, 10))  # fmt: skip
    page = entrer(monde.gestionnaire)
    titre(page, "attendue")
    # Évite le menu, puis ouvre ce qui attend.
    valider(page, "Aller au contenu")
    valider(page, "Ouvrir le contrôle")
    titre(page, "SIN-2026-")
    valider(
        page, "Ouvrir le contrôle du dossier"
    )  # ce lien mène aux actes, plus haut que le reste de la page
    valider(page, "Ouvrir le contrôle")
    expect(page.get_by_role("button", name="Valider le dossier")).to_be_visible()
    confirmer(page, "Valider le dossier")
    expect(page.get_by_text("Validé", exact=True).first).to_be_visible()
    page.goto("/")
    valider(page, "Préparer le bordereau")
    expect(page.get_by_role("button", name="Transmettre 1 décompte")).to_be_visible()
    valider(page, "Transmettre 1 décompte")
    expect(page.locator("#messages").get_by_text(re.compile(r"Bordereau \S+ transmis"))).to_be_visible()


def test_chercher_trier_exporter_une_liste(monde, tout_le_cdg, entrer):
    with tout_le_cdg():
        declarer(monde.agent)
        declarer(monde.agent_d_ailleurs)
    page = entrer(monde.gestionnaire)
    page.goto("/sinistres/")
    valider(page, "Aller au contenu")  # au-delà de la recherche générale
    aller_a(page, "Rechercher")
    page.keyboard.type("dupre")
    expect(page.locator("#resultats")).not_to_contain_text("DUPUIS")
    expect(page).to_have_url(re.compile("q=dupre"))
    # La liste s'est rafraîchie : la frappe continue là où elle était.
    jamais_perdu(page)
    assert actif(page)["balise"] == "input"
    aller_a(page, "Agent")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"tri=agent|tri=nom"))
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    with page.expect_download() as fichier:
        valider(page, "Exporter")
    assert fichier.value.suggested_filename.endswith(".csv")
    page.goto("/sinistres/?q=dupre")
    aller_a(page, "SIN-")
    page.keyboard.press("Enter")
    titre(page, "SIN-2026-")


def test_prolonger_et_demander_le_remboursement(monde, tout_le_cdg, entrer):
    with tout_le_cdg():
        dossier = declarer(monde.agent, debut=date(2026, 5, 1), fin=date(2026, 5, 31))
    page = entrer(monde.rh)
    page.goto(reverse("sinistres:dossier", args=[dossier.uid]))
    valider(page, "Ajouter un certificat")
    expect(page.get_by_role("textbox", name="Premier jour d'arrêt")).to_be_visible()
    ecrire(page, "Premier jour d'arrêt", "1/6/26")
    ecrire(page, "Dernier jour d'arrêt", "10/6/26")
    valider(page, "Ajouter un certificat")
    expect(page.get_by_role("row", name="01/06/2026 10/06/2026").first).to_be_visible()
    valider(page, "Demander le remboursement")
    expect(page.get_by_role("textbox", name="Demander le remboursement jusqu'au")).to_be_visible()
    aller_a(page, "Demander le remboursement jusqu'au")
    valider(page, "Demander le remboursement")
    expect(page.get_by_text("La demande est faite")).to_be_visible()


def test_la_fenetre_rend_le_focus_a_qui_l_a_ouverte(monde, entrer):
    """Un brouillon à abandonner : la fenêtre garde le focus, Échap le rend à son bouton, « Ne rien changer » aussi."""
    page = entrer(monde.rh)
    page.goto(reverse("sinistres:declarer"))
    ecrire(page, "Nom ou matricule", "m001")
    expect(page.get_by_text("1 agent trouvé.")).to_be_visible()
    jamais_perdu(page)
    valider(page, "Choisir DUPRÉ Élodie")
    expect(page.get_by_role("heading", level=2, name="Le motif")).to_be_visible()
    page.goto(reverse("sinistres:declarer"))
    for touche in ("Enter", "Space"):
        aller_a(page, "Abandonner")
        page.keyboard.press(touche)
        fenetre = page.get_by_role("dialog")
        expect(fenetre).to_be_visible()
        assert actif(page)["nom"] == "Ne rien changer"
        for _ in range(6):
            page.keyboard.press("Tab")
            # Au bout de la fenêtre, la main passe au navigateur (body) ; jamais au reste de la page.
            assert page.evaluate("document.activeElement.matches('body, dialog *')"), (
                "le focus sort de la fenêtre"
            )
        if touche == "Enter":
            page.keyboard.press("Escape")
        else:
            fenetre.get_by_role("link", name="Ne rien changer").focus()
            page.keyboard.press("Enter")
        expect(fenetre).not_to_be_visible()
        assert actif(page)["nom"].startswith("Abandonner"), actif(page)
        page.keyboard.press("Shift+Tab")
    aller_a(page, "Abandonner")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    assert actif(page)["nom"].startswith("Abandonner")
    page.keyboard.press("Enter")
    expect(page.get_by_text("brouillon").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Abandonner"))).to_have_count(0)


def test_inviter_un_collegue(monde, entrer):
    page = entrer(monde.rh)
    page.goto(reverse("perimetres:acces_collectivite", args=[monde.collectivite.uid]))
    valider(page, "Inviter")
    titre(page, "Inviter une personne")
    ecrire(page, "Adresse électronique", "collegue@exemple.fr")
    aller_a(page, "RH, saisie")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)
    valider(page, "Envoyer l'invitation")
    expect(page.get_by_text("collegue@exemple.fr").first).to_be_visible()


def test_declarer_la_base_de_cotisation(monde, entrer, surveillance, live_server):
    page = entrer(monde.rh)
    adresse = reverse("cotisations:declarer", args=[monde.adhesion.uid])
    surveillance.admettre(422, f"{live_server.url}{adresse}")
    page.goto(adresse)
    aller_a(page, "Agents assurés")
    page.keyboard.press("Control+A")
    page.keyboard.type("zéro")
    valider(page, "Déclarer cette base")
    expect(page.get_by_role("alert")).to_be_focused()
    aller_a(page, "Agents assurés")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    valider(page, "Déclarer cette base")
    titre(page, "Base")
    expect(page.locator("#messages")).not_to_be_empty()
