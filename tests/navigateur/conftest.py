"""Un vrai Chromium devant le vrai serveur : la base est validée (pas de transaction d'essai), le rôle est `cdg_app`.

Toute faute de console, toute violation de la politique de contenu et toute réponse en erreur non annoncée font
échouer l'essai ; l'écran est capturé sous `var/essais-navigateur`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.services import lien_de_connexion_creer
from cdg_portal.embarque.chemins import dossier_var
from outils.captures import OPTIONS_CHROMIUM
from outils.paquets_systeme import NAVIGATEURS
from tests.navigateur.surveillance import Surveillance

# L'interface synchrone de Playwright fait tourner une boucle dans ce fil : Django y refuserait la base.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Généreux : une machine chargée n'est pas une faute ; un essai qui passe n'attend jamais.
DELAI_MS = 30_000
expect.set_options(timeout=DELAI_MS)
ICI = Path(__file__).parent
BUREAU = {"width": 1440, "height": 900}


def pytest_configure(config: pytest.Config) -> None:
    """Capture de chaque page ouverte quand un essai échoue."""
    config.option.screenshot = "only-on-failure"
    config.option.full_page_screenshot = True
    config.option.output = str(dossier_var() / "essais-navigateur")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tout ce qui est joué ici l'est dans un navigateur, sur une base validée."""
    for item in items:
        if item.path.parent == ICI:
            item.add_marker(pytest.mark.navigateur)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def base_url() -> None:
    """L'adresse est celle du serveur de l'essai, donnée à chaque contexte."""


@pytest.fixture(scope="session")
def _pw_artifacts_folder(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """Dossier de travail de l'extension ; le sien n'est pas toujours rendu par un processus de xdist."""
    return SimpleNamespace(name=str(tmp_path_factory.mktemp("navigateur")))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Le Chromium de la distribution, celui que l'installation a posé."""
    trouves = [chemin for nom in NAVIGATEURS if (chemin := shutil.which(nom))]
    if not trouves:
        pytest.fail("Chromium est absent : lancez `make installer`.")
    return {**browser_type_launch_args, "executable_path": trouves[0], "args": OPTIONS_CHROMIUM}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Un poste français, sur grand écran ; les animations sont coupées, comme chez qui le demande."""
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": BUREAU,
        "reduced_motion": "reduce",
    }


@pytest.fixture
def tout_le_cdg() -> Callable[[], AbstractContextManager[Perimetre]]:
    """Ouvre le périmètre du CDG et valide ce qui y est posé : le serveur le voit à la sortie."""
    return lambda: perimetre(Perimetre(cdg=True))


@pytest.fixture
def surveillance() -> Iterator[Surveillance]:
    """Ce que les pages ont eu à redire ; rien n'est toléré qui n'ait été annoncé."""
    veille = Surveillance()
    yield veille
    assert not veille.fautes, "\n".join(veille.fautes)


@pytest.fixture
def page_neuve(live_server: Any, new_context: Any, surveillance: Surveillance) -> Callable[..., Page]:
    """Une fenêtre d'un navigateur à part, sans compte."""

    def ouvrir(**options: Any) -> Page:
        contexte = new_context(base_url=live_server.url, **options)
        contexte.set_default_timeout(DELAI_MS)
        page = contexte.new_page()
        surveillance.suivre(page)
        return page

    return ouvrir


@pytest.fixture
def entrer(page_neuve: Callable[..., Page]) -> Callable[..., Page]:
    """Ouvre une session par un lien à usage unique, comme un visiteur de la démonstration."""

    def connecter(compte: Any, **options: Any) -> Page:
        jeton = lien_de_connexion_creer(compte=compte, maintenant=timezone.now(), duree=timedelta(minutes=10))
        page = page_neuve(**options)
        page.goto(reverse("comptes:lien", args=[jeton]))
        page.get_by_role("button", name="Entrer comme").click()
        expect(page).to_have_url("/")
        page.wait_for_load_state()  # ses scripts répondent
        return page

    return connecter


@pytest.fixture
def entrer_sans_guetter(live_server: Any, new_context: Any) -> Callable[..., Page]:
    """Une session (ou aucune) dont les réponses en erreur ne sont pas des fautes : elles sont aussi à examiner."""

    def connecter(compte: Any = None) -> Page:
        contexte = new_context(base_url=live_server.url)
        contexte.set_default_timeout(DELAI_MS)
        page = contexte.new_page()
        if compte is not None:
            jeton = lien_de_connexion_creer(
                compte=compte, maintenant=timezone.now(), duree=timedelta(minutes=10)
            )
            page.goto(reverse("comptes:lien", args=[jeton]))
            page.get_by_role("button", name="Entrer comme").click()
            expect(page).to_have_url("/")
        page.wait_for_load_state()  # ses scripts répondent
        return page

    return connecter
