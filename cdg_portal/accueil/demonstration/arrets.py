"""Tirage des arrêts d'une année : qui, quand, de quelle nature, combien de temps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from cdg_portal.accueil.demonstration.hasard import Tirage
from cdg_portal.accueil.demonstration.repartition import au_plus_fort_reste
from cdg_portal.accueil.demonstration.types import Adhesion, Agent

AGE_MAXIMAL_NAISSANCE = 42
AGE_MINIMAL_LONGUE_MALADIE = 38


@dataclass(frozen=True, slots=True)
class Arret:
    """Un arrêt : agent, premier jour, motif, durée en jours, quotité travaillée d'un temps partiel."""

    agent: Agent
    debut: date
    motif: str = "MO"
    jours: int = 1
    quotite: int = 0

    @property
    def fin(self) -> date:
        """Dernier jour, ramené au départ de l'agent s'il quitte les effectifs avant."""
        fin = self.debut + timedelta(days=self.jours - 1)
        return min(fin, self.agent.sortie or fin)


def adhesion_du_jour(adhesions: Sequence[Adhesion], collectivite: str, jour: date) -> Adhesion | None:
    """Adhésion de la collectivité dont relève un événement de ce jour."""
    return next((a for a in adhesions if a.collectivite == collectivite and a.couvre(jour)), None)


def possible(agent: Agent, jour: date, adhesions: Sequence[Adhesion]) -> bool:
    """Vrai si l'agent est dans les effectifs et sa collectivité couverte ce jour."""
    return agent.present(jour) and adhesion_du_jour(adhesions, agent.collectivite, jour) is not None


def imposes(agents: Sequence[Agent], donnees: dict[str, Any]) -> list[Arret]:
    """Arrêts écrits dans le fichier ; lève `KeyError` si l'agent nommé n'existe pas."""
    par_cle = {agent.cle: agent for agent in agents}
    return [
        Arret(
            agent=par_cle[ligne["collectivite"], ligne["matricule"]],
            debut=ligne["debut"],
            motif=ligne["motif"],
            jours=ligne["jours"],
            quotite=ligne.get("quotite", 0),
        )
        for ligne in donnees["imposes"]
    ]


def tirer(
    agents: Sequence[Agent], adhesions: Sequence[Adhesion], donnees: dict[str, Any], tirage: Tirage
) -> list[Arret]:
    """Arrêts tirés au sort ; deux arrêts d'un même agent peuvent encore se toucher."""
    arrets = _motifs(_dates(agents, adhesions, donnees, tirage), donnees["parts"], tirage)
    return [replace(arret, jours=_duree(arret.motif, donnees, tirage)) for arret in arrets]


def _dates(
    agents: Sequence[Agent], adhesions: Sequence[Adhesion], donnees: dict[str, Any], tirage: Tirage
) -> list[Arret]:
    """Premiers jours tirés dans toute la fenêtre ; ceux d'un agent absent des effectifs ou sans adhésion
    tombent, ce qui garde la même fréquence aux collectivités couvertes une partie de l'année."""
    debut, etendue = donnees["debut"], (donnees["fin"] - donnees["debut"]).days
    nombre = tuple((arrets, poids) for arrets, poids in donnees["nombre"])
    tires = [
        (agent, debut + timedelta(days=tirage.entier(0, etendue)))
        for agent in agents
        for _ in range(tirage.pese(nombre))
    ]
    return [Arret(agent, jour) for agent, jour in tires if possible(agent, jour, adhesions)]


def _motifs(arrets: list[Arret], parts: dict[str, int], tirage: Tirage) -> list[Arret]:
    """Répartit les natures au plus fort reste ; les longues maladies et les naissances vont à des agents
    d'un âge plausible qui n'ont pas d'autre arrêt dans l'année."""
    nombres = au_plus_fort_reste(len(arrets), [1000 - sum(parts.values()), *parts.values()])
    quotas = dict(zip(("MO", *parts), nombres, strict=True))
    ordre = tirage.melange(range(len(arrets)))
    agents = [arret.agent.cle for arret in arrets]
    ages = [arret.debut.year - arret.agent.naissance.year for arret in arrets]
    seuls = [rang for rang in ordre if agents.count(agents[rang]) == 1]
    motifs: dict[int, str] = {}
    for rang in [rang for rang in seuls if ages[rang] <= AGE_MAXIMAL_NAISSANCE][: quotas["NAISSANCE"]]:
        motifs[rang] = _naissance(arrets[rang].agent.sexe, tirage)
    anciens = [rang for rang in seuls if rang not in motifs and ages[rang] >= AGE_MINIMAL_LONGUE_MALADIE]
    motifs |= zip(anciens, ["CLM"] * quotas["CLM"] + ["CLD"] * quotas["CLD"], strict=False)
    autres = (rang for rang in ordre if rang not in motifs)
    motifs |= {
        next(autres): "CITIS_TRAJET" if tirage.sur_cent(15) else "CITIS_AS" for _ in range(quotas["ACCIDENT"])
    }
    motifs |= {next(autres): "CITIS_MP" for _ in range(quotas["MALADIE_PROFESSIONNELLE"])}
    return [replace(arret, motif=motifs.get(rang, "MO")) for rang, arret in enumerate(arrets)]


def _naissance(sexe: str, tirage: Tirage) -> str:
    if sexe == "H":
        return "PATERNITE"
    return "ADOPTION" if tirage.sur_cent(4) else "MATERNITE"


def _duree(motif: str, donnees: dict[str, Any], tirage: Tirage) -> int:
    bornes = tuple(((mini, maxi), poids) for mini, maxi, poids in donnees["durees"][motif])
    return tirage.entier(*tirage.pese(bornes))
