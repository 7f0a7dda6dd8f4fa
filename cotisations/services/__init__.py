"""Écritures : bases déclarées, appels, participations."""

from cotisations.services.appels import appel_emettre, appel_valider, appel_verifier
from cotisations.services.bases import base_controler, base_declarer
from cotisations.services.participations import participation_emettre

__all__ = [
    "appel_emettre",
    "appel_valider",
    "appel_verifier",
    "base_controler",
    "base_declarer",
    "participation_emettre",
]
