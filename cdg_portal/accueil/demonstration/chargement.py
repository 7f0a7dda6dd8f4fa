"""Assemble toutes les données de la démonstration."""

from __future__ import annotations

from cdg_portal.accueil.demonstration import absences, cas, collectivites, contrats, effectifs, etablissement
from cdg_portal.accueil.demonstration.identites import Identites
from cdg_portal.accueil.demonstration.types import DonneesDemonstration


def charger() -> DonneesDemonstration:
    """Les données de la démonstration, identiques à chaque appel."""
    date_de_reference, organismes, liste_contrats = contrats.charger_contrats()
    liste_cas, agents_des_cas = cas.charger_cas()
    contribution = cas.charger_contribution()
    adhesions = collectivites.charger_adhesions(liste_contrats)
    de_l_etablissement = next(a.collectivite for a in adhesions if a.code == contribution.adhesion)
    identites = Identites("demonstration")
    ordinaires = list(
        etablissement.generer([a for a in agents_des_cas if a.collectivite == de_l_etablissement], identites)
    )
    liste_collectivites = collectivites.charger_collectivites({de_l_etablissement: contribution.effectif})
    for collectivite in liste_collectivites:
        ordinaires += effectifs.generer(collectivite, identites)
    ordinaires += collectivites.charger_agents_partages()
    return DonneesDemonstration(
        date_de_reference=date_de_reference,
        organismes=organismes,
        contrats=liste_contrats,
        collectivites=liste_collectivites,
        adhesions=adhesions,
        agents=tuple(sorted([*agents_des_cas, *ordinaires], key=lambda agent: agent.cle)),
        utilisateurs=collectivites.charger_utilisateurs(),
        assiette=etablissement.lire_assiette(),
        cas=liste_cas,
        contribution=contribution,
        bordereaux=cas.charger_bordereaux(),
        absenteisme=cas.charger_absenteisme(),
        absences=absences.generer(ordinaires, adhesions, date_de_reference),
    )
