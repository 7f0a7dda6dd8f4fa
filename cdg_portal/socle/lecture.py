"""Lecture stricte d'un objet JSON, champ par champ, en notant toutes les erreurs.

Rien de ce qui est lu n'est utilisable avant que `Erreurs.verifier` ait réussi.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from cdg_portal.socle import champs
from cdg_portal.socle.refus import EntreeRefusee, Erreur, Erreurs

T = TypeVar("T")


class Objet:
    """Un objet JSON en cours de lecture, à son chemin."""

    def __init__(self, valeur: object, chemin: str, erreurs: Erreurs) -> None:
        self.chemin, self.erreurs = chemin, erreurs
        self._lus: set[str] = set()
        self._valeurs: Mapping[str, object] = {}
        self.lisible = isinstance(valeur, dict)
        if isinstance(valeur, dict):
            self._valeurs = valeur
        elif not erreurs.fautif(chemin):
            erreurs.ajouter(chemin, "type-invalide", "Un objet est attendu.")

    @classmethod
    def racine(cls, valeur: object) -> Objet:
        """Objet de tête d'une entrée ; lève `EntreeRefusee` (`json-invalide`) si ce n'en est pas un."""
        if not isinstance(valeur, dict):
            raise EntreeRefusee([Erreur("", "json-invalide", "L'entrée doit être un objet JSON.")])
        return cls(valeur, "", Erreurs())

    def chemin_de(self, cle: str) -> str:
        """Chemin d'un champ de cet objet."""
        return f"{self.chemin}.{cle}" if self.chemin else cle

    def refuser(self, cle: str, code: str, message: str) -> None:
        """Note une erreur sur un champ de cet objet."""
        self.erreurs.ajouter(self.chemin_de(cle), code, message)

    def sain(self, *cles: str) -> bool:
        """Vrai si l'objet est lisible et qu'aucun de ces champs n'est fautif."""
        return self.lisible and not self.erreurs.fautif(*(self.chemin_de(c) for c in cles))

    def _lire(self, cle: str, defaut: T, lire: Callable[[object, str, Erreurs], T]) -> T:
        """Lit un champ obligatoire ; absent ou null, il est noté `champ-manquant`."""
        self._lus.add(cle)
        valeur = self._valeurs.get(cle)
        if valeur is None:
            if self.lisible:
                self.refuser(cle, "champ-manquant", "Ce champ est obligatoire.")
            return defaut
        return lire(valeur, self.chemin_de(cle), self.erreurs)

    def facultatif(self, cle: str, lire: Callable[[str], T]) -> T | None:
        """Lit un champ facultatif avec l'une des méthodes de l'objet : None s'il est absent ou null."""
        self._lus.add(cle)
        return None if self._valeurs.get(cle) is None else lire(cle)

    def ignorer(self, *cles: str) -> None:
        """Admet des champs sans les lire."""
        self._lus.update(cles)

    def clore(self) -> None:
        """Refuse les champs que personne n'a lus."""
        for cle in self._valeurs:
            if cle not in self._lus:
                self.refuser(cle, "champ-inconnu", "Ce champ n'existe pas.")

    def texte(self, cle: str) -> str:
        """Chaîne non vide."""
        return self._lire(cle, "", champs.lire_texte)

    def choix(self, cle: str, admis: Sequence[str]) -> str:
        """Une valeur de l'énumération."""
        return self._lire(cle, admis[0], lambda v, c, e: champs.lire_choix(v, c, e, admis))

    def booleen(self, cle: str) -> bool:
        """Vrai ou faux."""
        return self._lire(cle, False, champs.lire_booleen)

    def entier(self, cle: str, minimum: int = 0, maximum: int = 10**9) -> int:
        """Nombre entier entre deux bornes incluses."""
        return self._lire(cle, minimum, lambda v, c, e: champs.lire_entier(v, c, e, minimum, maximum))

    def decimal(self, cle: str, bornes: champs.Bornes = champs.MONTANT) -> Decimal:
        """Nombre décimal écrit en chaîne."""
        return self._lire(cle, bornes.minimum, lambda v, c, e: champs.lire_decimal(v, c, e, bornes))

    def jour(self, cle: str) -> date:
        """Date AAAA-MM-JJ."""
        return self._lire(cle, champs.PREMIER_JOUR, champs.lire_jour)

    def objet(self, cle: str) -> Objet:
        """Objet fils ; s'il manque ou n'en est pas un, une seule erreur est notée pour lui."""
        return self._lire(cle, None, Objet) or Objet(None, self.chemin_de(cle), self.erreurs)

    def liste(self, cle: str, *, vide: bool = False) -> list[tuple[str, object]]:
        """Éléments d'une liste avec leur chemin ; `vide` dit si elle peut l'être."""
        aucun: list[object] = []
        elements = self._lire(cle, aucun, lambda v, c, e: _elements(v, c, e, vide))
        return [(f"{self.chemin_de(cle)}[{i}]", element) for i, element in enumerate(elements)]

    def objets(self, cle: str, *, vide: bool = False) -> list[Objet]:
        """Objets d'une liste."""
        return [Objet(element, chemin, self.erreurs) for chemin, element in self.liste(cle, vide=vide)]


def _elements(valeur: object, chemin: str, erreurs: Erreurs, vide: bool) -> list[object]:
    if not isinstance(valeur, list):
        erreurs.ajouter(chemin, "type-invalide", "Une liste est attendue.")
        return []
    if not valeur and not vide:
        erreurs.ajouter(chemin, "liste-vide", "La liste ne peut pas être vide.")
    return valeur


def refuser_doublons(objets: Iterable[Objet], cle: str, valeurs: Iterable[Hashable]) -> None:
    """Note `doublon` sur le champ `cle` de chaque objet sain dont la valeur a déjà été vue."""
    vues: set[Hashable] = set()
    for objet, valeur in zip(objets, valeurs, strict=True):
        if not objet.sain(cle):
            continue
        if valeur in vues:
            objet.refuser(cle, "doublon", "Cette valeur est déjà employée plus haut.")
        vues.add(valeur)
