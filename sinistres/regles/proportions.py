"""Règle 3, part de chaque élément de rémunération maintenue ce jour-là.

Articles : CGFP L.822-3 (CMO), L.822-8 (CLM), L.822-15 (CLD), L.822-22 (CITIS), L.714-6 (primes) ;
loi 2025-127 art. 189 (90 %) ; R-REM-01, R-CMO-06, R-IJ-07. Une part par élément, jamais par dossier.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from sinistres.regles.entree import Certificat
from sinistres.regles.parametres_dates import parametre
from sinistres.regles.tranches import CARENCE, EPUISE, PLEIN

PROPORTION_PLEIN = parametre("cmo_proportion_plein")
UN, ZERO, MOITIE = Fraction(1), Fraction(0), Fraction(1, 2)


@lru_cache(maxsize=4096)
def _plein_cmo(debut_certificat: date) -> Fraction:
    return Fraction(PROPORTION_PLEIN.valeur(debut_certificat))


def proportion_traitement(nature: str, droit: str, debut_certificat: date) -> Fraction:
    """Part du traitement (TIB) due pour ce droit ; en CMO plein, elle dépend du certificat."""
    if droit in (CARENCE, EPUISE):
        return ZERO
    if droit != PLEIN:
        return MOITIE
    return _plein_cmo(debut_certificat) if nature == "CMO" else UN


def proportion_element(element: str, nature: str, droit: str, traitement: Fraction, ri: str) -> Fraction:
    """Part d'un élément, connaissant celle du traitement et la règle des primes du contrat.

    NBI : comme le traitement, rien en CLD. IR et SFT : en entier, même à demi-traitement. RI :
    SUIT le traitement, MAINTENU en entier, SUPPRIME sauf en CITIS et en maternité.
    """
    if droit in (CARENCE, EPUISE):
        return ZERO
    if element == "NBI":
        return ZERO if nature == "CLD" else traitement
    if element in ("IR", "SFT"):
        return UN
    if element == "RI" and ri == "MAINTENU":
        return UN
    if element == "RI" and ri == "SUPPRIME":
        return UN if nature in ("CITIS", "MAT") else ZERO
    return traitement


def part_remboursee(nature: str, certificat: Certificat) -> Fraction:
    """Part non travaillée en temps partiel thérapeutique (1 - quotité), 1 pour les autres congés."""
    if nature != "TPT" or certificat.quotite_travail is None:
        return UN
    return 1 - Fraction(certificat.quotite_travail) / 100
