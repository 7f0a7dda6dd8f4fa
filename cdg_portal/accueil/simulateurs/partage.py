"""Les données d'une simulation en un code, à coller ou à mettre dans le fragment d'une adresse.

Un fragment (`#s=…`) ne quitte pas le navigateur : le serveur ne le reçoit pas, aucun journal ne le garde.
code = base64url(zlib(JSON compact)). À la lecture, tout est borné avant d'être compris.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any

from cdg_portal.accueil.simulateurs.arbre import LIGNES_MAXIMALES
from cdg_portal.accueil.simulateurs.personnel import MESSAGE, textes
from cdg_portal.calculs.registre import ecrire_json, lire_json
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.formes import Liste, Objet
from cdg_portal.socle.natures import Nature
from cdg_portal.socle.nir import contient_un_nir
from cdg_portal.socle.refus import EntreeRefusee

TAILLE_MAXIMALE = 20_000
_ALPHABET = re.compile(r"[A-Za-z0-9_-]+={0,2}")
ILLISIBLE = "Ce code n'est pas lisible : il est incomplet ou abîmé. Recopiez le lien entier."
TROP_LONG = "Ce code est trop long pour une simulation."
AUTRE_CALCUL = "Ce code vient d'une autre simulation : ouvrez-le depuis « {titre} »."
CODE_PERSONNEL = "code-personnel"
PERSONNEL = "Ce code contient ce qui ressemble à un numéro de sécurité sociale : il est refusé."


def coder(nom: str, entree: dict[str, Any]) -> str:
    """Code d'une entrée de ce calcul."""
    serre = zlib.compress(_json({"c": nom, "e": entree}), 9)
    return base64.urlsafe_b64encode(serre).decode("ascii").rstrip("=")


def _json(valeur: object) -> bytes:
    return json.dumps(valeur, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def tient(entree: dict[str, Any]) -> bool:
    """Vrai si un code de cette entrée pourra être relu."""
    return len(ecrire_json(entree)) <= TAILLE_MAXIMALE - 200


def decoder(nom: str, saisie: str, titres: dict[str, str]) -> dict[str, Any]:
    """Entrée portée par un code, ou par un lien qui en porte un.

    Lève `ErreurMetier` : `code-illisible`, `code-trop-long`, `code-d-un-autre-calcul`, `code-personnel`.
    """
    if contient_un_nir(saisie):
        raise ErreurMetier(CODE_PERSONNEL, MESSAGE)
    contenu = _ouvrir(_extraire(saisie))
    if not isinstance(contenu, dict) or set(contenu) != {"c", "e"} or not isinstance(contenu["e"], dict):
        raise ErreurMetier("code-illisible", ILLISIBLE)
    if contenu["c"] != nom:
        titre = titres.get(contenu["c"]) if isinstance(contenu["c"], str) else None
        message = AUTRE_CALCUL.format(titre=titre) if titre else ILLISIBLE
        raise ErreurMetier("code-d-un-autre-calcul" if titre else "code-illisible", message)
    if any(contient_un_nir(texte) for texte in textes(contenu["e"])):
        raise ErreurMetier(CODE_PERSONNEL, PERSONNEL)
    if _plus_longue_liste(contenu["e"]) > LIGNES_MAXIMALES:
        raise ErreurMetier("code-trop-long", TROP_LONG)
    return contenu["e"]


def _plus_longue_liste(valeur: Any) -> int:
    fils = list(valeur.values()) if isinstance(valeur, dict) else valeur if isinstance(valeur, list) else []
    longueur = len(fils) if isinstance(valeur, list) else 0
    return max((longueur, *(_plus_longue_liste(v) for v in fils)))


def _extraire(saisie: str) -> str:
    """Le code seul, que l'on ait collé le code, le fragment ou le lien entier."""
    propre = saisie.strip()
    if "#" in propre or propre.startswith("s="):
        propre = propre.rpartition("s=")[2]
    return propre


def _ouvrir(code: str) -> object:
    if len(code) > 2 * TAILLE_MAXIMALE:
        raise ErreurMetier("code-trop-long", TROP_LONG)
    if not _ALPHABET.fullmatch(code):
        raise ErreurMetier("code-illisible", ILLISIBLE)
    propre = code.rstrip("=")
    try:
        serre = base64.urlsafe_b64decode(propre + "=" * (-len(propre) % 4))
        decompresseur = zlib.decompressobj()
        brut = decompresseur.decompress(serre, TAILLE_MAXIMALE + 1)
    except (binascii.Error, zlib.error, ValueError):
        raise ErreurMetier("code-illisible", ILLISIBLE) from None
    if len(brut) > TAILLE_MAXIMALE or decompresseur.unconsumed_tail:
        raise ErreurMetier("code-trop-long", TROP_LONG)
    if not decompresseur.eof or decompresseur.unused_data:
        raise ErreurMetier("code-illisible", ILLISIBLE)
    try:
        return lire_json(brut)
    except EntreeRefusee:
        raise ErreurMetier("code-illisible", ILLISIBLE) from None


def sans_reference(objet: Objet, entree: dict[str, Any]) -> dict[str, Any]:
    """L'entrée, chaque référence de dossier remplacée par S1, S2… dans l'ordre."""
    return _renommer(objet, entree, _numeros())  # type: ignore[no-any-return]


def _numeros() -> Iterator[str]:
    rang = 0
    while True:
        rang += 1
        yield f"S{rang}"


def _renommer(nature: Nature, valeur: Any, numeros: Iterator[str]) -> Any:
    if isinstance(nature, Liste) and isinstance(valeur, list):
        return [_renommer(nature.element, v, numeros) for v in valeur]
    if isinstance(nature, Objet) and isinstance(valeur, dict):
        natures = {c.cle: c.nature for c in nature.champs}
        return {
            cle: next(numeros) if cle == "reference" else _renommer(natures[cle], v, numeros)
            for cle, v in valeur.items()
            if cle in natures
        }
    return valeur
