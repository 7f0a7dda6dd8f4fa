"""Les jetons du thème, lus dans leur fichier : contrastes en clair et en sombre, aucune couleur ni police hors d'eux.

Seuils WCAG 2.2 : 4,5 pour un texte (1.4.3), 3 pour ce qui délimite un contrôle, un état ou un dessin (1.4.11).
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.STATICFILES_DIRS[0]) / "css"
JETONS = (CSS / "jetons.css").read_text("utf-8")
TEXTE, DESSIN = 4.5, 3.0

FONDS = ("fond", "surface", "surface-2")
TONS = ("neutre", "info", "attention", "succes", "danger")
JOURS = ("plein", "demi", "maintenu", "carence", "epuise")
SERIES = ("1", "2", "3", "4")
PAIRES = [
    *((encre, fond, TEXTE) for encre in ("encre", "encre-2", "lien", "primaire-fort") for fond in FONDS),
    # Ce qui est écrit dans une notice ou sous une ligne visée par une ancre.
    *(("encre", f"{ton}-fond", TEXTE) for ton in TONS),
    *((ton, f"{ton}-fond", TEXTE) for ton in TONS),
    *(("encre-2", f"{ton}-fond", TEXTE) for ton in ("attention", "info")),
    *(("danger", fond, TEXTE) for fond in FONDS),
    ("encre", "primaire-pale", TEXTE),
    ("lien", "primaire-pale", TEXTE),
    ("primaire-fort", "primaire-pale", TEXTE),
    ("lien", "attention-fond", TEXTE),
    ("sur-primaire", "primaire", TEXTE),
    ("sur-primaire", "primaire-fort", TEXTE),
    ("surface", "danger", TEXTE),
    *((e, f, TEXTE) for e in ("entete-encre", "entete-encre-2") for f in ("entete-fond", "entete-survol")),
    ("compteur", "compteur-fond", TEXTE),
    *((f"jour-{j}-encre", f"jour-{j}", TEXTE) for j in JOURS),
    ("encre-2", "jour-hors", TEXTE),
    *(("trait-fort", fond, DESSIN) for fond in FONDS),
    *(("focus", fond, DESSIN) for fond in FONDS),
    *(("primaire", fond, DESSIN) for fond in FONDS),
    ("accent", "surface", DESSIN),
    ("entete-focus", "entete-fond", DESSIN),
    ("entete-courant", "entete-survol", DESSIN),
    # La première série est unie ; le motif des autres se voit sur sa teinte.
    *((f"serie-{n}", "surface", DESSIN) for n in SERIES),
    *((f"serie-{n}-motif", f"serie-{n}", DESSIN) for n in SERIES if n != "1"),
]


def _lire(texte: str) -> dict[str, str]:
    return dict(re.findall(r"--st-([a-z0-9-]+): (#[0-9a-f]{6});", texte))


CLAIR = _lire(JETONS.split("@media (prefers-color-scheme: dark)")[0])
SOMBRE = {**CLAIR, **_lire(JETONS.split("@media (prefers-color-scheme: dark)")[1])}


def _luminance(couleur: str) -> float:
    canaux = (int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, v, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(une: str, autre: str) -> float:
    """Rapport de contraste de deux couleurs, de 1 à 21."""
    haute, basse = sorted((_luminance(une), _luminance(autre)), reverse=True)
    return (haute + 0.05) / (basse + 0.05)


def test_le_calcul_est_celui_de_la_norme():
    assert round(contraste("#000000", "#ffffff"), 2) == 21
    assert round(contraste("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("aspect", ["clair", "sombre"])
@pytest.mark.parametrize(("encre", "fond", "seuil"), PAIRES, ids=lambda v: str(v))
def test_chaque_paire_se_lit(aspect, encre, fond, seuil):
    jetons = CLAIR if aspect == "clair" else SOMBRE
    assert contraste(jetons[encre], jetons[fond]) >= seuil


# Traits de séparation, hachures et cadres décoratifs : l'information est aussi dans la lettre, le mot ou la légende.
SANS_SEUIL = {
    "trait",
    "entete-fond",
    "jour-hachure",
    "jour-hachure-sur-clair",
    "jour-refus",
    "qr-fond",
    "serie-1-motif",
}


def test_aucune_couleur_n_echappe_a_l_essai():
    essayees = {nom for encre, fond, _ in PAIRES for nom in (encre, fond)}
    assert set(CLAIR) - essayees - SANS_SEUIL == set()


def test_le_sombre_ne_nomme_que_des_jetons_du_clair():
    assert set(SOMBRE) == set(CLAIR)


# L'administration de Django a ses propres variables ; le papier est en noir sur blanc.
FEUILLES = [f for f in sorted(CSS.glob("*.css")) if f.stem not in {"jetons", "administration", "impression"}]


@pytest.mark.parametrize("feuille", FEUILLES, ids=lambda f: f.name)
def test_aucune_couleur_ni_corps_de_texte_hors_des_jetons(feuille):
    texte = re.sub(r"/\*.*?\*/|@media print \{.*", "", feuille.read_text("utf-8"), flags=re.S)
    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[;, )])|rgba?\([^)]*\)|hsl\([^)]*\)", texte) == []
    assert re.findall(r"(?<!-)font-size: [0-9.]+rem", texte) == []


@pytest.mark.parametrize("feuille", FEUILLES, ids=lambda f: f.name)
def test_les_jetons_employes_existent(feuille):
    connus = set(re.findall(r"--st-([a-z0-9-]+):", JETONS))
    assert set(re.findall(r"var\(--st-([a-z0-9-]+)", feuille.read_text("utf-8"))) <= connus


def test_contraste_force_et_mouvement_reduit_sont_prevus():
    tout = "".join(f.read_text("utf-8") for f in CSS.glob("*.css"))
    assert "@media (forced-colors: active)" in tout
    assert "@media (prefers-reduced-motion: reduce)" in tout
