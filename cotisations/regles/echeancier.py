"""Dates et parts d'un appel : début de chaque fraction, effectif et écarts à regarder avant de valider."""

from __future__ import annotations

from datetime import date, timedelta

from cdg_portal.socle.periode import ajouter_mois


def dates_exigibles(*, exercice: int, effet: date, fractions: int, delai_paiement_jours: int) -> list[date]:
    """Dates d'exigibilité des `fractions` (1 à 12) d'un exercice civil, délai de paiement compris.

    Une fraction commence à son mois (quatre fractions : janvier, avril, juillet, octobre), jamais avant
    `effet`, premier jour de l'adhésion.
    """
    # Interprétation : une adhésion en cours d'année garde toutes ses fractions, les premières le jour d'effet ;
    # la base déclarée étant celle de la période assurée, le total n'est pas réduit.
    premier = date(exercice, 1, 1)
    debuts = (max(effet, ajouter_mois(premier, 12 * rang // fractions)) for rang in range(fractions))
    return [debut + timedelta(days=delai_paiement_jours) for debut in debuts]
