"""Règle 3, part de chaque élément de rémunération maintenue ce jour-là.

Articles : CGFP L.822-3 (CMO), L.822-8 (CLM), L.822-15 (CLD), L.822-22 (CITIS), L.714-6 (primes) ;
loi 2025-127 art. 189 (90 %) ; R-REM-01, R-CMO-06, R-IJ-07. Une part par élément, jamais par dossier.
Les parts sont des entiers, en dix-millièmes.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sinistres.regles.parametres_dates import parametre
from sinistres.regles.vocabulaire import CARENCE, ENTIER, EPUISE, MOITIE, PLEIN


@lru_cache(maxsize=4096)
def plein_cmo(debut_certificat: date) -> int:
    """Part du traitement maintenue en congé de maladie ordinaire plein, d'après le début du certificat."""
    # Interprétation : la réduction à 90 % suit le début du certificat, initial ou de prolongation, pas le
    # jour d'absence ; un arrêt commencé avant la réforme reste à 100 % jusqu'à la fin de son certificat.
    return int(parametre("cmo_proportion_plein").valeur(debut_certificat) * ENTIER)


def proportion_traitement(nature: str, droit: str, plein_cmo: int) -> int:
    """Part du traitement (TIB) due pour ce droit ; en CMO plein, elle dépend du certificat."""
    if droit == PLEIN:
        return plein_cmo if nature == "CMO" else ENTIER
    return 0 if droit in (CARENCE, EPUISE) else MOITIE


def proportion_element(element: str, nature: str, droit: str, traitement: int, ri: str) -> int:
    """Part d'un élément, connaissant celle du traitement et la règle des primes du contrat.

    NBI : comme le traitement, rien en CLD. IR et SFT : en entier, même à demi-traitement. RI :
    SUIT le traitement, MAINTENU en entier, SUPPRIME sauf en CITIS et en maternité.
    """
    if droit in (CARENCE, EPUISE):
        return 0
    if element == "NBI":
        return 0 if nature == "CLD" else traitement
    if element in ("IR", "SFT"):
        return ENTIER
    if element == "RI" and ri == "MAINTENU":
        return ENTIER
    if element == "RI" and ri == "SUPPRIME":
        return ENTIER if nature in ("CITIS", "MAT") else 0
    return traitement
