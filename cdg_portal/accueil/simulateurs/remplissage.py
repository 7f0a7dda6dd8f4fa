"""Remplir un formulaire : ses valeurs par défaut, celles d'une entrée JSON, une ligne de plus ou de moins."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.http import QueryDict

from cdg_portal.accueil.simulateurs.arbre import (
    LIGNES,
    LIGNES_MAXIMALES,
    Depliage,
    Feuille,
    Repetition,
    nom_de,
)
from cdg_portal.accueil.simulateurs.valeurs import OUI, ecrire
from cdg_portal.socle.formes import Champ, Liste, Objet
from cdg_portal.socle.natures import Choix, Nature, OuiNon, Texte


def initiales(entree: Objet) -> QueryDict:
    """Ce qui est déjà choisi dans un formulaire neuf : les valeurs par défaut, et les choix sans alternative."""
    tapes = QueryDict(mutable=True)
    completer(Depliage(entree, tapes), tapes)
    return tapes


def completer(depliage: Depliage, tapes: QueryDict, sous: str = "") -> None:
    """Pose les valeurs par défaut des champs encore jamais montrés (tous, ou ceux de la ligne `sous`)."""
    pris = {str(v) for cle, v in tapes.items() if cle.endswith("-reference")}
    for noeud in depliage.noeuds():
        if not isinstance(noeud, Feuille) or noeud.nom in tapes or not noeud.nom.startswith(sous):
            continue
        defaut = _defaut(noeud, pris)
        if defaut:
            tapes[noeud.nom] = defaut


def _defaut(feuille: Feuille, pris: set[str]) -> str:
    nature, declare = feuille.nature, feuille.declare
    if isinstance(nature, Texte) and declare.cle == "reference":
        libre = next(n for n in (f"S{rang}" for rang in count(1)) if n not in pris)
        pris.add(libre)
        return libre
    if isinstance(nature, Choix):
        if declare.obligatoire is False and declare.defaut in nature.libelles:
            return str(declare.defaut)
        if declare.obligatoire is True and len(nature.libelles) == 1:
            return next(iter(nature.libelles))
    if isinstance(nature, OuiNon) and declare.obligatoire is False and declare.defaut is True:
        return OUI
    return ""


def taper(entree: Objet, valeur: dict[str, Any]) -> QueryDict:
    """Ce qu'il faudrait taper pour obtenir cette entrée JSON ; ce qui n'y a pas de champ est laissé de côté."""
    tapes = QueryDict(mutable=True)
    _taper(entree, valeur, "", tapes, None)
    return tapes


def _taper(nature: Nature, valeur: Any, chemin: str, tapes: QueryDict, champ: Champ | None) -> None:
    nom = nom_de(chemin)
    if isinstance(nature, Objet):
        contenu = valeur if isinstance(valeur, dict) else {}
        for c in nature.champs:
            _taper(c.nature, contenu.get(c.cle), f"{chemin}.{c.cle}" if chemin else c.cle, tapes, c)
    elif isinstance(nature, Liste) and isinstance(nature.element, Choix):
        tapes.setlist(nom, [str(v) for v in valeur] if isinstance(valeur, list) else [])
    elif isinstance(nature, Liste):
        elements = valeur[:LIGNES_MAXIMALES] if isinstance(valeur, list) else []
        tapes[f"{nom}{LIGNES}"] = str(len(elements))
        for rang, element in enumerate(elements):
            _taper(nature.element, element, f"{chemin}[{rang}]", tapes, None)
    elif isinstance(nature, OuiNon) and champ is not None and champ.defaut is False:
        if valeur is True:
            tapes[nom] = "on"
    elif valeur is not None:
        tapes[nom] = ecrire(nature, valeur)
    elif isinstance(nature, Choix) and champ is not None and champ.defaut in nature.libelles:
        tapes[nom] = champ.defaut


def ajouter_ligne(entree: Objet, tapes: QueryDict, liste: str) -> str:
    """Une ligne de plus à la fin de la liste ; rend le nom de la ligne, ou « » si la page est pleine."""
    avant = Depliage(entree, tapes)
    repetition = _repetition(avant, liste)
    if repetition is None:
        return ""
    nouveau = tapes.copy()
    suivant = str(len(repetition.lignes) + 1)
    nouveau[f"{liste}{LIGNES}"] = suivant
    apres = Depliage(entree, nouveau)
    if not repetition.extensible or apres.deborde:
        return ""
    tapes[f"{liste}{LIGNES}"] = suivant
    ligne = f"{liste}-{len(repetition.lignes)}"
    completer(Depliage(entree, tapes), tapes, sous=ligne)
    return ligne


def retirer_ligne(entree: Objet, tapes: QueryDict, ligne: str) -> str:
    """Retire la ligne et remonte les suivantes ; rend le nom de sa liste, ou « » si elle n'existe pas."""
    liste, _, rang_dit = ligne.rpartition("-")
    repetition = _repetition(Depliage(entree, tapes), liste)
    if repetition is None or not repetition.retirable:
        return ""
    # Un rang a trois chiffres au plus : int() refuse les très longs.
    if not (rang_dit.isascii() and rang_dit.isdecimal() and len(rang_dit) <= 3):
        return ""
    rang, nombre = int(rang_dit), len(repetition.lignes)
    if rang >= nombre:
        return ""
    ligne = f"{liste}-{rang}"
    for cle in [c for c in tapes if _de_la_ligne(c, ligne)]:
        del tapes[cle]
    for suivant in range(rang + 1, nombre):
        ancien, nouveau = f"{liste}-{suivant}", f"{liste}-{suivant - 1}"
        for cle in [c for c in tapes if _de_la_ligne(c, ancien)]:
            tapes.setlist(f"{nouveau}{cle.removeprefix(ancien)}", tapes.pop(cle))
    tapes[f"{liste}{LIGNES}"] = str(nombre - 1)
    return liste


def _de_la_ligne(cle: str, ligne: str) -> bool:
    return cle == ligne or cle.startswith(f"{ligne}-")


def _repetition(depliage: Depliage, nom: str) -> Repetition | None:
    return next((n for n in depliage.noeuds() if isinstance(n, Repetition) and n.nom == nom), None)
