"""Retenue du jour de carence : un trentième de la rémunération mensuelle, supplément familial exclu."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import au_centime, euros, valeur_exacte
from cdg_portal.socle.montant import arrondi
from sinistres.regles.parametres_dates import entier

ARTICLES = ("Loi 2017-1837 art. 115", "R-CAR-01")


def retenue_carence(
    *, tib: Decimal, nbi: Decimal, ir: Decimal, primes: Decimal, sft: Decimal
) -> Decision[Decimal]:
    """Retenue (€, arrondie au centime) d'un jour de carence, à partir des montants mensuels bruts (€).

    `primes` : celles liées aux fonctions (IFSE comprise), sans le complément annuel ni les frais. Le
    supplément familial `sft` n'est jamais retenu. L'entrée n'étant pas datée, le diviseur est le dernier
    connu. Source : loi 2017-1837, article 115.
    """
    elements = (tib, nbi, ir, primes)
    base = sum(elements, Decimal(0))
    diviseur = entier("carence_diviseur")
    exacte = Fraction(base) / diviseur
    montant = arrondi(exacte)
    addition = " + ".join(map(euros, elements))
    etapes = (
        Etape(f"Rémunération retenue : {addition} = {euros(base)}", ARTICLES, valeur_exacte(base)),
        Etape(f"Supplément familial de {euros(sft)} : rien n'en est retenu", ARTICLES, valeur_exacte(0)),
        Etape(
            f"Retenue d'un jour : {euros(base)} / {diviseur} = {au_centime(exacte)}",
            ARTICLES,
            str(montant),
        ),
    )
    return Decision(montant, etapes)
