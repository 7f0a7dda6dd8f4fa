"""Chercher partout à la fois, dans ce que chacun a le droit d'ouvrir."""

from collections.abc import Collection
from dataclasses import dataclass

from cdg_portal.accueil.files import Regard
from cdg_portal.accueil.recherche.genres import GENRES, Genre, Resultat
from cdg_portal.socle.nir import contient_un_nir

LONGUEUR_AU_PLUS = 100
_LONGUEUR_AU_MOINS = 2


@dataclass(frozen=True, slots=True)
class Groupe:
    """Ce qu'un genre a donné ; `suite` : la liste où voir le reste, s'il y en a."""

    genre: Genre
    resultats: list[Resultat]
    suite: str = ""


def trop_courte(texte: str) -> bool:
    """Une lettre désignerait la moitié de la base ; un chiffre seul est le rang d'un dossier."""
    serre = texte.strip()
    return len(serre) < _LONGUEUR_AU_MOINS and not serre.isdigit()


def chercher(regard: Regard, texte: str, *, combien: int) -> list[Groupe]:
    """Les fiches que ce texte désigne, genre par genre : une requête par genre ouvert au rôle."""
    if trop_courte(texte) or contient_un_nir(texte):
        return []
    groupes = []
    for genre in GENRES:
        trouves = genre.trouver(regard, texte.strip(), combien + 1)
        if trouves:
            suite = genre.toutes(texte.strip()) if len(trouves) > combien else ""
            groupes.append(Groupe(genre, trouves[:combien], suite))
    return groupes


def seul_resultat(groupes: Collection[Groupe]) -> Resultat | None:
    """La seule fiche trouvée : autant l'ouvrir."""
    trouves = [r for g in groupes for r in g.resultats]
    return trouves[0] if len(trouves) == 1 else None
