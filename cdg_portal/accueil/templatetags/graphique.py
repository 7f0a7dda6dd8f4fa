"""Graphique en barres dessiné par le serveur : largeurs en pour cent de la plus grande valeur, valeurs écrites.

Ni script ni style en ligne : le même dessin à l'écran et à l'impression, et un texte qui garde sa taille à 320 px.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template

from cdg_portal.accueil.templatetags.affichage import nombre_fr
from cdg_portal.socle.montant import INSECABLE

register = template.Library()

# Une série de plus ne se distinguerait plus : en faire un autre graphique.
SERIES_AU_PLUS = 4
# Tracés d'une maille de 8 × 8 : la première série est unie, puis hachures, pointillé, quadrillage.
MOTIFS = (
    "",
    "M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6",
    "M2 4 h.01 M6 0 h.01 M6 8 h.01",
    "M0 4 H8 M4 0 V8",
)
_CENTIEME = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Serie:
    """Une série : son rang (de 1 à 4), son nom, son motif."""

    rang: int
    libelle: str
    motif: str


@dataclass(frozen=True, slots=True)
class Barre:
    """Une valeur dessinée : sa série, sa largeur en pour cent (point décimal), son texte."""

    rang: int
    serie: str
    largeur: str
    texte: str


@dataclass(frozen=True, slots=True)
class Ligne:
    """Un libellé et ses barres, une par série."""

    libelle: str
    barres: tuple[Barre, ...]


@dataclass(frozen=True, slots=True)
class Dessin:
    """Le graphique prêt à dessiner."""

    ident: str
    series: tuple[Serie, ...]
    lignes: tuple[Ligne, ...]
    resume: str


def dessiner(
    lignes: Iterable[tuple[str, Sequence[Decimal | int]]],
    series: Sequence[str],
    unite: str = "",
    *,
    decimales: int = 0,
    ident: str = "graphique",
) -> Dessin:
    """Le dessin de ces lignes (libellé, une valeur par série) ; une valeur négative ne se dessine pas en barre."""
    if not 1 <= len(series) <= SERIES_AU_PLUS:
        raise ValueError(f"un graphique a de une à quatre séries, pas {len(series)}")
    reprises = [(libelle, tuple(Decimal(v) for v in valeurs)) for libelle, valeurs in lignes]
    for libelle, valeurs in reprises:
        if len(valeurs) != len(series) or any(v < 0 for v in valeurs):
            raise ValueError(f"« {libelle} » : une valeur positive ou nulle est attendue par série")
    plus_grande = max((v for _, valeurs in reprises for v in valeurs), default=Decimal(0))
    dessinees = tuple(
        Ligne(
            libelle,
            tuple(
                Barre(rang, series[rang - 1], _largeur(v, plus_grande), _texte(v, unite, decimales))
                for rang, v in enumerate(valeurs, start=1)
            ),
        )
        for libelle, valeurs in reprises
    )
    noms = tuple(Serie(rang, nom, MOTIFS[rang - 1]) for rang, nom in enumerate(series, start=1))
    return Dessin(ident, noms, dessinees, _resume(dessinees, noms))


def _largeur(valeur: Decimal, plus_grande: Decimal) -> str:
    if not plus_grande:
        return "0"
    return str((valeur * 100 / plus_grande).quantize(_CENTIEME, rounding=ROUND_HALF_UP))


def _texte(valeur: Decimal, unite: str, decimales: int) -> str:
    nombre = nombre_fr(valeur, decimales)
    return f"{nombre}{INSECABLE}{unite}" if unite else nombre


def _resume(lignes: tuple[Ligne, ...], series: tuple[Serie, ...]) -> str:
    """« Maladie ordinaire, 120 jours ; … » : lu par les lecteurs d'écran à la place du dessin."""
    morceaux = []
    for ligne in lignes:
        if len(series) == 1:
            morceaux.append(f"{ligne.libelle}, {ligne.barres[0].texte}")
        else:
            suite = ", ".join(f"{s.libelle} {b.texte}" for s, b in zip(series, ligne.barres, strict=True))
            morceaux.append(f"{ligne.libelle} : {suite}")
    return " ; ".join(morceaux)


@register.simple_tag
def graphique(
    lignes: Iterable[Any],
    series: Sequence[str] | str,
    unite: str = "",
    decimales: int = 0,
    ident: str = "graphique",
) -> Dessin:
    """Le dessin de couples (libellé, valeurs) ; `series` est une liste de noms, ou le nom de la seule série."""
    noms = (series,) if isinstance(series, str) else tuple(series)
    couples = [(nom, valeurs if isinstance(valeurs, list | tuple) else (valeurs,)) for nom, valeurs in lignes]
    return dessiner(couples, noms, unite, decimales=int(decimales), ident=ident)
