"""Ce que l'on apprend et ce que l'on en fait : suivis individuels, plans d'actions, séances, indicateurs."""

from prevention.models.indicateur import Indicateur
from prevention.models.plan import PlanAction
from prevention.models.seance import Participant, Session
from prevention.models.suivi import Suivi

__all__ = ["Indicateur", "Participant", "PlanAction", "Session", "Suivi"]
