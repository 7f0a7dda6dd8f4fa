"""Qui est couvert : contrat groupe, adhésion, agents."""

from adhesions.models.adhesion import (
    Adhesion,
    GarantieSouscrite,
    Mandat,
    Notification,
    OptionAssiette,
)
from adhesions.models.agent import Agent, RapprochementPersonne, Remuneration, Situation
from adhesions.models.contrat import (
    Avenant,
    ConditionsGenerales,
    Contrat,
    GarantieOfferte,
    Lot,
    Offre,
    Organisme,
    RoleContrat,
    Tarif,
)
from adhesions.models.effectif import EffectifFige, LigneEffectif

__all__ = [
    "Adhesion",
    "Agent",
    "Avenant",
    "ConditionsGenerales",
    "Contrat",
    "EffectifFige",
    "GarantieOfferte",
    "GarantieSouscrite",
    "LigneEffectif",
    "Lot",
    "Mandat",
    "Notification",
    "Offre",
    "OptionAssiette",
    "Organisme",
    "RapprochementPersonne",
    "Remuneration",
    "RoleContrat",
    "Situation",
    "Tarif",
]
