"""Plafond d'un taux de cotisation de prévoyance, une fois passée la période où il est garanti."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import decimal_exact, pour_cent
from cdg_portal.socle.montant import de_centimes

GARANTIE = ("CP-PREV-2019 art. 7 al. 3", "R-PRV-COT-02")
MAJORATION = ("CP-PREV-2019 art. 7 al. 4", "R-PRV-COT-02", "AMB-26")


@dataclass(frozen=True, slots=True)
class PlafondTaux:
    """Plafond exact (%), et tronqué à deux décimales : arrondi au-dessus, il dépasserait le plafond."""

    plafond: Decimal
    arrondi_inferieur: Decimal


def taux_plafond(
    *, taux: Decimal, annee: int, garantis_jusqu_au: date, majoration_max_pct: Decimal
) -> Decision[PlafondTaux]:
    """Plus haut taux (%) possible en `annee` : taux × (1 + majoration) par année après la garantie.

    `taux` : celui de la période garantie (%), positif ou nul ; `majoration_max_pct` : hausse maximale d'une
    année sur l'autre (%). Jusqu'à l'année de `garantis_jusqu_au` comprise, le taux ne bouge pas.
    """
    annees = max(0, annee - garantis_jusqu_au.year)
    exact = Fraction(taux) * (1 + Fraction(majoration_max_pct) / 100) ** annees
    tronque = de_centimes(int(exact * 100))
    if annees:
        ecart = f"Années après la garantie : {annee} − {garantis_jusqu_au.year} = {annees}"
        hausses = f"(1 + {pour_cent(majoration_max_pct)}){f' puissance {annees}' if annees > 1 else ''}"
        produit = f"{pour_cent(taux)} × {hausses} = {pour_cent(exact)}"
    else:
        ecart = f"Taux garanti jusqu'au {garantis_jusqu_au:%d/%m/%Y} : aucune majoration en {annee}"
        produit = f"{pour_cent(taux)}, sans majoration"
    plafond, references = decimal_exact(exact), MAJORATION if annees else GARANTIE
    etapes = (
        Etape(ecart, GARANTIE, str(annees)),
        Etape(f"Plafond : {produit}", references, format(plafond, "f")),
        Etape(f"{pour_cent(exact)} tronqué à deux décimales", references, str(tronque)),
    )
    return Decision(PlafondTaux(plafond, tronque), etapes)
