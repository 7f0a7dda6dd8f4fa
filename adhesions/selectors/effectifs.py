"""Effectifs, et agent d'un matricule."""

from datetime import date
from typing import Any

from django.db.models import Q

from adhesions.models import Agent


def nb_agents_presents(*, au: date, collectivite: Any = None) -> int:
    """Agents présents ce jour, d'une collectivité ou de toutes celles du périmètre."""
    presents = Agent.objects.filter(Q(sortie__isnull=True) | Q(sortie__gte=au), entree__lte=au)
    if collectivite is not None:
        presents = presents.filter(collectivite_id=collectivite.id)
    return presents.count()


def agent_de_matricule(*, collectivite_id: int, matricule: str) -> Agent | None:
    """L'agent de ce matricule dans cette collectivité du périmètre, ou None."""
    return Agent.objects.filter(collectivite_id=collectivite_id, matricule=matricule).first()
