"""Lectures : contrats, collectivités, adhésions, agents, et les formes que reçoit le moteur."""

from adhesions.selectors.adhesions import (
    adhesion_couvrant,
    adhesion_par_uid,
    adhesions_de,
    adhesions_liste,
    assiette_en_vigueur,
    effectif_de,
    garantie_en_vigueur,
    garanties_en_vigueur,
    participation_due,
    situees,
    taux_de_cotisation,
    verrouiller_adhesion,
)
from adhesions.selectors.agents import (
    agent_par_uid,
    agents_liste,
    agents_presents,
    masses_annuelles,
    personnes_multi_employeurs,
    remuneration_au,
    verrouiller_agent,
)
from adhesions.selectors.calcul import agent_pour_calcul, contrat_pour_calcul
from adhesions.selectors.collectivites import collectivite_par_uid, collectivites_liste
from adhesions.selectors.contrats import (
    conditions_en_vigueur,
    contrat_par_reference,
    contrats_ouverts,
    libelle_risque,
    lot_de,
    lot_ouvert,
    lots_ouverts,
)
from adhesions.selectors.effectifs import (
    agent_de_matricule,
    apercu_effectif,
    effectif_a_figer,
    nb_agents_presents,
)
from adhesions.selectors.fiches import fiche_adhesion, fiche_agent, fiche_collectivite

__all__ = [
    "adhesion_couvrant",
    "adhesion_par_uid",
    "adhesions_de",
    "adhesions_liste",
    "agent_de_matricule",
    "agent_par_uid",
    "agent_pour_calcul",
    "agents_liste",
    "agents_presents",
    "apercu_effectif",
    "assiette_en_vigueur",
    "collectivite_par_uid",
    "collectivites_liste",
    "conditions_en_vigueur",
    "contrat_par_reference",
    "contrat_pour_calcul",
    "contrats_ouverts",
    "effectif_a_figer",
    "effectif_de",
    "fiche_adhesion",
    "fiche_agent",
    "fiche_collectivite",
    "garantie_en_vigueur",
    "garanties_en_vigueur",
    "libelle_risque",
    "lot_de",
    "lot_ouvert",
    "lots_ouverts",
    "masses_annuelles",
    "nb_agents_presents",
    "participation_due",
    "personnes_multi_employeurs",
    "remuneration_au",
    "situees",
    "taux_de_cotisation",
    "verrouiller_adhesion",
    "verrouiller_agent",
]
