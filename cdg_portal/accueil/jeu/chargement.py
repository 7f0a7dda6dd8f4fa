"""Charge la démonstration : une transaction par collectivité, donc reprise sans dommage après un arrêt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from adhesions.selectors import agent_de_matricule
from adhesions.services.agents import personnes_rapprocher
from cdg_portal.accueil.demonstration.types import DonneesDemonstration
from cdg_portal.accueil.jeu import acteurs as qui
from cdg_portal.accueil.jeu import collectivites as employeurs
from cdg_portal.accueil.jeu.acces import installer_acces
from cdg_portal.accueil.jeu.contributions import jouer_contributions
from cdg_portal.accueil.jeu.dossiers import Calendrier, inscrire_absence, inscrire_cas
from sinistres.services.delais import retards_constater

HABILITES_DU = date(2021, 1, 1)
Dire = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Bilan:
    """Ce que le chargement a fait."""

    collectivites: dict[str, Any]
    acteurs: qui.Acteurs
    actes: int


def charger(donnees: DonneesDemonstration, dire: Dire) -> Bilan:
    """Installe ce qui manque et joue les actes ; ne refait rien de ce qui est déjà là."""
    contrats = employeurs.installer_contrats(donnees)
    conditions = employeurs.installer_conditions()
    collectivites = employeurs.installer_collectivites(donnees)
    acteurs = qui.installer(donnees, collectivites, HABILITES_DU)
    dire(f"{len(contrats)} contrats, {len(collectivites)} collectivités, {len(donnees.utilisateurs)} comptes")
    actes = 0
    for rang, (code, collectivite) in enumerate(collectivites.items(), 1):
        joues = _jouer(donnees, acteurs, code, collectivite, contrats, conditions)
        actes += joues
        suite = f"{joues} actes" if joues else "déjà chargée"
        dire(f"({rang}/{len(collectivites)}) {collectivite.denomination} : {suite}")
    installer_acces(acteurs, collectivites, donnees.date_de_reference)
    with acteurs.en_cdg():
        nouvelles = retards_constater(au=donnees.date_de_reference)
    dire(f"{len(nouvelles)} remboursements en retard constatés au {donnees.date_de_reference:%d/%m/%Y}")
    return Bilan(collectivites, acteurs, actes)


def _jouer(
    donnees: DonneesDemonstration,
    acteurs: qui.Acteurs,
    code: str,
    collectivite: Any,
    contrats: dict[str, Any],
    conditions: Any,
) -> int:
    with acteurs.en_cdg():
        if employeurs.deja_installee(collectivite):
            return 0
        agents = employeurs.installer_agents(donnees, code, collectivite)
        faites = employeurs.installer_adhesions(donnees, code, collectivite, contrats, conditions)
        jouer_contributions(donnees, acteurs, code, faites)
        calendrier = Calendrier(code, acteurs)
        for le, acte in employeurs.resiliations(donnees, faites):
            calendrier.ajouter(le, 0, acte)
        au = donnees.date_de_reference
        for cas in donnees.cas:
            if cas.collectivite == code:
                inscrire_cas(calendrier, cas, agents[code, cas.matricule], faites[cas.adhesion], au)
        for absence in donnees.absences_declarees:
            if absence.collectivite == code:
                inscrire_absence(calendrier, absence, agents[absence.cle], faites[absence.adhesion], au)
        joues = calendrier.jouer()
        _rapprocher(donnees, acteurs, code, agents)
        return joues + len(agents)


def _rapprocher(
    donnees: DonneesDemonstration, acteurs: qui.Acteurs, code: str, agents: dict[tuple[str, str], Any]
) -> None:
    """Une personne employée deux fois est reconnue quand son second employeur arrive."""
    for agent in donnees.agents_de(code):
        if not agent.personne:
            continue
        ailleurs = [
            agent_de_matricule(collectivite_id=acteurs.ids[a.collectivite], matricule=a.matricule)
            for a in donnees.agents
            if a.personne == agent.personne and a.collectivite != code
        ]
        connus = [a for a in ailleurs if a is not None]
        if connus:
            personnes_rapprocher(agents=[agents[agent.cle], *connus], le=donnees.date_de_reference)
