"""Le résultat d'un calcul, prêt à lire : chiffres, bande de jours, tableaux, étapes, articles, interprétations.

La mise en page suit la forme déclarée du résultat ; rien n'y est recalculé, sauf les totaux de jours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.simulateurs.ecriture import ecrire_valeur
from cdg_portal.accueil.simulateurs.etapes import (
    EtapeLue,
    GroupeDEtapes,
    champ_de,
    grouper_les_etapes,
    montants,
)
from cdg_portal.accueil.simulateurs.jours import bande_de_droits, bande_de_maternite, compter, segments_de
from cdg_portal.accueil.templatetags.bande import Bande
from cdg_portal.calculs.formes import Calcul, Reponse
from cdg_portal.socle.formes import Champ, Liste, Objet
from cdg_portal.socle.natures import Entier, Nature, Nombre
from cdg_portal.socle.references import Interpretation, interpretations_citees, titre_de

# Titres de colonne, quand le libellé publié est une phrase.
COURTS = {
    "du": "Du", "au": "Au", "jours": "Jours", "nature": "Nature", "droit": "Droit", "franchise": "Franchise",
    "couvert": "Couvert", "ij": "Indemnité par jour", "proportion": "Part du traitement", "montant": "Montant",
    "motifs": "Pourquoi",
}  # fmt: skip
MATERNITE = "conge-maternite"
# Au-delà, le détail des étapes ferait un PDF de cent pages, long à composer.
GROUPES_IMPRIMES = 60
SEGMENTS_IMPRIMES = 40
DETAIL_A_L_ECRAN = "Le détail de chaque ligne est à l'écran : il tiendrait sur trop de pages."


@dataclass(frozen=True, slots=True)
class Chiffre:
    """Une valeur du résultat, écrite."""

    libelle: str
    valeur: str
    precision: str = ""
    cle: str = ""


@dataclass(frozen=True, slots=True)
class Cellule:
    """Une case de tableau ; un nombre est aligné à droite."""

    titre: str
    texte: str
    nombre: bool = False


@dataclass(slots=True)
class Tableau:
    """Une liste du résultat."""

    titre: str
    colonnes: list[Cellule]
    lignes: list[list[Cellule]]
    pied: list[Cellule] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """Un élément d'une liste qui contient elle-même des listes (un sinistre)."""

    titre: str
    chiffres: list[Chiffre]
    tableaux: list[Tableau]


@dataclass(frozen=True, slots=True)
class ArticleCite:
    """Une référence et son titre."""

    reference: str
    titre: str


@dataclass(slots=True)
class Resultat:
    """Tout ce que montre la page, et le PDF."""

    chiffres: list[Chiffre]
    bande: Bande | None
    tableaux: list[Tableau]
    sections: list[Section]
    etapes: list[GroupeDEtapes]
    articles: list[ArticleCite]
    interpretations: tuple[Interpretation, ...]
    segments: int = 0


def presenter(calcul: Calcul, reponse: Reponse, entree: dict[str, Any]) -> Resultat:
    """Met en mots la réponse d'un calcul ; `entree` ne sert qu'à situer une date sur la bande."""
    valeur = reponse["resultat"]
    references = list(dict.fromkeys(r for e in reponse["etapes"] for r in champ_de(e, "references")))
    chiffres, tableaux, sections = _lire(calcul.sortie, valeur)
    segments = list(segments_de(calcul.sortie, valeur))
    en_maternite = calcul.nom == MATERNITE
    return Resultat(
        chiffres=[*chiffres, *(Chiffre(*compte) for compte in compter(segments))],
        bande=bande_de_maternite(valeur, entree) if en_maternite else bande_de_droits(segments),
        tableaux=tableaux,
        sections=sections,
        etapes=grouper_les_etapes(reponse["etapes"], set(montants(calcul.sortie, valeur))),
        articles=[ArticleCite(r, titre_de(r) or "") for r in references if not r.startswith("AMB-")],
        interpretations=interpretations_citees(references),
        segments=len(segments),
    )


def a_imprimer(resultat: Resultat) -> Resultat:
    """Le résultat, sans le détail de ses étapes s'il y en a trop pour un PDF."""
    if len(resultat.etapes) <= GROUPES_IMPRIMES and resultat.segments <= SEGMENTS_IMPRIMES:
        return resultat
    return replace(resultat, etapes=[GroupeDEtapes("", [EtapeLue(DETAIL_A_L_ECRAN, "", ())])])


# ---------------------------------------------------------------- chiffres et tableaux


