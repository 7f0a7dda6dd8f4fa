"""Effectifs, et agent d'un matricule."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from adhesions.models import Adhesion, Agent
from adhesions.models.codes import Regime
from adhesions.selectors.adhesions import participation_due
from adhesions.selectors.agents import agents_presents
from cdg_portal.socle.decision import Decision
from cdg_portal.socle.texte import cle_tri


def nb_agents_presents(*, au: date, collectivite: Any = None) -> int:
    """Agents présents ce jour, d'une collectivité ou de toutes celles du périmètre."""
    presents = Agent.objects.filter(Q(sortie__isnull=True) | Q(sortie__gte=au), entree__lte=au)
    if collectivite is not None:
        presents = presents.filter(collectivite_id=collectivite.id)
    return presents.count()


def agent_de_matricule(*, collectivite_id: int, matricule: str) -> Agent | None:
    """L'agent de ce matricule dans cette collectivité du périmètre, ou None."""
    return Agent.objects.filter(collectivite_id=collectivite_id, matricule=matricule).first()


def agents_homonymes(
    *, collectivite_id: int, nom: str, prenom: str, naissance: date, sauf_matricule: str
) -> list[Agent]:
    """Les agents de cette collectivité qui ont ce nom et cette date de naissance sous un autre matricule."""
    trouves = Agent.objects.filter(
        collectivite_id=collectivite_id, naissance=naissance, cle_tri=cle_tri(nom, prenom)[:170]
    ).exclude(matricule=sauf_matricule)
    return list(trouves[:5])


def effectif_a_figer(adhesion: Adhesion) -> QuerySet[Agent]:
    """Les agents que l'activation fige : présents le jour d'effet, droit privé exclu, dans l'ordre de l'empreinte."""
    presents = agents_presents(collectivite=adhesion.collectivite, au=adhesion.effet)
    return presents.exclude(regime=Regime.PRIVE).order_by("regime", "matricule")


@dataclass(frozen=True, slots=True)
class ApercuEffectif:
    """Ce que figerait l'activation. `participation` : None si elle dépend de la base à déclarer."""

    agents: list[Agent]
    par_regime: list[tuple[str, int]]
    complet: bool
    participation: Decision[Decimal] | None


def apercu_effectif(adhesion: Adhesion) -> ApercuEffectif:
    """L'effectif que figerait l'activation, et la participation qui en résulte ; rien n'est écrit.

    `complet` : vrai si au moins un agent relève du régime du lot.
    """
    agents = list(effectif_a_figer(adhesion))
    nombres = Counter(a.regime for a in agents)
    forfait = adhesion.participation_mode == Adhesion.ModeParticipation.FORFAIT_AGENT
    return ApercuEffectif(
        agents=agents,
        par_regime=[(str(Regime(r).label), n) for r, n in sorted(nombres.items())],
        complet=nombres[adhesion.lot.regime] > 0,
        participation=participation_due(adhesion=adhesion, nb_agents=nombres[Regime.CNRACL])
        if forfait
        else None,
    )
