"""Règle 6, montant : indemnité journalière par proportion, puis segment arrondi au centime.

Articles : CCTP-CNRACL-2025 II.5 (revalorisation), II.9 (assiette) ; R-IJ-01, R-IJ-02, R-ASS-04 et
-05. Arrondi demi-supérieur au centime, à l'indemnité journalière puis au segment ; les totaux sont
des sommes de segments arrondis.

Tout est en entiers : centimes, ou millionièmes d'euro pour un produit de centimes par une proportion.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cdg_portal.socle.montant import quotient_arrondi
from sinistres.regles.entree import Contrat, LigneRemuneration, Rapport
from sinistres.regles.proportions import proportion_element
from sinistres.regles.tranches import rang_decale

JOURS_PAR_AN = {"J365": 365, "J360": 360, "J30": 360}
MOIS_PAR_AN = 12
MILLIONIEMES_PAR_CENTIME = 10_000


class GroupeIJ(NamedTuple):
    """Éléments assurés maintenus à une même proportion (dix-millièmes), et l'indemnité qu'ils donnent.

    `base` = arrondi(annuel / diviseur), `ij` = arrondi(base × (1 + charges)) ; `mensuel` et `plafond` sont
    leurs pendants pour un douzième d'année (diviseurs J360 et J30, zéro sinon). En centimes, sauf `annuel` (€).
    """

    proportion: int
    elements: tuple[str, ...]
    annuel: Decimal
    base: int
    ij: int
    mensuel: int
    plafond: int


class Indemnite(NamedTuple):
    """Ce que vaut un jour (et un mois entier au plus) pour une nature, un droit et une rémunération.

    `somme` = Σ(ij × proportion) et `plafond` = Σ(plafond × proportion), en millionièmes d'euro ; `ij` est
    l'arrondi de `somme` en centimes, pour l'affichage.
    """

    traitement: int
    remuneration: LigneRemuneration
    groupes: tuple[GroupeIJ, ...]
    somme: int
    plafond: int
    ij: int


def indemnite_du_jour(
    contrat: Contrat, remuneration: LigneRemuneration, nature: str, droit: str, traitement: int
) -> Indemnite:
    """Indemnité journalière de chaque proportion non nulle, de la plus forte à la plus faible."""
    par_proportion: dict[int, list[str]] = {}
    for element in contrat.elements:
        proportion = proportion_element(element, nature, droit, traitement, contrat.ri)
        if proportion:
            par_proportion.setdefault(proportion, []).append(element)
    groupes = [
        _groupe(contrat, remuneration, p, par_proportion[p]) for p in sorted(par_proportion, reverse=True)
    ]
    somme = sum([g.ij * g.proportion for g in groupes])
    plafond = sum([g.plafond * g.proportion for g in groupes])
    ij = quotient_arrondi(somme, MILLIONIEMES_PAR_CENTIME)
    return Indemnite(traitement, remuneration, tuple(groupes), somme, plafond, ij)


def _groupe(
    contrat: Contrat, remuneration: LigneRemuneration, proportion: int, elements: list[str]
) -> GroupeIJ:
    annuel = sum([remuneration.montants[e] for e in elements], Decimal(0))
    euros, diviseur = annuel.as_integer_ratio()
    charges, cent = contrat.charges
    base = quotient_arrondi(100 * euros, diviseur * JOURS_PAR_AN[contrat.diviseur])
    ij = quotient_arrondi(base * charges, cent)
    mensuel = plafond = 0
    if contrat.diviseur != "J365":
        mensuel = quotient_arrondi(100 * euros, diviseur * MOIS_PAR_AN)
        plafond = quotient_arrondi(mensuel * charges, cent)
    return GroupeIJ(proportion, tuple(elements), annuel, base, ij, mensuel, plafond)


def mois_entiers(debut: int, fin: int) -> Iterator[int]:
    """Longueurs (jours) des mois civils entièrement contenus dans [debut ; fin]."""
    premier = debut - date.fromordinal(debut).day + 1
    if premier < debut:
        premier = rang_decale(premier, 1)
    while (suivant := rang_decale(premier, 1)) - 1 <= fin:
        yield suivant - premier
        premier = suivant


def mois_du_segment(diviseur: str, debut: int, fin: int) -> list[tuple[int, int]]:
    """Mois entiers à plafonner (J360, J30) : (jours du mois, jours payés)."""
    if diviseur == "J365":
        return []
    return [(n, 30 if diviseur == "J30" else n) for n in mois_entiers(debut, fin)]


def base_du_segment(diviseur: str, debut: int, fin: int, indemnite: Indemnite) -> int:
    """Millionièmes d'euro dus avant part et taux : jours × IJ, mois entiers plafonnés (J360, J30)."""
    jours, total = fin - debut + 1, 0
    for longueur, payes in mois_du_segment(diviseur, debut, fin):
        total += min(payes * indemnite.somme, indemnite.plafond)
        jours -= longueur
    return total + jours * indemnite.somme


def part_non_travaillee(quotite: Decimal | None) -> Rapport:
    """Part remboursée en temps partiel thérapeutique : 1 - quotité (%) ; 1 pour les autres congés."""
    if quotite is None:
        return 1, 1
    part, cent = (100 - quotite).as_integer_ratio()
    return part, 100 * cent


def montant_du_segment(base: int, part: Rapport, taux: Rapport) -> int:
    """Centimes dus : base (millionièmes) × part × taux de remboursement, un seul arrondi."""
    return quotient_arrondi(base * part[0] * taux[0], MILLIONIEMES_PAR_CENTIME * part[1] * taux[1])
