"""Contrats, collectivités, agents et adhésions de la démonstration."""

import tomllib
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from adhesions.selectors import adhesions_de, lot_de
from adhesions.services import adhesions as ecriture_adhesions
from adhesions.services import agents as ecriture_agents
from adhesions.services import contrats as ecriture_contrats
from cdg_portal.accueil.demonstration.types import Adhesion, Agent, DonneesDemonstration
from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.perimetres.selectors import collectivite_de_siren
from cdg_portal.perimetres.services import collectivite_creer

INSTALLATION = "Installer la démonstration."
CONDITIONS = Path(__file__).resolve().parent.parent / "demonstration" / "conditions.toml"


def installer_contrats(donnees: DonneesDemonstration) -> dict[str, Any]:
    """Contrats groupe, par code."""
    organismes = [asdict(o) for o in donnees.organismes]
    with hors_perimetre(INSTALLATION):
        return {
            c.code: ecriture_contrats.contrat_enregistrer(
                donnees={**asdict(c), "intitule": c.libelle, "organismes": organismes}
            )
            for c in donnees.contrats
        }


def installer_conditions() -> Any:
    """Conditions générales du service du CDG."""
    texte = tomllib.loads(CONDITIONS.read_text(encoding="utf-8"))
    with hors_perimetre(INSTALLATION):
        return ecriture_contrats.conditions_enregistrer(
            version=texte["version"], approuvees_le=texte["approuvees_le"], articles=texte["articles"]
        )


def installer_collectivites(donnees: DonneesDemonstration) -> dict[str, Any]:
    """Employeurs, par code ; le CDG est l'un d'eux."""
    creees = {}
    with hors_perimetre(INSTALLATION):
        for c in donnees.collectivites:
            creees[c.code] = collectivite_de_siren(c.siren) or collectivite_creer(
                denomination=c.denomination,
                siret=c.siret,
                le=date(2015, 1, 1),
                representant=c.representant,
                adresse=c.adresse,
                strate=c.strate,
                est_cdg=c.est_cdg,
            )
    return creees


def installer_agents(
    donnees: DonneesDemonstration, code: str, collectivite: Any
) -> dict[tuple[str, str], Any]:
    """Les agents d'une collectivité, par (collectivité, matricule), avec toutes leurs revalorisations."""
    liste = list(donnees.agents_de(code))
    crees = ecriture_agents.agents_enregistrer_lot(
        collectivite=collectivite,
        agents=[_agent(agent) for agent in liste],
        le=max((agent.entree for agent in liste), default=date(2015, 1, 1)),
    )
    par_matricule = {a.matricule: a for a in crees}
    for agent in liste:
        for depuis in sorted({r.depuis for r in agent.remunerations})[1:]:
            ecriture_agents.remuneration_revaloriser(
                agent=par_matricule[agent.matricule],
                depuis=depuis,
                montants={r.rubrique: r.annuel for r in agent.remunerations if r.depuis == depuis},
                le=depuis,
            )
    return {(code, matricule): a for matricule, a in par_matricule.items()}


def _agent(agent: Agent) -> dict[str, Any]:
    premier = min(r.depuis for r in agent.remunerations)
    return {
        "matricule": agent.matricule,
        "nom": agent.nom,
        "prenom": agent.prenom,
        "naissance": agent.naissance,
        "sexe": agent.sexe,
        "regime": agent.regime,
        "entree": agent.entree,
        "sortie": agent.sortie,
        "statut": agent.statut,
        "metier": agent.metier,
        "grade": agent.grade,
        "quotite": agent.quotite,
        "remuneration": {r.rubrique: r.annuel for r in agent.remunerations if r.depuis == premier},
        "depuis": premier,
    }


def installer_adhesions(
    donnees: DonneesDemonstration, code: str, collectivite: Any, contrats: dict[str, Any], conditions: Any
) -> dict[str, Any]:
    """Prépare et active les adhésions de la collectivité (l'effectif est figé au jour d'effet), par code."""
    faites = {}
    for adhesion in donnees.adhesions:
        if adhesion.collectivite == code:
            faites[adhesion.code] = _adherer(
                donnees, adhesion, collectivite, contrats[adhesion.contrat], conditions
            )
    return faites


def _adherer(
    donnees: DonneesDemonstration, adhesion: Adhesion, collectivite: Any, contrat: Any, conditions: Any
) -> Any:
    modele = donnees.contrat(adhesion.contrat)
    lot: Any = lot_de(reference=contrat.reference, regime=modele.regime)
    preparee = ecriture_adhesions.adhesion_preparer(
        collectivite=collectivite,
        lot=lot,
        effet=adhesion.effet,
        offres=list(adhesion.offres),
        fractions=modele.fractions,
        elements=list(adhesion.elements),
        ri=modele.ri,
        charges_pct=modele.charges_pct,
        participation_mode=modele.participation_mode,
        participation_montant_unitaire=modele.participation_montant,
        participation_periodicite=modele.participation_periodicite,
        le=adhesion.convention_signee_le,
    )
    activee = ecriture_adhesions.adhesion_activer(
        adhesion=preparee,
        convention_signee_le=adhesion.convention_signee_le,
        conditions=conditions,
        le=adhesion.effet,
    )
    return activee


def resiliations(
    donnees: DonneesDemonstration, faites: dict[str, Any]
) -> list[tuple[date, Callable[[date], Any]]]:
    """Les résiliations, à jouer à leur date parmi les autres actes."""

    def resilier(adhesion: Any, le: date) -> Any:
        return ecriture_adhesions.adhesion_resilier(
            adhesion=adhesion, resiliation=le, motif="Fin du contrat groupe", le=le
        )

    return [
        (a.resiliation, partial(resilier, faites[a.code]))
        for a in donnees.adhesions
        if a.code in faites and a.resiliation
    ]


def deja_installee(collectivite: Any) -> bool:
    """Vrai si la collectivité a déjà ses adhésions (une collectivité est chargée en une transaction)."""
    return adhesions_de(collectivite).exists()
