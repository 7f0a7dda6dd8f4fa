"""Captures d'écran du README, prises sur une démonstration qui tourne (`make demo` dans un autre terminal).

    .venv/bin/python outils/captures.py --adresse http://127.0.0.1:8000 [--dossier docs/captures]

Lit les liens de connexion par `manage.py liens_connexion` ; n'écrit que des images.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

RACINE = Path(__file__).resolve().parent.parent
LARGE, TELEPHONE = {"width": 1280, "height": 860}, {"width": 400, "height": 860}
OPTIONS_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def liens(adresse: str) -> dict[str, str]:
    """Lien de connexion par libellé de rôle."""
    sortie = subprocess.run(
        [sys.executable, "manage.py", "liens_connexion", "--base-url", adresse],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    trouves = re.findall(r"^\s*(\S.*?)\s*\n\s*(http\S+)", sortie, re.M)
    return {libelle: lien for libelle, lien in trouves}


def entrer(page: Page, tous: dict[str, str], role: str) -> None:
    """Se connecte avec le premier compte de ce rôle."""
    page.goto(next(lien for libelle, lien in tous.items() if role in libelle))
    page.get_by_role("button", name=re.compile("^Entrer")).click()
    page.wait_for_load_state("networkidle")


def _accueil(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/")


def _liste(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/sinistres/")


def _dossier(page: Page, adresse: str) -> None:
    """Le dossier requalifié du cas D-30 : une franchise de 45 jours devenue 15."""
    page.goto(f"{adresse}/sinistres/?q=SIN-2024-000002")
    page.get_by_role("link", name="SIN-2024-000002").first.click()
    page.wait_for_load_state("networkidle")


def _explication(page: Page, adresse: str) -> None:
    _dossier(page, adresse)
    page.locator("#explication").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('explication').scrollIntoView({behavior: 'instant'})")


def _requalifier(page: Page, adresse: str) -> None:
    _dossier(page, adresse)
    page.goto(f"{page.url}requalifier/")
    page.get_by_label(re.compile("nature", re.I)).first.select_option("CITIS")
    page.get_by_label(re.compile("compter|effet", re.I)).first.fill("01/01/2024")
    page.get_by_role("button", name="Voir l'effet").click()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.getElementById('apercu').scrollIntoView({behavior: 'instant'})")


def _declarer(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/sinistres/declarer/")


def _simulateur(page: Page, adresse: str) -> None:
    """L'exemple de l'indemnisation, à sa bande de jours."""
    page.goto(f"{adresse}/simulateurs/indemnisation/?exemple")
    page.get_by_role("button", name="Calculer").first.click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("heading", name="Résultat").first.wait_for()
    page.evaluate(
        "[...document.querySelectorAll('h2')].find(h => h.textContent.trim() === 'Résultat')"
        ".scrollIntoView({behavior: 'instant'})"
    )


CAPTURES: tuple[tuple[str, str, dict[str, int], Callable[[Page, str], None]], ...] = (
    ("accueil-gestionnaire", "Gestionnaire du CDG", LARGE, _accueil),
    ("sinistres", "Gestionnaire du CDG", LARGE, _liste),
    ("dossier", "Gestionnaire du CDG", LARGE, _explication),
    ("requalifier", "Gestionnaire du CDG", LARGE, _requalifier),
    ("simulateur", "Gestionnaire du CDG", LARGE, _simulateur),
    ("sinistres-mobile", "Gestionnaire du CDG", TELEPHONE, _liste),
    ("declarer", "RH, saisie", LARGE, _declarer),
)


def principal() -> None:
    """Prend toutes les captures."""
    lecteur = argparse.ArgumentParser(description="Prend les captures d'écran du README.")
    lecteur.add_argument("--adresse", default="http://127.0.0.1:8000")
    lecteur.add_argument("--dossier", type=Path, default=RACINE / "docs" / "captures")
    options = lecteur.parse_args()
    options.dossier.mkdir(parents=True, exist_ok=True)
    tous = liens(options.adresse)
    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS_CHROMIUM)
        for role in dict.fromkeys(role for _, role, _, _ in CAPTURES):
            contexte = chromium.new_context(locale="fr-FR")
            page = contexte.new_page()
            entrer(page, tous, role)
            for nom, role_voulu, taille, aller in CAPTURES:
                if role_voulu == role:
                    page.set_viewport_size(taille)  # type: ignore[arg-type]
                    aller(page, options.adresse)
                    page.screenshot(path=options.dossier / f"{nom}.png")
                    print(f"{nom}.png", flush=True)
            contexte.close()
        chromium.close()


if __name__ == "__main__":
    principal()
