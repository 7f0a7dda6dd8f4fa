"""Une année d'absences des agents ordinaires : déterministe, calibrée, sans chevauchement.

Le moteur n'y est pour rien : on tire des faits (arrêts, certificats, dates des actes), jamais un montant.
L'état d'un sinistre est celui où l'ont mené les actes faits avant la date de référence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.demonstration.arrets import Arret, adhesion_du_jour, imposes, possible, tirer
from cdg_portal.accueil.demonstration.dossiers import certificats, etat, suivi
from cdg_portal.accueil.demonstration.hasard import Tirage
from cdg_portal.accueil.demonstration.lecture import lire
from cdg_portal.accueil.demonstration.types import Absence, Adhesion, Agent, Sinistre

FICHIER = "absences.toml"
ECART_MINIMAL = 4  # jours de présence entre deux arrêts d'un même agent
DUREE_DECLAREE = 3  # en deçà, la collectivité ne déclare pas l'arrêt à l'assureur
REPRISES_SAISIES = 92  # en % : les autres arrêts finis attendent leur date de reprise
DOSSIERS_ECARTES = 3  # en % : annulés ou hors garantie
RISQUES = {
    "MO": "CMO",
    "CLM": "CLM",
    "CLD": "CLD",
    "CITIS_AS": "CITIS",
    "CITIS_TRAJET": "CITIS",
    "CITIS_MP": "CITIS",
    "MATERNITE": "MAT",
    "PATERNITE": "MAT",
    "ADOPTION": "MAT",
    "TPT": "TPT",
}


def generer(agents: Sequence[Agent], adhesions: Sequence[Adhesion], au: date) -> tuple[Absence, ...]:
    """Absences des agents donnés (les agents des cas chiffrés n'en sont pas), dans l'ordre des survenances.

    Une personne à deux employeurs est absente chez les deux aux mêmes dates.
    """
    donnees = lire(FICHIER)
    tirage = Tirage("absences")
    prevus = imposes(agents, donnees)
    reserves = {arret.agent.cle for arret in prevus}
    libres = [agent for agent in agents if not agent.personne and agent.cle not in reserves]
    arrets = _enchainer(prevus + tirer(libres, adhesions, donnees, tirage), adhesions, tirage, au)
    absences = [_absence(arret, adhesions, donnees, tirage, au) for arret in arrets]
    absences += [
        copie
        for absence, arret in zip(tuple(absences), arrets, strict=True)
        for agent in agents
        if agent.personne and agent.personne == arret.agent.personne and agent.cle != arret.agent.cle
        for copie in _chez_l_autre_employeur(absence, agent, adhesions)
    ]
    absences.sort(key=lambda absence: (absence.sinistre.survenance, absence.cle))
    return tuple(
        replace(absence, sinistre=replace(absence.sinistre, reference=f"ABS-{rang:04d}"))
        for rang, absence in enumerate(absences, start=1)
    )


def _enchainer(
    arrets: Sequence[Arret], adhesions: Sequence[Adhesion], tirage: Tirage, au: date
) -> list[Arret]:
    """Décale l'arrêt qui toucherait le précédent du même agent, et écarte celui qui sort alors de l'année."""
    retenus: list[Arret] = []
    libre_le: dict[tuple[str, str], date] = {}
    for arret in sorted(arrets, key=lambda arret: (arret.agent.cle, arret.debut)):
        debut = arret.debut
        if debut < libre_le.get(arret.agent.cle, debut):
            debut = libre_le[arret.agent.cle] + timedelta(days=tirage.entier(0, 30))
        if debut > au or not possible(arret.agent, debut, adhesions):
            continue
        decale = replace(arret, debut=debut)
        libre_le[arret.agent.cle] = decale.fin + timedelta(days=ECART_MINIMAL + 1)
        retenus.append(decale)
    return retenus


def _absence(
    arret: Arret, adhesions: Sequence[Adhesion], donnees: dict[str, Any], tirage: Tirage, au: date
) -> Absence:
    """Absence complète : certificats connus à la date de référence, actes faits, état qui en résulte."""
    adhesion = adhesion_du_jour(adhesions, arret.agent.collectivite, arret.debut)
    assert adhesion is not None
    premier, suivants = donnees["certificats"][arret.motif]
    quotite = Decimal(arret.quotite) if arret.quotite else None
    avis = certificats(arret.debut, arret.fin, premier, suivants, tirage, au, quotite=quotite)
    fini = arret.fin < au
    reprise = arret.fin + timedelta(days=1) if fini and tirage.sur_cent(REPRISES_SAISIES) else None
    ecarte = tirage.sur_cent(DOSSIERS_ECARTES)
    actes = suivi(arret.debut, avis, tirage, au, ecarte=ecarte)
    sinistre = Sinistre(
        reference="",
        risque=RISQUES[arret.motif],
        motif=arret.motif,
        survenance=arret.debut,
        certificats=avis,
        suivi=actes,
        tiers=arret.motif == "CITIS_TRAJET" and tirage.sur_cent(50),
        reprise_le=reprise,
    )
    return Absence(
        collectivite=arret.agent.collectivite,
        matricule=arret.agent.matricule,
        adhesion=adhesion.code,
        sinistre=sinistre,
        etat=etat(actes, repris=reprise is not None, ecarte=ecarte, tirage=tirage),
        declaree=_se_declare(sinistre, adhesion),
    )


def _se_declare(sinistre: Sinistre, adhesion: Adhesion) -> bool:
    return adhesion.garantie(sinistre.risque) is not None and sinistre.jours >= DUREE_DECLAREE


def _chez_l_autre_employeur(absence: Absence, agent: Agent, adhesions: Sequence[Adhesion]) -> list[Absence]:
    """Le même arrêt chez l'autre employeur de la personne, s'il a une adhésion ce jour-là."""
    adhesion = adhesion_du_jour(adhesions, agent.collectivite, absence.sinistre.survenance)
    if adhesion is None or not agent.present(absence.sinistre.survenance):
        return []
    return [
        replace(
            absence,
            collectivite=agent.collectivite,
            matricule=agent.matricule,
            adhesion=adhesion.code,
            declaree=_se_declare(absence.sinistre, adhesion),
        )
    ]
