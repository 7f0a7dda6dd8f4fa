"""Chaque écran : aucune faute WCAG 2.2 AA relevée par axe, repères en place, rien qui déborde à 320 px."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cotisations.services import appel_emettre, base_controler, base_declarer
from tests.fabriques import HabilitationFactory
from tests.navigateur.acces import adresses_des_acces, poser_les_acces
from tests.navigateur.examen import Examen
from tests.navigateur.parcours import champ, choisir_l_agent, continuer, envoyer, etape_evenement, etape_motif
from tests.sinistres.monde import JOUR, batir, declarer, decompter, transmettre


@pytest.fixture
def monde(tout_le_cdg, live_server, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        return batir()


def test_l_examen_voit_les_fautes(page_neuve, live_server):
    examen = Examen(page_neuve())
    examen.page.goto("/connexion/")
    examen.page.evaluate("""() => {
      document.documentElement.lang = "";
      const image = document.createElement("img"), titre = document.createElement("h1");
      titre.textContent = "Un second titre";
      image.style.width = "2000px";
      document.querySelector("main").append(image, titre);
    }""")
    examen.relever("sabotée")
    fautes = "\n".join(examen.fautes)
    for attendue in ("html-has-lang", "image-alt", "'titres': 2", "320 px, light : déborde"):
        assert attendue in fautes


def test_la_collectivite(monde, entrer, page_neuve, surveillance, live_server):
    examen = Examen(page_neuve())
    examen.ouvrir("connexion", "/connexion/")
    champ(examen.page, "Adresse électronique").fill("personne@exemple.fr")
    examen.page.get_by_label("Mot de passe").fill("faux")
    envoyer(examen.page, "Se connecter")
    examen.relever("connexion refusée")
    examen.page = page = entrer(monde.rh)
    examen.relever("accueil sans action")
    examen.ouvrir("liste vide", "/sinistres/")
    page.goto("/")
    choisir_l_agent(page, "m001", "DUPRÉ Élodie")
    examen.relever("déclaration : motif")
    etape_motif(page, "Maladie ordinaire")
    etape_evenement(page, "Premier jour de l'arrêt", "31/6/26", "2/6/27")
    examen.relever("déclaration : évènement en erreur")
    champ(page, "Premier jour de l'arrêt").fill("1/6/26")
    champ(page, "Jour où la collectivité l'a appris").fill("2/6/26")
    continuer(page)
    champ(page, "Premier jour d'arrêt").fill("1/6/26")
    champ(page, "Dernier jour d'arrêt").fill("12/6/26")
    continuer(page)
    examen.relever("déclaration : vérification")
    page.get_by_role("button", name="Déclarer le sinistre").click()
    expect(page.get_by_text("est déclaré.")).to_be_visible()
    examen.relever("dossier déclaré")
    examen.ouvrir("accueil", "/")
    inconnue = f"{live_server.url}/sinistres/00000000-0000-7000-8000-000000000000/"
    surveillance.admettre(404, inconnue)
    examen.ouvrir("page introuvable", inconnue)
    examen.conclure(10)


@pytest.fixture
def dossiers(monde, tout_le_cdg) -> dict[str, Any]:
    """Un dossier transmis et en retard, un dossier décompté à transmettre, un appel émis."""
    with tout_le_cdg():
        transmis = declarer(monde.agent, debut=date(2026, 1, 5), fin=date(2026, 4, 30))
        premier = decompter(transmis, le=date(2026, 5, 4))
        bordereau = transmettre(premier, le=date(2026, 5, 5))
        dernier = decompter(
            declarer(monde.agent, motif="CITIS_AS", debut=date(2026, 5, 1), fin=date(2026, 6, 10)),
            au=date(2026, 6, 10),
        )
        declarer(monde.agent_d_ailleurs, debut=date(2026, 6, 1), fin=date(2026, 6, 30))
        base = base_declarer(
            adhesion=monde.adhesion,
            exercice=2026,
            montants={"tib": Decimal("100000")},
            nb_agents=3,
            le=date(2026, 1, 20),
        )
        appel = appel_emettre(base=base_controler(base=base, le=date(2026, 1, 20)), le=date(2026, 1, 20))
        HabilitationFactory(compte=monde.gestionnaire, role="CHEF_SERVICE_CDG")
    return {
        "transmis": transmis,
        "premier": premier,
        "bordereau": bordereau,
        "decompte": dernier,
        "appel": appel,
    }


def test_le_gestionnaire(monde, dossiers, entrer):
    examen = Examen(entrer(monde.gestionnaire))
    examen.relever("accueil")
    listes = (
        "sinistres:liste", "sinistres:bordereaux", "sinistres:echeances", "adhesions:collectivites", "adhesions:agents",
        "adhesions:adhesions", "cotisations:appels", "cotisations:bases", "prevention:statistiques",
    )  # fmt: skip
    for nom in listes:
        examen.ouvrir(nom, reverse(nom))
    transmis = dossiers["transmis"]
    for nom, objet in (
        ("sinistres:dossier", transmis),
        ("sinistres:decompte", dossiers["decompte"]),
        ("sinistres:bordereau", dossiers["bordereau"]),
        ("sinistres:bordereau_emettre", monde.adhesion),
        ("adhesions:collectivite", monde.collectivite),
        ("adhesions:agent", monde.agent),
        ("adhesions:adhesion", monde.adhesion),
        ("cotisations:appel", dossiers["appel"]),
    ):
        examen.ouvrir(nom, reverse(nom, args=[objet.uid]))
    examen.ouvrir(
        "règlement", reverse("sinistres:acte_sur", args=[transmis.uid, "reglement", dossiers["premier"].uid])
    )
    requalifier = reverse("sinistres:requalifier", args=[transmis.uid])
    examen.ouvrir("requalifier en erreur", f"{requalifier}?vers=&effet=31/2/26")
    examen.ouvrir("requalifier", f"{requalifier}?vers=CITIS&effet=5/1/26")
    expect(examen.page.locator("#apercu")).to_be_visible()
    examen.conclure(1 + 9 + 8 + 3)


def test_l_aide(monde, entrer):
    examen = Examen(entrer(monde.gestionnaire))
    for nom in ("aide", "articles", "baremes", "interpretations", "regles"):
        examen.ouvrir(nom, reverse(f"accueil:{nom}"))
    examen.ouvrir("barèmes introuvables", f"{reverse('accueil:baremes')}?q=zzz")
    examen.conclure(6)


def test_les_acces(monde, tout_le_cdg, entrer, page_neuve, surveillance, live_server):
    """Les écrans des habilitations, remplis ; la page de la personne invitée, sans compte."""
    jeton = poser_les_acces(monde, tout_le_cdg)
    examen = Examen(entrer(monde.rh))
    for nom, adresse in adresses_des_acces(monde, tout_le_cdg):
        examen.ouvrir(nom, adresse)
    examen.page = page_neuve()
    examen.ouvrir("invitation", reverse("perimetres:invitation", args=[jeton]))
    surveillance.admettre(422, f"{live_server.url}{reverse('perimetres:invitation_accepter')}")
    envoyer(examen.page, "Créer mon compte et accepter")
    examen.relever("invitation en erreur")
    examen.page = entrer(monde.chef)
    examen.ouvrir("accès du CDG", reverse("perimetres:acces"))
    examen.ouvrir("permissions", reverse("perimetres:permissions"))
    examen.conclure(7 + 4)