def _lire(objet: Objet, valeur: dict[str, Any]) -> tuple[list[Chiffre], list[Tableau], list[Section]]:
    chiffres: list[Chiffre] = []
    tableaux: list[Tableau] = []
    sections: list[Section] = []
    for champ in objet.champs:
        contenu, nature = valeur.get(champ.cle), champ.nature
        if isinstance(nature, Liste):
            _lire_liste(champ, nature, contenu or [], valeur, tableaux, sections)
        elif isinstance(nature, Objet):
            if contenu is not None:
                fils = _lire(nature, contenu)
                chiffres += fils[0]
                tableaux += fils[1]
                sections += fils[2]
        else:
            chiffres.append(Chiffre(champ.libelle, ecrire_valeur(champ, contenu), champ.aide, champ.cle))
    return chiffres, tableaux, sections


def _lire_liste(
    champ: Champ,
    nature: Liste,
    contenu: list[Any],
    parent: dict[str, Any],
    tableaux: list[Tableau],
    sections: list[Section],
) -> None:
    element = nature.element
    if not isinstance(element, Objet):
        tableaux.append(_tableau_simple(champ, element, contenu))
    elif any(isinstance(c.nature, Liste) and isinstance(c.nature.element, Objet) for c in element.champs):
        for rang, valeur in enumerate(contenu, start=1):
            titre = str(valeur.get("reference") or f"{champ.libelle} {rang}")
            chiffres, siens, _ = _lire(element, valeur)
            tus = _a_taire(valeur)
            montres = [c for c in chiffres if c.cle not in tus]
            sections.append(Section(titre, montres, siens))
    else:
        tableaux.append(_tableau(champ, element, contenu, parent))


def _a_taire(valeur: dict[str, Any]) -> set[str]:
    """Ce qui est déjà dit d'un sinistre : sa référence ; sans requalification, son total au pied du tableau."""
    tus = {"reference"}
    if valeur.get("avant_requalification") == valeur.get("total") and not Decimal(valeur.get("solde", "0")):
        tus |= {"avant_requalification", "total", "solde"}
    return tus


def _tableau_simple(champ: Champ, element: Nature, contenu: list[Any]) -> Tableau:
    colonne = Champ(champ.cle, "Valeur", element)
    nombre = isinstance(element, Nombre | Entier)
    lignes = [
        [Cellule("Échéance", str(rang), True), Cellule("Montant", ecrire_valeur(colonne, valeur), nombre)]
        for rang, valeur in enumerate(contenu, start=1)
    ]
    return Tableau(champ.libelle, [Cellule("", "Échéance", True), Cellule("", "Montant", nombre)], lignes)


def _tableau(champ: Champ, element: Objet, lignes_lues: list[Any], parent: dict[str, Any]) -> Tableau:
    contenu = [_sans_redite(valeur) for valeur in lignes_lues]
    colonnes = [c for c in element.champs if _a_une_colonne(c, contenu)]
    entetes = [Cellule("", _titre(c), _est_un_nombre(c)) for c in colonnes]
    lignes = [
        [Cellule(_titre(c), ecrire_valeur(c, v.get(c.cle)), _est_un_nombre(c)) for c in colonnes]
        for v in contenu
    ]
    return Tableau(champ.libelle, entetes, lignes, _pied(colonnes, contenu, parent))


def _sans_redite(valeur: dict[str, Any]) -> dict[str, Any]:
    """La ligne, sans le motif que dit déjà sa colonne « Franchise »."""
    if "motifs" not in valeur or "franchise" not in valeur:
        return valeur
    return {**valeur, "motifs": [m for m in valeur["motifs"] if m != "franchise"]}


def _a_une_colonne(champ: Champ, contenu: list[Any]) -> bool:
    """Faux pour une colonne vide, et pour la couverture quand rien n'y manque."""
    if champ.cle == "couvert":
        return not all(v["couvert"] for v in contenu)
    return any(ecrire_valeur(champ, v.get(champ.cle)) for v in contenu)


def _pied(colonnes: Sequence[Champ], contenu: list[Any], parent: dict[str, Any]) -> list[Cellule]:
    """Ligne de total : les jours ajoutés, le montant que donne le calcul."""
    cles = [c.cle for c in colonnes]
    if not contenu or not {"jours", "montant"} & set(cles) or ("montant" in cles and "total" not in parent):
        return []
    sommes = {"jours": sum(int(v["jours"]) for v in contenu)} if "jours" in cles else {}
    sommes |= {"montant": parent["total"]} if "montant" in cles else {}
    totaux = {c.cle: ecrire_valeur(c, sommes[c.cle]) for c in colonnes if c.cle in sommes}
    return [
        Cellule(_titre(c), "Total" if rang == 0 else totaux.get(c.cle, ""), _est_un_nombre(c))
        for rang, c in enumerate(colonnes)
    ]


def _titre(champ: Champ) -> str:
    return COURTS.get(champ.cle, champ.libelle)


def _est_un_nombre(champ: Champ) -> bool:
    return isinstance(champ.nature, Nombre | Entier)
