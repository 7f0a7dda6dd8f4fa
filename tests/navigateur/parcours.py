"""Les premiers pas d'une déclaration, à la souris."""

from playwright.sync_api import Locator, Page, expect


def champ(page: Page, nom: str) -> Locator:
    """Le champ de texte de cette étiquette."""
    return page.get_by_role("textbox", name=nom, exact=True)


def envoyer(page: Page, nom: str) -> None:
    """Active le bouton de ce nom et attend la page qu'il amène, chargée : sans cela, on lirait encore la précédente."""
    with page.expect_navigation():
        page.get_by_role("button", name=nom, exact=True).click()


def choisir_l_agent(page: Page, lettres: str, nom: str) -> None:
    """Depuis l'accueil, cherche l'agent par les premières lettres de son nom ou de son matricule, et le choisit."""
    page.get_by_role("link", name="Déclarer un sinistre").click()
    page.get_by_label("Nom ou matricule").press_sequentially(lettres)
    expect(page.get_by_text("1 agent trouvé.")).to_be_visible()
    envoyer(page, f"Choisir {nom}")


def etape_motif(page: Page, motif: str) -> None:
    """Choisit le motif."""
    page.get_by_label("Pourquoi l'agent est-il absent ?").select_option(label=motif)
    continuer(page)


def etape_evenement(page: Page, question: str, jour: str, connu: str) -> None:
    """Tape les deux dates."""
    champ(page, question).fill(jour)
    champ(page, "Jour où la collectivité l'a appris").fill(connu)
    continuer(page)


def continuer(page: Page) -> None:
    """Passe au pas suivant."""
    envoyer(page, "Continuer")
