"""Lectures : bases, appels et leurs contrôles, participations."""

from cotisations.selectors.appels import (
    appel_de,
    appel_par_uid,
    appels_liste,
    controles_appel,
    echeances_d_appels,
)
from cotisations.selectors.bases import (
    adhesions_sans_base,
    base_declaree,
    base_par_uid,
    base_proposee,
    bases_a_appeler,
    bases_liste,
    elements_de_base,
    montants_de_base,
)
from cotisations.selectors.fiches import (
    DeclarationPreparee,
    cotisations_de,
    declaration_preparee,
    fiche_appel,
    fiche_base,
)
from cotisations.selectors.participations import (
    expliquees,
    participation_de,
    participation_par_uid,
    participations_liste,
)

__all__ = [
    "DeclarationPreparee",
    "adhesions_sans_base",
    "appel_de",
    "appel_par_uid",
    "appels_liste",
    "base_declaree",
    "base_par_uid",
    "base_proposee",
    "bases_a_appeler",
    "bases_liste",
    "controles_appel",
    "cotisations_de",
    "declaration_preparee",
    "echeances_d_appels",
    "elements_de_base",
    "expliquees",
    "fiche_appel",
    "fiche_base",
    "montants_de_base",
    "participation_de",
    "participation_par_uid",
    "participations_liste",
]
