"""Natures des valeurs d'une entrée : date, nombre, entier, choix, oui ou non, texte.

Une nature lit strictement une valeur JSON, l'écrit et publie son schéma. Fautive, la valeur est notée à son
lieu et remplacée par une valeur neutre : la lecture des autres champs continue.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cdg_portal.socle.ecriture import nombre as en_chiffres
from cdg_portal.socle.refus import Erreurs, Lieu

Schema = dict[str, Any]

PREMIER_JOUR, DERNIER_JOUR = date(1900, 1, 1), date(2100, 12, 31)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NOMBRE = re.compile(r"-?\d{1,20}(\.\d{1,12})?", re.ASCII)
NOMBRES_RETENUS = 8192
MOTIF_NOMBRE = r"^-?[0-9]{1,20}(\.[0-9]{1,12})?$"
_JOURS_LUS: dict[str, date] = {}  # au plus un par jour de 1900 à 2100


class Nature(ABC):
    """Ce que peut être une valeur."""

    neutre: Any
    # Chaînes déjà comprises et leur valeur : la lecture d'un objet s'y sert d'abord.
    connues: Mapping[str, Any] = {}

    @abstractmethod
    def lire(self, valeur: object, lieu: Lieu, erreurs: Erreurs) -> Any:
        """La valeur lue ; fautive, elle est notée et remplacée par `neutre`."""

    @abstractmethod
    def schema(self) -> Schema:
        """Schéma JSON (2020-12) de la valeur."""

    def ecrire(self, valeur: Any) -> Any:
        """Forme JSON de la valeur ; null reste null."""
        return valeur

    def _refuser(self, lieu: Lieu, erreurs: Erreurs, code: str, message: str) -> Any:
        erreurs.ajouter(lieu, code, message)
        return self.neutre


class Jour(Nature):
    """Date AAAA-MM-JJ, entre 1900 et 2100."""

    neutre = PREMIER_JOUR
    connues = _JOURS_LUS

    def lire(self, valeur: object, lieu: Lieu, erreurs: Erreurs) -> Any:
        """Date ; `type-invalide`, `date-invalide` ou `hors-bornes`."""
        if type(valeur) is not str:
            message = 'Une date s\'écrit en chaîne : "2025-01-31".'
            return self._refuser(lieu, erreurs, "type-invalide", message)
        try:
            lue = date.fromisoformat(valeur) if _DATE.fullmatch(valeur) else None
        except ValueError:
            lue = None
        if lue is None:
            return self._refuser(lieu, erreurs, "date-invalide", "Date AAAA-MM-JJ attendue.")
        if not PREMIER_JOUR <= lue <= DERNIER_JOUR:
            return self._refuser(lieu, erreurs, "hors-bornes", "Date attendue entre 1900 et 2100.")
        _JOURS_LUS[valeur] = lue
        return lue

    def ecrire(self, valeur: Any) -> Any:
        """AAAA-MM-JJ."""
        return None if valeur is None else str(valeur)

    def schema(self) -> Schema:
        """Chaîne au format date."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Bornes:
    """Intervalle admis d'un nombre décimal."""

    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(10) ** 12
    minimum_exclu: bool = False
    maximum_exclu: bool = False

    def __contains__(self, nombre: Decimal) -> bool:
        if not self.minimum <= nombre <= self.maximum:
            return False
        exclu = (self.minimum_exclu and nombre == self.minimum) or (
            self.maximum_exclu and nombre == self.maximum
        )
        return not exclu

    def __str__(self) -> str:
        bas = "plus de" if self.minimum_exclu else "au moins"
        haut = "moins de" if self.maximum_exclu else "au plus"
        return f"Valeur attendue : {bas} {en_chiffres(self.minimum)}, {haut} {en_chiffres(self.maximum)}."


class Nombre(Nature):
    """Nombre décimal écrit en chaîne (« 65.75 »), douze décimales au plus ; `unite` sert aux écrans."""

    def __init__(self, bornes: Bornes | None = None, unite: str = "€") -> None:
        self.bornes, self.unite = bornes or Bornes(), unite
        self.neutre = self.bornes.minimum
        self.connues: dict[str, Decimal] = {}

    def lire(self, valeur: object, lieu: Lieu, erreurs: Erreurs) -> Any:
        """Nombre ; `type-invalide`, `nombre-invalide` ou `hors-bornes`."""
        if type(valeur) is not str:
            message = 'Un nombre décimal s\'écrit en chaîne : "65.75".'
            return self._refuser(lieu, erreurs, "type-invalide", message)
        if not _NOMBRE.fullmatch(valeur):
            message = "Nombre attendu : chiffres et point décimal seulement."
            return self._refuser(lieu, erreurs, "nombre-invalide", message)
        nombre = Decimal(valeur)
        if valeur[0] == "-":
            nombre += 0  # « -0 » devient 0
        if nombre not in self.bornes:
            return self._refuser(lieu, erreurs, "hors-bornes", str(self.bornes))
        if len(self.connues) >= NOMBRES_RETENUS:
            self.connues.clear()
        self.connues[valeur] = nombre
        return nombre

    def ecrire(self, valeur: Any) -> Any:
        """Chaîne décimale, jamais en notation scientifique."""
        return None if valeur is None else format(valeur, "f")

    def schema(self) -> Schema:
        """Chaîne décimale ; les bornes, qu'un schéma ne sait pas dire d'une chaîne, sont décrites."""
        return {"type": "string", "pattern": MOTIF_NOMBRE, "description": str(self.bornes)}


