"""Indicateurs d'absentéisme d'une période, par collectivité et par nature. Chaque chiffre dit sa formule.

Qui ne peut lire ni la nature ni les dates d'un arrêt (`perimetres/visibilite.py`) ne les déduit pas d'un compte :
`secret_des_petits_nombres` compte des mois entiers et ne montre aucun groupe de moins de cinq agents.
"""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from adhesions.selectors import libelle_risque, nb_agents_presents
from cdg_portal.socle.decision import Decision
from prevention.regles.absenteisme import Absenteisme, absenteisme
from sinistres.selectors.absences import Absence, absences_de

# En dessous, un chiffre désigne presque une personne (seuil d'usage de la statistique publique).
SEUIL_DE_SECRET = 5
AUTRES = "Autres natures réunies"


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
    """Indicateurs de la période ; `decision` est None quand l'effectif est nul, ou que le secret la tait.

    `tait` : des chiffres existent et ne se montrent pas (moins de cinq agents absents, ou détail par nature tu).
    """

    du: date
    au: date
    effectif: int
    jours: int
    arrets: int
    agents_absents: int
    decision: Decision[Absenteisme] | None
    par_nature: tuple[ParNature, ...]
    secret: bool = False
    tait: bool = False


def indicateurs(*, du: date, au: date, collectivite: Any = None, secret: bool = False) -> Indicateurs:
    """Taux calendaire, gravité, fréquence, exposition, répétition, au global et par nature.

    Jours d'arrêt bornés à la période ; un arrêt commencé avant compte en jours, pas en fréquence.
    Effectif : agents présents au dernier jour de la période. Le périmètre courant borne les collectivités.
    `secret` : applique le secret des petits nombres (période étendue à des mois entiers, groupes réunis ou tus).
    """
    if secret:
        du, au = mois_entiers(du, au)
    absences = absences_de(du=du, au=au, collectivite=collectivite)
    effectif = nb_agents_presents(collectivite=collectivite, au=au)
    jours, arrets, agents = _compter(absences, du, au)
    if secret and 0 < agents < SEUIL_DE_SECRET:
        return Indicateurs(du, au, effectif, 0, 0, 0, None, (), secret=True, tait=True)
    groupes = _par_risque(absences)
    tait = False
    if secret:
        reunis = secret_des_petits_nombres(groupes)
        groupes, tait = reunis, bool(groupes) and not reunis
    lignes = [_par_nature(risque, liste, effectif, du, au) for risque, liste in groupes.items() if effectif]
    return Indicateurs(
        du=du,
        au=au,
        effectif=effectif,
        jours=jours,
        arrets=arrets,
        agents_absents=agents,
        decision=_calculer(jours, arrets, agents, effectif, du, au) if effectif else None,
        par_nature=tuple(sorted(lignes, key=lambda ligne: -ligne.jours)),
        secret=secret,
        tait=tait,
    )


def mois_entiers(du: date, au: date) -> tuple[date, date]:
    """La période étendue au premier et au dernier jour de ses mois : jour par jour, elle dirait une date d'arrêt."""
    return du.replace(day=1), au.replace(day=monthrange(au.year, au.month)[1])


def secret_des_petits_nombres(groupes: dict[str, list[Absence]]) -> dict[str, list[Absence]]:
    """Réunit les natures de moins de cinq agents ; rien du tout si la réunion reste trop petite.

    La réunion absorbe au besoin la plus petite des autres natures : sans quoi une soustraction la révélerait.
    """
    par_taille = sorted(groupes.items(), key=lambda groupe: (_agents(groupe[1]), groupe[0]))
    reunies: list[Absence] = []
    while par_taille and (
        _agents(par_taille[0][1]) < SEUIL_DE_SECRET or 0 < _agents(reunies) < SEUIL_DE_SECRET
    ):
        reunies += par_taille.pop(0)[1]
    if 0 < _agents(reunies) < SEUIL_DE_SECRET:
        return {}
    return dict(par_taille) | ({"": reunies} if reunies else {})


def _agents(absences: list[Absence]) -> int:
    return len({a.agent_id for a in absences})


def _par_risque(absences: list[Absence]) -> dict[str, list[Absence]]:
    par_risque: dict[str, list[Absence]] = defaultdict(list)
    for absence in absences:
        par_risque[absence.risque].append(absence)
    return dict(par_risque)


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
        libelle_risque(risque) if risque else AUTRES,
        jours,
        arrets,
        agents,
        _calculer(jours, arrets, agents, effectif, du, au).valeur,
    )
