"""Le travail de tous les jours, de la déclaration au décompte régularisé, tel que deux personnes le voient.

Accident de service du 1/1/2024, 60 jours, 24 000 € de traitement : 24 000 / 365 = 65,75 € par jour.
CITIS, franchise absolue de 45 jours : 15 jours payés, 986,25 €. Requalifié en maladie ordinaire, franchise
absolue de 15 jours et plein traitement : 45 jours payés, 2 958,75 €, donc 1 972,50 € de complément.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sinistres.models import Sinistre
from tests.documents.lecture import normaliser, texte_de
from tests.fabriques import HabilitationFactory
from tests.navigateur.parcours import choisir_l_agent, continuer, etape_evenement, etape_motif
from tests.navigateur.travail import faire_le_travail_en_attente
from tests.sinistres.dossiers import agent_de, declarer, souscrire

AVANT, APRES, COMPLEMENT = "986,25 €", "2 958,75 €", "1 972,50 €"


@dataclass
class Commune:
    """Une RH, un gestionnaire du CDG, et le dossier d'une autre commune."""

    rh: Any
    gestionnaire: Any
    dossier_d_ailleurs: Sinistre


@pytest.fixture
def commune(tout_le_cdg, live_server, settings) -> Commune:
    settings.DATE_DE_REFERENCE = "2024-01-11"
    with tout_le_cdg():
        adhesion, voisine = souscrire(), souscrire()
        agent_de(adhesion, nom="Castelnove", prenom="Guilhem", matricule="SO-0901")
        agent_de(adhesion, nom="Castagnède", prenom="Iris", matricule="SO-0902")
        agent_de(adhesion, nom="Morvandieu", prenom="Aude", matricule="SO-0903")
        return Commune(
            rh=HabilitationFactory(rh=True, collectivite=adhesion.collectivite).compte,
            gestionnaire=HabilitationFactory().compte,
            dossier_d_ailleurs=declarer(
                agent_de(voisine), (date(2024, 1, 2), date(2024, 1, 9)), le=date(2024, 1, 10)
            ),
        )


def test_de_la_declaration_au_decompte_regularise(commune, entrer, settings, surveillance, live_server):
    rh = entrer(commune.rh)
    _declarer(rh)
    settings.DATE_DE_REFERENCE = "2024-03-05"
    _prolonger(rh)
    _demander_le_remboursement(rh)
    dossier = rh.url.split("#")[0]

    gestionnaire = entrer(commune.gestionnaire)
    _controler_et_decompter(gestionnaire)
    _lire_l_explication(gestionnaire)
    _transmettre(gestionnaire)
    settings.DATE_DE_REFERENCE = "2024-06-04"
    gestionnaire.goto(dossier)
    _requalifier(gestionnaire)
    _verifier_le_pdf(gestionnaire)

    _revenir(rh, dossier)
    _rester_chez_soi(rh, commune.dossier_d_ailleurs, surveillance, live_server.url)


def _declarer(page: Page) -> None:
    choisir_l_agent(page, "casteln", "CASTELNOVE Guilhem")
    etape_motif(page, "Accident de service")
    etape_evenement(page, "Jour de l'accident", "1/1/24", "2/1/24")
    for rang, (debut, fin) in enumerate((("1/1/24", "15/1/24"), ("16/1/24", "30/1/24")), start=1):
        if rang > 1:
            page.get_by_role("button", name="Ajouter un certificat").click()
        ligne = page.get_by_role("group", name=f"Certificat {rang}")
        ligne.get_by_label("Premier jour d'arrêt").fill(debut)
        ligne.get_by_label("Dernier jour d'arrêt").fill(fin)
    continuer(page)

    principal = page.get_by_role("main")
    for rappel in (
        "CASTELNOVE Guilhem", "Accident de service", "Franchise : 45 jours, absolue", "Du 01/01/2024 au 15/01/2024",
        "Du 16/01/2024 au 30/01/2024", "Soit 30 jours", "Certificat médical initial, sans diagnostic",
        "Enquête administrative",
    ):  # fmt: skip
        expect(principal).to_contain_text(rappel)
    page.get_by_role("button", name="Déclarer le sinistre").dblclick()
    expect(page.get_by_text("est déclaré. Le Centre de gestion va le contrôler.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^SIN-2024-\d{6}$"))
    page.get_by_role("link", name="Sinistres", exact=True).first.click()
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("SIN-2024-"))).to_have_count(1)
    page.get_by_role("main").get_by_role("link", name=re.compile("SIN-2024-")).click()


def _prolonger(page: Page) -> None:
    page.get_by_role("link", name="Ajouter un certificat").click()
    page.get_by_label("Premier jour d'arrêt").fill("31/1/24")
    page.get_by_label("Dernier jour d'arrêt").fill("29/2/24")
    page.get_by_role("button", name="Ajouter un certificat").click()
    expect(page.get_by_role("row", name="Prolongation 31/01/2024 29/02/2024 30")).to_be_visible()


