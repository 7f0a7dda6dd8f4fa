"""Revue des écrans : une capture de chaque page atteinte par lien, par rôle, aux trois largeurs, en clair et en sombre.

    .venv/bin/python outils/revue.py --adresse http://127.0.0.1:8000 --dossier var/revue [--role Finances]

Suit les liens de la démonstration depuis l'accueil : une seule page par forme d'adresse (les identifiants se valent).
Dit chaque débordement, chaque message de console, chaque réponse en erreur. N'écrit que des images.
"""

import argparse
import re
import sys
from collections import deque
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import Page, sync_playwright

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from outils.captures import OPTIONS_CHROMIUM, entrer, liens  # noqa: E402

ROLES = (
    "Gestionnaire du CDG", "RH, saisie", "Préventeur", "Finances", "Administrateur", "Médecin", "Assureur", "Élu",
)  # fmt: skip
IDENTIFIANT = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# Fichiers, sortie, administration de Django, documentation : pas des écrans du portail.
HORS = re.compile(r"/admin/|/documents/|deconnexion|\.csv|\.pdf|export|/api/|/problemes/|proconnect")
ADRESSES = "[...document.querySelectorAll('main a[href], nav a[href], header a[href]')].map(a => a.href)"
DEBORDE = "document.documentElement.scrollWidth - innerWidth"


def forme(adresse: str) -> str:
    """L'adresse sans identifiant ni interrogation : ce qui fait un écran."""
    return IDENTIFIANT.sub("…", urlsplit(adresse).path)


def nom_de(forme_: str) -> str:
    """Nom de fichier d'un écran."""
    return re.sub(r"[^a-z0-9]+", "-", forme_.replace("…", "x").lower()).strip("-") or "accueil"


def capturer(page: Page, dossier: Path, nom: str, largeurs: list[int]) -> None:
    """Une image par largeur et par aspect ; dit ce qui déborde."""
    for largeur in largeurs:
        for aspect in ("light", "dark"):
            page.set_viewport_size({"width": largeur, "height": 900})
            page.emulate_media(color_scheme=aspect, reduced_motion="reduce")  # type: ignore[arg-type]
            page.screenshot(path=dossier / f"{nom}-{largeur}-{aspect}.png", full_page=True)
        if (trop := page.evaluate(DEBORDE)) > 0:
            print(f"  {nom} à {largeur} px : déborde de {trop} px", flush=True)


def parcourir(page: Page, adresse: str, dossier: Path, largeurs: list[int]) -> int:
    """Toutes les formes de page atteintes depuis l'accueil, chacune capturée ; leur nombre."""
    a_voir, vues = deque([f"{adresse}/"]), {"/"}
    while a_voir:
        reponse = page.goto(a_voir.popleft())
        if reponse is None or reponse.status >= 400:
            print(f"  {page.url} : {reponse.status if reponse else 'sans réponse'}", flush=True)
        capturer(page, dossier, nom_de(forme(page.url)), largeurs)
        for lien in page.evaluate(ADRESSES):
            nue = urldefrag(lien)[0]
            if nue.startswith(f"{adresse}/") and not HORS.search(nue) and forme(nue) not in vues:
                vues.add(forme(nue))
                a_voir.append(nue)
    return len(vues)


def principal() -> None:
    """Passe chaque rôle en revue."""
    lecteur = argparse.ArgumentParser(description="Capture chaque écran de la démonstration, rôle par rôle.")
    lecteur.add_argument("--adresse", default="http://127.0.0.1:8000")
    lecteur.add_argument("--dossier", type=Path, default=RACINE / "var" / "revue")
    lecteur.add_argument("--role", action="append")
    lecteur.add_argument("--largeurs", type=int, nargs="+", default=[320, 768, 1440])
    options = lecteur.parse_args()
    tous = liens(options.adresse)
    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS_CHROMIUM)
        for role in options.role or ROLES:
            contexte = chromium.new_context(locale="fr-FR")
            page = contexte.new_page()
            page.on(
                "console",
                lambda m: print(f"  console : {m.text}") if m.type in ("error", "warning") else None,
            )
            entrer(page, tous, role)
            dossier = options.dossier / nom_de(role)
            dossier.mkdir(parents=True, exist_ok=True)
            print(
                f"{role} : {parcourir(page, options.adresse, dossier, options.largeurs)} écrans", flush=True
            )
            contexte.close()
        chromium.close()


if __name__ == "__main__":
    principal()
