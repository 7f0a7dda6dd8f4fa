"""Indicateurs d'absentéisme d'une période, par collectivité et par nature. Chaque chiffre dit sa formule."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from adhesions.selectors import libelle_risque, nb_agents_presents
from cdg_portal.socle.decision import Decision
from prevention.regles.absenteisme import Absenteisme, absenteisme
from sinistres.selectors.absences import Absence, absences_de


@dataclass(frozen=True, slots=True)
class ParNature:
    """Volume et exposition d'une nature d'absence."""

    risque: str
    libelle: str
    jours: int
    arrets: int
    agents: int
    indicateurs: Absenteisme


@dataclass(frozen=True, slots=True)
class Indicateurs:
    """Indicateurs de la période ; `decision` est None quand l'effectif est nul."""

    du: date
    au: date
    effectif: int
    jours: int
    arrets: int
    agents_absents: int
    decision: Decision[Absenteisme] | None
    par_nature: tuple[ParNature, ...]


def indicateurs(*, du: date, au: date, collectivite: Any = None) -> Indicateurs:
    """Taux calendaire, gravité, fréquence, exposition, répétition, au global et par nature.

    Jours d'arrêt bornés à la période ; un arrêt commencé avant compte en jours, pas en fréquence.
    Effectif : agents présents au dernier jour de la période. Le périmètre courant borne les collectivités.
    """
    absences = absences_de(du=du, au=au, collectivite=collectivite)
    effectif = nb_agents_presents(collectivite=collectivite, au=au)
    par_risque: dict[str, list[Absence]] = defaultdict(list)
    for absence in absences:
        par_risque[absence.risque].append(absence)
    lignes = [
        _par_nature(risque, liste, effectif, du, au) for risque, liste in par_risque.items() if effectif
    ]
    jours, arrets, agents = _compter(absences, du, au)
    return Indicateurs(
        du=du,
        au=au,
        effectif=effectif,
        jours=jours,
        arrets=arrets,
        agents_absents=agents,
        decision=_calculer(jours, arrets, agents, effectif, du, au) if effectif else None,
        par_nature=tuple(sorted(lignes, key=lambda ligne: -ligne.jours)),
    )


def _compter(absences: list[Absence], du: date, au: date) -> tuple[int, int, int]:
    jours = sum((min(a.fin, au) - max(a.debut, du)).days + 1 for a in absences)
    arrets = len({a.arret_id for a in absences if a.debut_arret >= du})
    return jours, arrets, len({a.agent_id for a in absences})


def _calculer(
    jours: int, arrets: int, agents: int, effectif: int, du: date, au: date
) -> Decision[Absenteisme]:
    return absenteisme(jours=jours, arrets=arrets, agents_absents=agents, effectif=effectif, debut=du, fin=au)


def _par_nature(risque: str, absences: list[Absence], effectif: int, du: date, au: date) -> ParNature:
    jours, arrets, agents = _compter(absences, du, au)
    return ParNature(
        risque,
        libelle_risque(risque),
        jours,
        arrets,
        agents,
        _calculer(jours, arrets, agents, effectif, du, au).valeur,
    )
