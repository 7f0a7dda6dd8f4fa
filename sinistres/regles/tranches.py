"""Tranches de jours d'arrêt : suites de jours que chaque règle coupe et qualifie à son tour.

Les jours y sont des rangs entiers (`date.toordinal`), bornes incluses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cdg_portal.socle.periode import ajouter_mois

Intervalle = tuple[int, int]

PLEIN, DEMI, DEMI_MAINTENU = "PLEIN", "DEMI", "DEMI_MAINTENU"
CARENCE, EPUISE = "CARENCE", "EPUISE"


class Tranche(NamedTuple):
    """Jours consécutifs d'un certificat, semblables pour toutes les règles déjà appliquées.

    `sinistre`, `certificat`, `arret` et `remuneration` sont des rangs ; `refus` dit pourquoi les
    jours ne sont pas couverts (vide = couverts).
    """

    debut: int
    fin: int
    sinistre: int
    certificat: int
    arret: int
    nature: str
    requalifiee: bool
    droit: str = PLEIN
    franchise: bool = False
    refus: tuple[str, ...] = ()
    remuneration: int = 0


def rang_decale(jour: int, mois: int) -> int:
    """Rang du jour décalé de `mois` mois de date à date."""
    return ajouter_mois(date.fromordinal(jour), mois).toordinal()


def couper(tranche: Tranche, bornes: Sequence[int]) -> Iterator[Tranche]:
    """Coupe la tranche avant chacune des `bornes` (rangées) qui tombent à l'intérieur."""
    debut = tranche.debut
    for borne in bornes[bisect_right(bornes, debut) : bisect_right(bornes, tranche.fin)]:
        if borne > debut:
            yield tranche._replace(debut=debut, fin=borne - 1)
            debut = borne
    yield tranche._replace(debut=debut)


def couper_toutes(tranches: Iterable[Tranche], bornes: Iterable[int]) -> list[Tranche]:
    """Coupe chaque tranche aux mêmes bornes."""
    rangees = sorted(set(bornes))
    return [morceau for tranche in tranches for morceau in couper(tranche, rangees)]


def contient(intervalles: Sequence[Intervalle], jour: int) -> bool:
    """Vrai si l'un des intervalles (disjoints, rangés) contient le jour."""
    rang = bisect_left(intervalles, (jour + 1, 0)) - 1
    return rang >= 0 and intervalles[rang][1] >= jour


def bornes_de(intervalles: Iterable[Intervalle]) -> list[int]:
    """Premiers jours des intervalles et lendemains de leurs fins."""
    return [borne for debut, fin in intervalles for borne in (debut, fin + 1)]
