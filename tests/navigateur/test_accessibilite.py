"""Chaque écran : aucune faute WCAG 2.2 AA relevée par axe, repères en place, rien qui déborde à 320 px."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as reglages
from django.urls import reverse
from playwright.sync_api import Page, expect

from cotisations.services import appel_emettre, base_controler, base_declarer
from tests.fabriques import HabilitationFactory
from tests.navigateur.parcours import champ, choisir_l_agent, continuer, etape_evenement, etape_motif
from tests.sinistres.monde import JOUR, batir, declarer, decompter, transmettre

AXE = (Path(reglages.RACINE) / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
REGLES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CONTRASTES = {"type": "rule", "values": ["color-contrast"]}
# En sombre, seules les couleurs changent.
ASPECTS = ((1440, "light", REGLES), (320, "light", REGLES), (1440, "dark", CONTRASTES))
FAUTES = """async (regles) => {
  const bilan = await axe.run(document, {runOnly: regles, resultTypes: ["violations"]});
  const cibles = (v) => v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" ; ");
  return bilan.violations.map((v) => `${v.id} (${v.help}) : ${cibles(v)}`);
}"""
STRUCTURE = """() => ({
  langue: document.documentElement.lang,
  titres: [...document.querySelectorAll("h1")].filter(h => h.innerText.trim()).length,
  reperes: ["header", "main", "footer"].filter(b => document.querySelectorAll(`body > ${b}`).length === 1).length,
  identifiants: [...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, tous) => tous.indexOf(id) !== i),
  debordement: document.documentElement.scrollWidth - innerWidth,
})"""
SAINE = {"langue": "fr", "titres": 1, "reperes": 3, "identifiants": []}


class Examen:
    """Relève les fautes page après page ; elles sont toutes dites à la fin."""

    def __init__(self, page: Page) -> None:
        self.page, self.fautes, self.vues = page, [], []

    def ouvrir(self, nom: str, adresse: str, **options: Any) -> None:
        """Va à cette adresse et l'examine."""
        self.page.goto(adresse, **options)
        self.relever(nom)

    def relever(self, nom: str) -> None:
        """Examine la page telle qu'elle est : large, étroite, puis large et sombre."""
        assert " · Statutaire" in self.page.title(), nom
        self.vues.append(nom)
        self.page.evaluate(AXE)
        for largeur, couleurs, regles in ASPECTS:
            self.page.set_viewport_size({"width": largeur, "height": 900})
            self.page.emulate_media(color_scheme=couleurs)
            ou = f"{nom}, {largeur} px, {couleurs}"
            self._noter(ou, self.page.evaluate(FAUTES, regles))
            structure = self.page.evaluate(STRUCTURE)
            debordement = structure.pop("debordement")
            if structure != SAINE:
                self._noter(ou, [f"structure : {structure}"])
            if debordement > 0:
                self._noter(ou, [f"déborde de {debordement} px"])

    def _noter(self, ou: str, fautes: list[str]) -> None:
        self.fautes += [f"{ou} : {faute}" for faute in fautes]

    def conclure(self, nombre: int) -> None:
        """Aucune faute, et toutes les pages prévues ont été vues."""
        assert not self.fautes, "\n".join(self.fautes)
        assert len(self.vues) == nombre, self.vues


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
    examen.page.get_by_role("button", name="Se connecter").click()
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
