"""Lectures : bases, appels et leurs contrôles, participations."""

from cotisations.selectors.appels import appel_par_uid, appels_liste, controles_appel
from cotisations.selectors.bases import (
    base_declaree,
    base_par_uid,
    base_proposee,
    bases_liste,
    elements_de_base,
    montants_de_base,
)
from cotisations.selectors.participations import participation_par_uid, participations_liste

__all__ = [
    "appel_par_uid",
    "appels_liste",
    "base_declaree",
    "base_par_uid",
    "base_proposee",
    "bases_liste",
    "controles_appel",
    "elements_de_base",
    "montants_de_base",
    "participation_par_uid",
    "participations_liste",
]
