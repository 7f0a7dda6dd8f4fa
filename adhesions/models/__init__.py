"""Qui est couvert : contrat groupe, adhésion, agents."""

from adhesions.models.adhesion import (
    Adhesion,
    GarantieSouscrite,
    Mandat,
    Notification,
    OptionAssiette,
)
from adhesions.models.agent import Agent, RapprochementPersonne, Remuneration, Situation
from adhesions.models.anterieur import ContratAnterieur, StatistiqueAnterieure
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
from adhesions.models.reserve import Reserve

__all__ = [
    "Adhesion",
    "Agent",
    "Avenant",
    "ConditionsGenerales",
    "Contrat",
    "ContratAnterieur",
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
    "Reserve",
    "RoleContrat",
    "Situation",
    "StatistiqueAnterieure",
    "Tarif",
]
