"""Dates et périodes, comme les textes les comptent : bornes incluses, de date à date."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cdg_portal.socle.erreurs import ErreurMetier

UN_JOUR = timedelta(days=1)


def ajouter_mois(jour: date, n: int) -> date:
    """`jour` plus `n` mois (n négatif admis) : même quantième, sinon dernier jour du mois.

    31/08/2025 + 6 mois = 28/02/2026 ; 29/02/2024 - 12 mois = 28/02/2023.
    """
    annee, mois0 = divmod(jour.year * 12 + jour.month - 1 + n, 12)
    return date(annee, mois0 + 1, min(jour.day, monthrange(annee, mois0 + 1)[1]))


def ajouter_annees(jour: date, n: int) -> date:
    """`jour` plus `n` années de date à date (n négatif admis)."""
    return ajouter_mois(jour, 12 * n)


def fin_de_trimestre(jour: date) -> date:
    """Dernier jour du trimestre civil qui contient `jour`."""
    mois = (jour.month + 2) // 3 * 3
    return date(jour.year, mois, monthrange(jour.year, mois)[1])


@dataclass(frozen=True, slots=True, order=True)
class Periode:
    """Période de jours calendaires, bornes incluses ; `fin` avant `debut` est refusée."""

    debut: date
    fin: date

    def __post_init__(self) -> None:
        if self.fin < self.debut:
            raise ErreurMetier("dates-inversees", "La fin précède le début.", champ="fin")

    @property
    def jours(self) -> int:
        """Nombre de jours calendaires : fin - début + 1."""
        return (self.fin - self.debut).days + 1

    def __contains__(self, jour: date) -> bool:
        return self.debut <= jour <= self.fin

    def __iter__(self) -> Iterator[date]:
        for rang in range(self.jours):
            yield self.debut + rang * UN_JOUR

    def intersection(self, autre: Periode) -> Periode | None:
        """Jours communs aux deux périodes, ou None."""
        debut, fin = max(self.debut, autre.debut), min(self.fin, autre.fin)
        return Periode(debut, fin) if debut <= fin else None

    def chevauche(self, autre: Periode) -> bool:
        """Vrai si les deux périodes ont au moins un jour commun."""
        return self.intersection(autre) is not None

    def est_contigue(self, suivante: Periode) -> bool:
        """Vrai si `suivante` commence le lendemain de la fin."""
        return suivante.debut == self.fin + UN_JOUR


def chevauchantes(periodes: Sequence[Periode]) -> list[int]:
    """Rangs des périodes qui partagent un jour avec une période donnée avant elles dans la liste."""
    refusees: list[int] = []
    couverts: list[tuple[date, date]] = []  # jours déjà donnés : intervalles disjoints, rangés
    for rang, periode in enumerate(periodes):
        debut, fin = periode.debut, periode.fin
        premier = bisect_right(couverts, debut, key=_debut)
        if premier and couverts[premier - 1][1] >= debut:
            premier -= 1
        dernier = bisect_right(couverts, fin, key=_debut)
        if premier < dernier:
            refusees.append(rang)
            debut = min(debut, couverts[premier][0])
            fin = max(fin, couverts[dernier - 1][1])
        couverts[premier:dernier] = [(debut, fin)]
    return refusees


def _debut(intervalle: tuple[date, date]) -> date:
    return intervalle[0]
