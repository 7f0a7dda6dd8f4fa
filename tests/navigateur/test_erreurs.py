"""Chaque page d'erreur, telle qu'un navigateur la montre, et les bandeaux de la formation et de l'assistance."""

from functools import partial
from pathlib import Path

from django.conf import settings as reglages
from django.template.loader import render_to_string
from django.urls import reverse
from playwright.sync_api import Route, expect

from cdg_portal.perimetres.permissions import TABLE
from tests.fabriques import HabilitationFactory
from tests.navigateur.examen import Examen

REFUS = {
    "refusee": TABLE["sinistres.instruire"],
    "roles": ["Ressources humaines, saisie"],
    "interlocuteur": "votre ressources humaines",
}
PERIME = {"jeton": "jeton", "tape": [("nom", "Dupré")], "csrf_token": "x"}
PAGES = (
    ("400", {}), ("403", {}), ("403", REFUS), ("404", {}), ("413", {}), ("414", {}), ("500", {"formation": True}),
    ("503", {}), ("503_assistance", {}),
    ("base_occupee", {}), ("assistance", {}), ("assistance", {"export": True}), ("formulaire_perime", {}),
    ("formulaire_perime", PERIME),
)  # fmt: skip


def _rendre(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type="text/html")


def test_chaque_page_d_erreur_est_accessible(page_neuve, live_server):
    dossier = Path(reglages.RACINE, "templates", "erreurs")
    a_voir = {chemin.stem for chemin in dossier.glob("*.html")} - {"base", "probleme"}
    assert {nom for nom, _ in PAGES} == a_voir
    examen = Examen(page_neuve())
    for rang, (nom, contexte) in enumerate(PAGES):
        html = render_to_string(f"erreurs/{nom}.html", contexte)
        adresse = f"{live_server.url}/essai/{nom}/{rang}"
        examen.page.route(adresse, partial(_rendre, html))
        examen.ouvrir(f"{nom}, {sorted(contexte)}", adresse)
    examen.conclure(len(PAGES))


def test_les_bandeaux_sont_accessibles(tout_le_cdg, entrer, settings):
    settings.MODE_FORMATION = True
    with tout_le_cdg():
        administrateur = HabilitationFactory(role="ADMINISTRATEUR").compte
        assiste = HabilitationFactory(role="GESTIONNAIRE_CDG").compte
    examen = Examen(entrer(administrateur))
    examen.relever("formation")
    examen.page.goto(reverse("accueil:assister", args=[assiste.uid]))
    examen.page.locator("main textarea, main input[name=motif]").fill("Aide demandée par téléphone")
    examen.page.get_by_role("button", name="Ouvrir l'assistance").click()
    expect(examen.page.get_by_role("complementary", name="Assistance")).to_be_visible()
    examen.relever("assistance")
    examen.conclure(2)
