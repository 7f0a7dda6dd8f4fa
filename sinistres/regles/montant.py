"""Règle 6, montant : indemnité journalière par proportion, puis segment arrondi au centime.

Articles : CCTP-CNRACL-2025 II.5 (revalorisation), II.9 (assiette) ; R-IJ-01, R-IJ-02, R-ASS-04 et
-05. Arrondi demi-supérieur au centime, à l'indemnité journalière puis au segment ; les totaux sont
des sommes de segments arrondis.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.montant import arrondi, en_centimes
from cdg_portal.socle.periode import ajouter_mois
from sinistres.regles.entree import Contrat, LigneRemuneration
from sinistres.regles.proportions import proportion_element
from sinistres.regles.resultat import GroupeIJ

JOURS_PAR_AN = {"J365": 365, "J360": 360, "J30": 360}


def groupes_ij(
    contrat: Contrat, remuneration: LigneRemuneration, nature: str, droit: str, traitement: Fraction
) -> tuple[GroupeIJ, ...]:
    """Indemnité journalière de chaque proportion non nulle, de la plus forte à la plus faible."""
    par_proportion: dict[Fraction, list[tuple[str, Decimal]]] = {}
    for element in contrat.elements:
        proportion = proportion_element(element, nature, droit, traitement, contrat.ri)
        annuel = remuneration.montants.get(element, Decimal(0))
        if proportion:
            par_proportion.setdefault(proportion, []).append((element, annuel))
    return tuple(_groupe(contrat, p, par_proportion[p]) for p in sorted(par_proportion, reverse=True))


def _groupe(contrat: Contrat, proportion: Fraction, elements: Sequence[tuple[str, Decimal]]) -> GroupeIJ:
    annuel = sum((Fraction(montant) for _, montant in elements), Fraction(0))
    diviseur = JOURS_PAR_AN[contrat.diviseur]
    charges = 1 + Fraction(contrat.charges_pct) / 100
    base = arrondi(annuel / diviseur)
    return GroupeIJ(
        proportion=proportion,
        elements=tuple(elements),
        annuel=sum((montant for _, montant in elements), Decimal(0)),
        diviseur=diviseur,
        base=base,
        charges_pct=contrat.charges_pct,
        ij=arrondi(Fraction(base) * charges),
        plafond_mensuel=arrondi(Fraction(arrondi(annuel / 12)) * charges),
    )


def ij_exacte(groupes: Sequence[GroupeIJ]) -> Fraction:
    """Σ (ij × proportion), en euros, sans arrondi."""
    return sum((Fraction(g.ij) * g.proportion for g in groupes), Fraction(0))


def mois_entiers(debut: int, fin: int) -> Iterator[int]:
    """Longueurs (jours) des mois civils entièrement contenus dans [debut ; fin]."""
    jour = date.fromordinal(debut)
    premier = jour if jour.day == 1 else ajouter_mois(jour.replace(day=1), 1)
    while (suivant := ajouter_mois(premier, 1)).toordinal() - 1 <= fin:
        yield (suivant - premier).days
        premier = suivant


def base_du_segment(contrat: Contrat, debut: int, fin: int, groupes: Sequence[GroupeIJ]) -> Fraction:
    """Euros dus pour le segment avant part et taux : jours × IJ, mois entiers plafonnés (J360, J30)."""
    ij, jours = ij_exacte(groupes), fin - debut + 1
    if contrat.diviseur == "J365":
        return jours * ij
    plafond = sum((Fraction(g.plafond_mensuel) * g.proportion for g in groupes), Fraction(0))
    total = Fraction(0)
    for longueur in mois_entiers(debut, fin):
        total += min((30 if contrat.diviseur == "J30" else longueur) * ij, plafond)
        jours -= longueur
    return total + jours * ij


def montant_du_segment(base: Fraction, part: Fraction, taux: Decimal) -> int:
    """Centimes dus : base × part × taux (%), un seul arrondi."""
    return en_centimes(base * part * Fraction(taux) / 100)