def _demander_le_remboursement(page: Page) -> None:
    page.get_by_role("link", name="Demander le remboursement").click()
    expect(page.get_by_label("Demander le remboursement jusqu'au")).to_have_value("29/02/2024")
    page.get_by_role("button", name="Demander le remboursement").click()
    expect(page.get_by_text("La demande est faite")).to_be_visible()


def _controler_et_decompter(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("attendue"))
    page.get_by_role("main").get_by_role("link", name="Ouvrir le contrôle").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SIN-2024-")
    page.get_by_role("button", name="Ouvrir le contrôle").click()
    for bouton in ("Valider le dossier", "Contrôler et décompter"):
        page.get_by_role("button", name=f"{bouton}…").click()
        page.get_by_role("dialog").get_by_role("button", name=bouton).click()
    expect(page.get_by_text("La demande est contrôlée : le décompte est émis.")).to_be_visible()


def _lire_l_explication(page: Page) -> None:
    explication = page.locator("#explication")
    expect(explication.get_by_role("heading", level=2)).to_contain_text(AVANT)
    lignes = explication.get_by_role("table", name="Lignes du décompte")
    expect(lignes.get_by_role("row").nth(1)).to_contain_text("45")
    payee = lignes.get_by_role("row", name="15/02/2024")
    for valeur in ("15", "65,75 €", AVANT):
        expect(payee).to_contain_text(valeur)
    payee.get_by_text("Détail du calcul").click()
    for etape in ("garantie CITIS, absolue de 45 jours", "24 000,00 € / 365", "15 j × 65,75 €"):
        expect(payee.get_by_role("listitem").filter(has_text=etape)).to_be_visible()


def _transmettre(page: Page) -> None:
    page.get_by_role("link", name="Accueil").first.click()
    page.get_by_role("link", name="Préparer le bordereau").click()
    expect(page.get_by_role("row", name="Total")).to_contain_text(AVANT)
    page.get_by_role("button", name="Transmettre 1 décompte").click()
    expect(page.locator("#messages").get_by_text(re.compile(r"Bordereau \S+ transmis"))).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Attendu avant le 04/04/2024")


def _requalifier(page: Page) -> None:
    page.get_by_role("link", name="Requalifier").click()
    page.get_by_label("Nouvelle nature").select_option(label="Maladie ordinaire")
    page.get_by_label("À compter du").fill("1/1/24")
    page.get_by_role("button", name="Voir l'effet").click()
    apercu = page.locator("#apercu")
    for montant in (AVANT, APRES, f"+{COMPLEMENT}"):
        expect(apercu).to_contain_text(montant)
    expect(apercu).to_contain_text("Complément à recevoir de l'assureur")
    page.get_by_label("Décision du").fill("4/6/24")
    page.get_by_label("Référence de l'arrêté").fill("2024-027")
    page.get_by_role("button", name="Requalifier en").click()
    expect(page.get_by_text("Les régularisations sont prêtes à transmettre.")).to_be_visible()


def _verifier_le_pdf(page: Page) -> None:
    page.get_by_role("button", name="Préparer le PDF").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert faire_le_travail_en_attente() == ["TERMINE"]
    with page.expect_download() as telechargement:
        page.get_by_role("main").get_by_role("link", name="decompte-DEC-2024-000002.pdf").click()
    texte = texte_de(Path(telechargement.value.path()).read_bytes())
    for attendu in ("DEC-2024-000002", APRES, AVANT, COMPLEMENT, "CASTELNOVE Guilhem", "SIN-2024-"):
        assert normaliser(attendu) in texte, attendu


def _revenir(page: Page, dossier: str) -> None:
    page.goto(dossier)
    expect(page.get_by_text("Validé", exact=True)).to_be_visible()
    decomptes = page.get_by_role("table", name="Décomptes du dossier")
    expect(decomptes.get_by_role("row", name=f"{AVANT} Transmis par")).to_contain_text("remplacé")
    expect(decomptes.get_by_role("row", name=f"{APRES} {AVANT} +{COMPLEMENT} À transmettre")).to_be_visible()
    expect(page.get_by_role("heading", name=f"Pourquoi {APRES}")).to_be_visible()
    expect(page.get_by_role("link", name="Télécharger le PDF")).to_be_visible()
    expect(page.locator("#chronologie")).to_contain_text("equalifi")


def _rester_chez_soi(page: Page, ailleurs: Sinistre, surveillance: Any, adresse: str) -> None:
    page.goto("/sinistres/")
    expect(page.get_by_role("main")).not_to_contain_text(ailleurs.numero)
    interdite = adresse + reverse("sinistres:dossier", args=[ailleurs.uid])
    surveillance.admettre(404, interdite)
    page.goto(interdite)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page n'existe pas")
    expect(page.get_by_role("main")).not_to_contain_text(ailleurs.numero)
