"""La déclaration entière sans souris ; à chaque arrêt, l'élément actif se voit."""

from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from tests.sinistres.monde import JOUR, batir

# Ce que voit une personne au clavier : l'élément actif, son contour, et s'il est dans la fenêtre.
ACTIF = """() => {
  const e = document.activeElement;
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  return {
    balise: e.tagName.toLowerCase(),
    nom: (e.labels?.[0]?.innerText ?? e.getAttribute("aria-label") ?? e.innerText ?? "").replace(/\\s+/g, " ").trim(),
    contour: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2,
    visible: r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth,
  };
}"""
ARRETS_AU_PLUS = 60


@pytest.fixture
def rh(tout_le_cdg, live_server, settings, entrer) -> Page:
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        monde = batir()
    return entrer(monde.rh)


def actif(page: Page) -> dict[str, Any]:
    try:
        return page.evaluate(ACTIF)
    except Error:  # la page suivante arrivait : on regarde celle-là
        page.wait_for_load_state()
        return page.evaluate(ACTIF)


def aller_a(page: Page, nom: str) -> None:
    """Avance de Tab en Tab jusqu'à l'élément de ce nom ; chaque arrêt se voit."""
    vus = []
    for _ in range(ARRETS_AU_PLUS):
        page.keyboard.press("Tab")
        arret = actif(page)
        if arret["balise"] == "body":
            continue  # la fin de la page : le tour recommence à son début
        vus.append(arret["nom"])
        assert arret["contour"], f"contour absent : {arret}"
        assert arret["visible"], f"hors de la fenêtre : {arret}"
        if arret["nom"].startswith(nom):
            return
    raise AssertionError(f"« {nom} » ne s'atteint pas au clavier ; arrêts : {vus}")


def reculer_a(page: Page, nom: str) -> None:
    """Recule de Maj+Tab en Maj+Tab jusqu'au champ de ce nom (un mot expliqué peut s'arrêter entre deux champs)."""
    for _ in range(ARRETS_AU_PLUS):
        page.keyboard.press("Shift+Tab")
        if actif(page)["balise"] == "input" and actif(page)["nom"].startswith(nom):
            return
    raise AssertionError(f"« {nom} » ne s'atteint pas en reculant")


def valider(page: Page, nom: str) -> None:
    """Atteint un bouton ou un lien, puis l'active."""
    aller_a(page, nom)
    page.keyboard.press("Enter")


def ecrire(page: Page, nom: str, texte: str) -> None:
    aller_a(page, nom)
    page.keyboard.type(texte)


def etape(page: Page, titre: str) -> None:
    """La nouvelle page est là : son pas courant et son titre."""
    expect(page.get_by_role("heading", level=2, name=titre)).to_be_visible()


def test_la_declaration_entiere_au_clavier(rh):
    rh.keyboard.press("Tab")
    assert actif(rh)["nom"] == "Aller au contenu"
    rh.keyboard.press("Enter")
    valider(rh, "Déclarer un sinistre")

    etape(rh, "De quel agent s'agit-il ?")
    ecrire(rh, "Nom ou matricule", "m001")
    expect(rh.get_by_text("1 agent trouvé.")).to_be_visible()
    valider(rh, "Choisir DUPRÉ Élodie")

    etape(rh, "Le motif")
    aller_a(rh, "Pourquoi l'agent est-il absent")
    rh.keyboard.type("Maladie ord")
    valider(rh, "Continuer")

    etape(rh, "L'évènement")
    ecrire(rh, "Premier jour de l'arrêt", "1/6/26")
    ecrire(rh, "Jour où la collectivité l'a appris", "2/6/26")
    aller_a(rh, "Une autre personne est en cause")
    rh.keyboard.press("Space")
    aller_a(rh, "Cas général")
    rh.keyboard.press("ArrowDown")
    expect(rh.get_by_role("radio", name="Exception prévue par la loi")).to_be_checked()
    valider(rh, "Continuer")

    etape(rh, "Les certificats")
    ecrire(rh, "Premier jour d'arrêt", "12/6/26")
    ecrire(rh, "Dernier jour d'arrêt", "1/6/26")
    valider(rh, "Continuer")
    # L'erreur prend le focus : son lien mène au champ, où l'on corrige.
    expect(rh.get_by_role("alert")).to_be_focused()
    valider(rh, "Dernier jour d'arrêt")
    expect(rh.get_by_role("textbox", name="Dernier jour d'arrêt")).to_be_focused()
    rh.keyboard.press("Control+A")
    rh.keyboard.type("30/6/26")
    reculer_a(rh, "Premier jour d'arrêt")
    rh.keyboard.press("Control+A")
    rh.keyboard.type("1/6/26")
    valider(rh, "Continuer")

    etape(rh, "Vérifier et déclarer")
    for rappel in ("Soit 30 jours", "Une autre personne est en cause", "Sans jour de carence"):
        expect(rh.get_by_role("main")).to_contain_text(rappel)
    valider(rh, "Déclarer le sinistre")
    expect(rh.get_by_text("est déclaré. Le Centre de gestion va le contrôler.")).to_be_visible()


def test_le_menu_replie_s_ouvre_et_se_ferme_au_clavier(rh):
    rh.set_viewport_size({"width": 400, "height": 800})
    rh.reload()
    menu = rh.get_by_role("button", name="Menu")
    valider(rh, "Menu")
    expect(menu).to_have_attribute("aria-expanded", "true")
    aller_a(rh, "Sinistres")
    rh.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
