"""Tranches de jours d'arrêt : suites de jours que chaque règle coupe et qualifie à son tour.

Les jours y sont des rangs entiers (`date.toordinal`), bornes incluses. Une tranche n'appartient qu'au calcul
en cours : les règles la qualifient sur place, ce qui évite un objet par règle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from cdg_portal.socle.periode import ajouter_mois
from sinistres.regles.vocabulaire import PLEIN

JAMAIS = date.max.toordinal() + 1


class Tranche:
    """Jours consécutifs d'un sinistre, semblables pour toutes les règles déjà appliquées.

    `plein_cmo` (dix-millièmes) et `quotite` (%) viennent du certificat ; `sinistre`, `arret` et
    `remuneration` sont des rangs ; `refus` dit pourquoi les jours ne sont pas couverts (vide : ils le sont) ;
    `classement` est le droit avant carence et maintien du demi-traitement ; `bloc` est le premier jour de la
    suite ininterrompue de CLM ou de CLD, `fractionne` son mode.
    """

    __slots__ = (
        "arret", "bloc", "classement", "debut", "droit", "fin", "fractionne", "franchise", "nature",
        "plein_cmo", "quotite", "refus", "remuneration", "requalifiee", "sinistre",
    )  # fmt: skip

    def __init__(
        self,
        debut: int,
        fin: int,
        sinistre: int,
        arret: int,
        nature: str,
        plein_cmo: int,
        quotite: Decimal | None = None,
        requalifiee: bool = False,
    ) -> None:
        self.debut, self.fin = debut, fin
        self.sinistre, self.arret = sinistre, arret
        self.nature, self.requalifiee = nature, requalifiee
        self.plein_cmo, self.quotite = plein_cmo, quotite
        self.droit = self.classement = PLEIN
        self.bloc, self.fractionne = 0, False
        self.franchise = False
        self.refus: tuple[str, ...] = ()
        self.remuneration = 0

    @property
    def jours(self) -> int:
        """Nombre de jours calendaires."""
        return self.fin - self.debut + 1

    def detacher(self, jour: int) -> Tranche:
        """Garde les jours avant `jour` et rend les suivants dans une nouvelle tranche semblable."""
        suite = Tranche(
            jour,
            self.fin,
            self.sinistre,
            self.arret,
            self.nature,
            self.plein_cmo,
            self.quotite,
            self.requalifiee,
        )
        suite.droit, suite.classement = self.droit, self.classement
        suite.bloc, suite.fractionne = self.bloc, self.fractionne
        suite.franchise = self.franchise
        suite.refus, suite.remuneration = self.refus, self.remuneration
        self.fin = jour - 1
        return suite


def couper(tranches: Sequence[Tranche], bornes: Sequence[int]) -> list[Tranche]:
    """Coupe les tranches (rangées par date) avant chacune des `bornes`."""
    if not tranches:
        return []
    premier, dernier = tranches[0].debut, tranches[-1].fin
    rangees = sorted([b for b in bornes if premier < b <= dernier])
    if not rangees:
        return list(tranches)
    coupees: list[Tranche] = []
    for tranche in tranches:
        debut, fin = tranche.debut, tranche.fin
        for borne in rangees:
            if debut < borne <= fin:
                coupees.append(tranche)
                tranche = tranche.detacher(borne)
                debut = borne
        coupees.append(tranche)
    return coupees


def dans_l_ordre(tranches: Iterable[Tranche]) -> list[Tranche]:
    """Tranches rangées par date."""
    return sorted(tranches, key=attrgetter("debut"))


@lru_cache(maxsize=32768)
def rang_decale(jour: int, mois: int) -> int:
    """Rang du jour décalé de `mois` mois de date à date."""
    return ajouter_mois(date.fromordinal(jour), mois).toordinal()


@lru_cache(maxsize=32768)
def premier_jour_sorti(jour: int, annees: int) -> int:
    """Premier j tel que `jour` ne soit plus dans la fenêtre [(j - n ans) + 1 ; j]."""
    candidat = rang_decale(jour, 12 * annees)
    return candidat if rang_decale(candidat, -12 * annees) >= jour else candidat + 1


def par_sinistre(tranches: Iterable[Tranche], nombre: int) -> list[list[Tranche]]:
    """Tranches de chacun des `nombre` sinistres, dans l'ordre reçu."""
    listes: list[list[Tranche]] = [[] for _ in range(nombre)]
    for tranche in tranches:
        listes[tranche.sinistre].append(tranche)
    return listes
