"""La bande de jours imprimée : une image pour douze mois, bien plus vite composée qu'une case par jour.

La lettre et le motif disent ce que dit la couleur ; la liste des périodes, imprimée dessous, est son équivalent.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from xml.sax.saxutils import escape

from cdg_portal.accueil.templatetags.bande import Bande, MoisDeBande

MOIS_PAR_IMAGE = 12
# En dixièmes de millimètre : nom du mois, case, pas d'une case et d'une ligne.
NOM, CASE, PAS, LIGNE = 300, 42, 46, 50
LARGEUR = NOM + 31 * PAS
COULEURS = {
    "hors": ("#e3e8e6", "#4c5b64"),
    "plein": ("#1d6b50", "#ffffff"),
    "demi": ("#9fd3b9", "#0c2c1f"),
    "maintenu": ("#b9cdea", "#14233d"),
    "carence": ("#f3c56f", "#2c1800"),
    "epuise": ("#6a4a5f", "#ffffff"),
}
HACHURE, REFUS, NUL = "#d9822b", "#b03a34", "#18242b"
MOTIFS = {"franchise": "Hachures", "refuse": "Barre oblique", "nul": "Cadre pointillé"}
POLICE = 'font-family="Liberation Sans, Arial, sans-serif"'


@dataclass(frozen=True, slots=True)
class Image:
    """Une image et ce qu'en dit son texte de remplacement."""

    source: str
    texte: str


def images(bande: Bande) -> list[Image]:
    """La bande, douze mois par image."""
    groupes = [bande.mois[i : i + MOIS_PAR_IMAGE] for i in range(0, len(bande.mois), MOIS_PAR_IMAGE)]
    return [_image(groupe) for groupe in groupes]


def _image(groupe: tuple[MoisDeBande, ...]) -> Image:
    lignes = "".join(_mois(rang, mois) for rang, mois in enumerate(groupe, start=1))
    du, au = groupe[0].libelle.lower(), groupe[-1].libelle.lower()
    periode = du if du == au else f"{du} à {au}"
    return Image(_source(_entete() + lignes, len(groupe)), f"Jours de {periode}, dits en texte ci-dessous")


def legende(bande: Bande) -> list[tuple[Image, str]]:
    """Image et sens de chaque couleur et de chaque motif."""
    droits = [
        (t.code, "", t.lettre, f"Lettre {t.lettre}" if t.lettre else "Case vide") for t in bande.legende
    ]
    motifs = [("hors", code, "", MOTIFS[code]) for code, _ in bande.marques]
    sens = (*(t.libelle for t in bande.legende), *(libelle for _, libelle in bande.marques))
    dessins = [
        Image(_encoder(_case(0, 0, code, marque, lettre), CASE, CASE), texte)
        for code, marque, lettre, texte in (*droits, *motifs)
    ]
    return list(zip(dessins, sens, strict=True))


def _source(contenu: str, lignes: int) -> str:
    return _encoder(contenu, LARGEUR, LIGNE * lignes + LIGNE)


def _encoder(contenu: str, largeur: int, hauteur: int) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{largeur / 10}mm" height="{hauteur / 10}mm"'
        f' viewBox="0 0 {largeur} {hauteur}">{contenu}</svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _entete() -> str:
    return "".join(
        _texte(NOM + rang * PAS + CASE // 2, LIGNE - 12, str(rang + 1), 21, "#4c5b64") for rang in range(31)
    )


def _mois(rang: int, mois: MoisDeBande) -> str:
    y = rang * LIGNE
    cases = "".join(
        _case(NOM + (case.numero - 1) * PAS, y, case.teinte.code, case.marque, case.teinte.lettre)
        for case in mois.cases
    )
    nom = f'<text x="0" y="{y + 30}" font-size="27" fill="#18242b" {POLICE}>{escape(mois.libelle)}</text>'
    return nom + cases


def _case(x: int, y: int, code: str, marque: str, lettre: str) -> str:
    fond, encre = COULEURS[code]
    dessin = f'<rect x="{x}" y="{y}" width="{CASE}" height="{CASE}" rx="5" fill="{fond}"/>'
    if marque == "franchise":
        traits = "".join(
            f"M{x} {y + d}L{x + d} {y}M{x + d} {y + CASE}L{x + CASE} {y + d}" for d in (14, 28, 42)
        )
        dessin += f'<path d="{traits}" stroke="{HACHURE}" stroke-width="5"/>'
    elif marque == "refuse":
        dessin += (
            f'<path d="M{x} {y + CASE}L{x + CASE} {y}" stroke="{REFUS}" stroke-width="6"/>'
            f'<rect x="{x + 2}" y="{y + 2}" width="{CASE - 4}" height="{CASE - 4}" fill="none"'
            f' stroke="{REFUS}" stroke-width="4"/>'
        )
    elif marque == "nul":
        dessin += (
            f'<rect x="{x + 2}" y="{y + 2}" width="{CASE - 4}" height="{CASE - 4}" fill="none"'
            f' stroke="{NUL}" stroke-width="3" stroke-dasharray="4 4"/>'
        )
    if lettre and marque:
        dessin += f'<rect x="{x + 10}" y="{y + 8}" width="22" height="26" rx="3" fill="{fond}"/>'
    return dessin + (_texte(x + CASE // 2, y + 30, lettre, 25, encre, gras=True) if lettre else "")


def _texte(x: int, y: int, texte: str, corps: int, couleur: str, *, gras: bool = False) -> str:
    poids = ' font-weight="bold"' if gras else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{corps}"{poids} fill="{couleur}" text-anchor="middle" {POLICE}>'
        f"{escape(texte)}</text>"
    )
