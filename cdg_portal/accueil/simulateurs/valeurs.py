"""Une valeur tapée à la française ↔ sa forme JSON, selon sa nature.

Ce qui ne se comprend pas est gardé tel que tapé, avec ce qu'il faut dire à la personne : la règle le refuse, et
son message de machine est remplacé par celui-ci.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import INSECABLE
from cdg_portal.socle.natures import Bornes, Choix, Entier, Jour, Nature, Nombre, OuiNon
from cdg_portal.socle.saisie import lire_date

OUI, NON = "oui", "non"
_ESPACES = re.compile(r"[\s\u00a0\u202f]")
_NOMBRE = re.compile(r"-?\d{1,20}(?:[.,]\d{1,12})?", re.ASCII)
_DEUX_CHIFFRES = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", re.ASCII)
_ENTIER = re.compile(r"-?\d{1,18}", re.ASCII)
# « 24.000 » : vingt-quatre mille pour qui groupe les milliers au point, vingt-quatre pour une machine.
_AMBIGU = re.compile(r"-?\d{1,3}\.\d{3}", re.ASCII)
_SANS_LIMITE = Bornes().maximum
ANNEE_ENTIERE = "Écrivez l'année en entier, par exemple 1961."


@dataclass(frozen=True, slots=True)
class Lue:
    """La valeur JSON d'une saisie, et ce qui empêche de la comprendre (vide sinon)."""

    valeur: Any
    faute: str = ""


def lire(nature: Nature, texte: str, *, annee_entiere: bool = False) -> Lue:
    """Forme JSON d'un texte non vide ; `annee_entiere` refuse « 10/3/61 », qui se lirait 2061."""
    if isinstance(nature, Jour):
        if annee_entiere and _DEUX_CHIFFRES.fullmatch(texte.strip()):
            return Lue(texte, ANNEE_ENTIERE)
        return _lire_jour(texte)
    if isinstance(nature, Nombre):
        return _lire_nombre(nature, texte)
    if isinstance(nature, Entier):
        return _lire_entier(nature, texte)
    if isinstance(nature, OuiNon):
        return Lue(texte == OUI) if texte in (OUI, NON) else Lue(texte, "Répondez par oui ou par non.")
    if isinstance(nature, Choix) and texte not in nature.libelles:
        return Lue(texte, "Choisissez une réponse de la liste.")
    return Lue(texte)


def _lire_jour(texte: str) -> Lue:
    try:
        return Lue(lire_date(texte).isoformat())
    except ErreurMetier as refus:
        return Lue(texte, refus.message)


def _lire_nombre(nature: Nombre, texte: str) -> Lue:
    propre = _sans_unite(texte, nature.unite)
    if _AMBIGU.fullmatch(propre):
        virgule = propre.replace(".", ",")
        return Lue(
            texte,
            f"Écrivez {virgule} avec une virgule, ou {propre.replace('.', '')} s'il s'agit de milliers.",
        )
    if not _NOMBRE.fullmatch(propre):
        exemple = "24 000,00" if nature.unite == "€" else "1,5"
        return Lue(texte, f"Un nombre est attendu, en chiffres : par exemple {exemple}.")
    return Lue(propre.replace(",", "."))


def _lire_entier(nature: Entier, texte: str) -> Lue:
    propre = _sans_unite(texte, nature.unite)
    if not _ENTIER.fullmatch(propre):
        return Lue(texte, "Un nombre entier est attendu, en chiffres : par exemple 124.")
    return Lue(int(propre))


def _sans_unite(texte: str, unite: str) -> str:
    """« 1 234,50 € » → « 1234,50 » ; le signe moins typographique devient un trait d'union."""
    propre = _ESPACES.sub("", texte).replace("\u2212", "-")
    return propre.removesuffix(_ESPACES.sub("", unite)) if unite else propre


def ecrire(nature: Nature, valeur: object) -> str:
    """Ce qu'il faudrait taper pour obtenir cette valeur ; celle d'une autre nature est écrite telle quelle."""
    if valeur is None:
        return ""
    if isinstance(nature, OuiNon):
        return OUI if valeur is True else NON if valeur is False else str(valeur)
    if isinstance(nature, Jour) and isinstance(valeur, str):
        return date_tapee(valeur)
    if isinstance(nature, Nombre) and isinstance(valeur, str) and _NOMBRE.fullmatch(valeur):
        return grouper(valeur)
    return str(valeur)


def date_tapee(iso: str) -> str:
    """« 2026-02-03 » → « 03/02/2026 » ; un autre texte est rendu tel quel."""
    try:
        return f"{date.fromisoformat(iso):%d/%m/%Y}"
    except ValueError:
        return iso


def grouper(nombre: str) -> str:
    """« 24000.00 » → « 24 000,00 », sans perdre une décimale."""
    signe, absolu = ("-", nombre[1:]) if nombre.startswith("-") else ("", nombre)
    entier, _, decimales = absolu.partition(".")
    milliers = f"{int(entier):,}".replace(",", INSECABLE)
    return f"{signe}{milliers}" + (f",{decimales}" if decimales else "")


def phrase_des_bornes(nature: Nature) -> str:
    """Ce que la nature admet, dit à une personne ; vide si elle n'a pas de bornes."""
    if isinstance(nature, Jour):
        return "Date attendue entre 1900 et 2100 : vérifiez l'année."
    if isinstance(nature, Entier):
        if nature.maximum >= 10**9:
            return f"Nombre attendu : {_nombre(nature.minimum)} ou plus."
        return f"Nombre attendu : entre {_nombre(nature.minimum)} et {_nombre(nature.maximum)}."
    if isinstance(nature, Nombre):
        return _phrase_decimale(nature.bornes)
    return ""


def _phrase_decimale(bornes: Bornes) -> str:
    bas = "plus de" if bornes.minimum_exclu else "au moins"
    morceaux = [f"{bas} {_nombre(bornes.minimum)}"]
    if bornes.maximum < _SANS_LIMITE:
        haut = "moins de" if bornes.maximum_exclu else "au plus"
        morceaux.append(f"{haut} {_nombre(bornes.maximum)}")
    return f"Nombre attendu : {', '.join(morceaux)}."


def _nombre(valeur: Decimal | int) -> str:
    return grouper(format(Decimal(valeur), "f"))
