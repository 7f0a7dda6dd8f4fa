"""Lecture stricte des valeurs d'une entrée JSON.

Chaque fonction rend une valeur du bon type ; si la valeur reçue est fautive, elle note l'erreur à son
chemin et rend une valeur neutre, pour que la lecture des autres champs continue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cdg_portal.socle.refus import Erreurs

PREMIER_JOUR, DERNIER_JOUR = date(1900, 1, 1), date(2100, 12, 31)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NOMBRE = re.compile(r"-?\d{1,20}(\.\d{1,12})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bornes:
    """Intervalle admis d'un nombre décimal."""

    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(10) ** 12
    minimum_exclu: bool = False
    maximum_exclu: bool = False

    def __contains__(self, nombre: Decimal) -> bool:
        bas = self.minimum < nombre if self.minimum_exclu else self.minimum <= nombre
        haut = nombre < self.maximum if self.maximum_exclu else nombre <= self.maximum
        return bas and haut


MONTANT = Bornes()
TAUX_NON_NUL = Bornes(maximum=Decimal(100), minimum_exclu=True)
ENTRE_0_ET_100_EXCLUS = Bornes(maximum=Decimal(100), minimum_exclu=True, maximum_exclu=True)


def lire_texte(valeur: object, chemin: str, erreurs: Erreurs) -> str:
    """Chaîne non vide."""
    if not isinstance(valeur, str):
        erreurs.ajouter(chemin, "type-invalide", "Une chaîne est attendue.")
        return ""
    if not valeur.strip():
        erreurs.ajouter(chemin, "champ-manquant", "Ce champ ne peut pas être vide.")
    return valeur


def lire_choix(valeur: object, chemin: str, erreurs: Erreurs, admis: Sequence[str]) -> str:
    """Une valeur de l'énumération `admis`."""
    if isinstance(valeur, str) and valeur in admis:
        return valeur
    if isinstance(valeur, str):
        erreurs.ajouter(chemin, "valeur-interdite", f"Valeur attendue : {', '.join(admis)}.")
    else:
        erreurs.ajouter(chemin, "type-invalide", "Une chaîne est attendue.")
    return admis[0]


def lire_booleen(valeur: object, chemin: str, erreurs: Erreurs) -> bool:
    """Vrai ou faux, jamais une chaîne ni un nombre."""
    if not isinstance(valeur, bool):
        erreurs.ajouter(chemin, "type-invalide", "true ou false est attendu, sans guillemets.")
    return valeur is True


def lire_entier(valeur: object, chemin: str, erreurs: Erreurs, minimum: int, maximum: int) -> int:
    """Nombre entier entre deux bornes incluses."""
    if not isinstance(valeur, int) or isinstance(valeur, bool):
        erreurs.ajouter(chemin, "type-invalide", "Un nombre entier est attendu, sans guillemets.")
        return minimum
    if not minimum <= valeur <= maximum:
        erreurs.ajouter(chemin, "hors-bornes", f"Valeur attendue entre {minimum} et {maximum}.")
        return minimum
    return valeur


def lire_decimal(valeur: object, chemin: str, erreurs: Erreurs, bornes: Bornes = MONTANT) -> Decimal:
    """Nombre décimal écrit en chaîne (« 65.75 »), douze décimales au plus."""
    if not isinstance(valeur, str):
        erreurs.ajouter(chemin, "type-invalide", 'Un nombre décimal s\'écrit en chaîne : "65.75".')
        return bornes.minimum
    if not _NOMBRE.fullmatch(valeur):
        erreurs.ajouter(chemin, "nombre-invalide", "Nombre attendu : chiffres et point décimal seulement.")
        return bornes.minimum
    nombre = Decimal(valeur) + 0
    if nombre not in bornes:
        erreurs.ajouter(chemin, "hors-bornes", _phrase(bornes))
        return bornes.minimum
    return nombre


def lire_jour(valeur: object, chemin: str, erreurs: Erreurs) -> date:
    """Date AAAA-MM-JJ, entre 1900 et 2100."""
    if not isinstance(valeur, str):
        erreurs.ajouter(chemin, "type-invalide", 'Une date s\'écrit en chaîne : "2025-01-31".')
        return PREMIER_JOUR
    try:
        lue = date.fromisoformat(valeur) if _DATE.fullmatch(valeur) else None
    except ValueError:
        lue = None
    if lue is None:
        erreurs.ajouter(chemin, "date-invalide", "Date AAAA-MM-JJ attendue.")
        return PREMIER_JOUR
    if not PREMIER_JOUR <= lue <= DERNIER_JOUR:
        erreurs.ajouter(chemin, "hors-bornes", "Date attendue entre 1900 et 2100.")
        return PREMIER_JOUR
    return lue


def _phrase(bornes: Bornes) -> str:
    bas = "plus de" if bornes.minimum_exclu else "au moins"
    haut = "moins de" if bornes.maximum_exclu else "au plus"
    return f"Valeur attendue : {bas} {bornes.minimum}, {haut} {bornes.maximum}."