MONTANT = Nombre()
POUR_CENT = Nombre(Bornes(maximum=Decimal(100)), unite="%")
POUR_CENT_NON_NUL = Nombre(Bornes(maximum=Decimal(100), minimum_exclu=True), unite="%")
POUR_CENT_STRICT = Nombre(Bornes(maximum=Decimal(100), minimum_exclu=True, maximum_exclu=True), unite="%")
POUR_CENT_LIBRE = Nombre(unite="%")


class Entier(Nature):
    """Nombre entier entre deux bornes incluses."""

    def __init__(self, minimum: int = 0, maximum: int = 10**9, unite: str = "") -> None:
        self.minimum, self.maximum, self.unite = minimum, maximum, unite
        self.neutre = minimum

    def lire(self, valeur: object, lieu: Lieu, erreurs: Erreurs) -> Any:
        """Entier ; `type-invalide` ou `hors-bornes`."""
        if type(valeur) is not int:
            message = "Un nombre entier est attendu, sans guillemets."
            return self._refuser(lieu, erreurs, "type-invalide", message)
        if not self.minimum <= valeur <= self.maximum:
            message = f"Valeur attendue entre {en_chiffres(self.minimum)} et {en_chiffres(self.maximum)}."
            return self._refuser(lieu, erreurs, "hors-bornes", message)
        return valeur

    def schema(self) -> Schema:
        """Entier borné."""
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


class Choix(Nature):
    """Une valeur d'une énumération ; donnée en dictionnaire, elle porte ses libellés français."""

    def __init__(self, valeurs: Mapping[str, str] | Iterable[str]) -> None:
        self.libelles = dict(valeurs) if isinstance(valeurs, Mapping) else {v: v for v in valeurs}
        self.neutre = next(iter(self.libelles))
        self.connues = {valeur: valeur for valeur in self.libelles}

    def lire(self, valeur: object, lieu: Lieu, erreurs: Erreurs) -> Any:
        """Valeur admise ; `type-invalide` ou `valeur-interdite`."""
        if type(valeur) is not str:
            return self._refuser(lieu, erreurs, "type-invalide", "Une chaîne est attendue.")
        if valeur not in self.libelles:
            message = f"Valeur attendue : {', '.join(self.libelles)}."
            return self._refuser(lieu, erreurs, "valeur-interdite", message)
        return valeur

    def schema(self) -> Schema:
        """Énumération ; les libellés, s'ils en disent plus, sont décrits."""
        dits = [f"{v} : {libelle}" for v, libelle in self.libelles.items() if v != libelle]
        decrit = {"description": " ; ".join(dits)} if dits else {}
        return {"type": "string", "enum": list(self.libelles), **decrit}


class OuiNon(Nature):
    """Vrai ou faux, jamais une chaîne ni un nombre."""

    neutre = False

    def lire(self, valeur: object, lieu: Lieu, erreurs: Erreurs) -> Any:
        """Booléen ; `type-invalide`."""
        if type(valeur) is not bool:
            message = "true ou false est attendu, sans guillemets."
            return self._refuser(lieu, erreurs, "type-invalide", message)
        return valeur

    def schema(self) -> Schema:
        """Booléen."""
        return {"type": "boolean"}


class Texte(Nature):
    """Chaîne non vide."""

    neutre = ""

    def lire(self, valeur: object, lieu: Lieu, erreurs: Erreurs) -> Any:
        """Chaîne ; `type-invalide`, ou `champ-manquant` si elle est blanche."""
        if type(valeur) is not str:
            return self._refuser(lieu, erreurs, "type-invalide", "Une chaîne est attendue.")
        if not valeur or valeur.isspace():
            return self._refuser(lieu, erreurs, "champ-manquant", "Ce champ ne peut pas être vide.")
        return valeur

    def schema(self) -> Schema:
        """Chaîne d'au moins un caractère qui ne soit pas une espace."""
        return {"type": "string", "pattern": r"\S"}
