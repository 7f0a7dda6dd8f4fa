"""Les types de travaux connus. Chaque app inscrit les siens dans son `tasks.py` ; on les planifie par leur nom."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.module_loading import autodiscover_modules

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.travaux.models import Travail

Fonction = Callable[[dict[str, Any], Travail], str]
LOT = "lot"
# Paramètre d'un lot : les éléments (identifiants, en texte) qu'un autre lot avait déjà demandés.
AILLEURS = "ailleurs"


class TravailInconnu(ErreurMetier):
    """Nom de travail qu'aucune app n'inscrit."""

    def __init__(self, nom: str) -> None:
        super().__init__("travail-inconnu", f"Aucun travail ne porte le nom « {nom} ».")


@dataclass(frozen=True, slots=True)
class TypeDeTravail:
    """Un nom, la fonction qui fait l'effet et rend l'issue, son libellé s'il est quotidien, l'action de son suivi."""

    nom: str
    fonction: Fonction
    quotidien: str = ""
    lecture: str = ""


_TYPES: dict[str, TypeDeTravail] = {}


def travail(nom: str, *, quotidien: str = "", lecture: str = "") -> Callable[[Fonction], Fonction]:
    """Inscrit une fonction `(parametres, travail) -> issue en français`.

    Elle s'exécute dans une transaction et sous le périmètre du travail : elle ne valide rien elle-même.
    `quotidien` : libellé d'un travail à faire une fois par jour (paramètre `jour`, ISO), dans l'ordre des jours.
    `lecture` : l'action de la table qui ouvre son suivi, sur sa collectivité (paramètre `collectivite`).
    """

    def inscrire(fonction: Fonction) -> Fonction:
        deja = _TYPES.get(nom)
        if nom == LOT or (deja and deja.fonction.__qualname__ != fonction.__qualname__):
            raise ValueError(f"le nom de travail « {nom} » est déjà pris")
        _TYPES[nom] = TypeDeTravail(nom, fonction, quotidien, lecture)
        return fonction

    return inscrire


@cache
def _charger() -> None:
    autodiscover_modules("tasks")


def types() -> dict[str, TypeDeTravail]:
    """Tous les types inscrits, par nom."""
    _charger()
    return _TYPES


def trouver(nom: str) -> TypeDeTravail:
    """Le type de ce nom ; lève TravailInconnu."""
    trouve = types().get(nom)
    if trouve is None:
        raise TravailInconnu(nom)
    return trouve


def quotidiens() -> list[TypeDeTravail]:
    """Les types à planifier chaque jour."""
    return [t for t in types().values() if t.quotidien]
