"""Les trois tâches Celery : la sonnette, le balayage, le passage quotidien."""

from contextvars import copy_context
from typing import Any

import structlog
from celery import Task
from django.utils import timezone

from cdg_portal import horloge
from cdg_portal.celery import app
from cdg_portal.cloisonnement.perimetre import PerimetreAbsent, perimetre_courant
from cdg_portal.travaux import execution, services

journal = structlog.get_logger(__name__)


class PerimetreResiduel(RuntimeError):
    """Une tâche a commencé avec le périmètre d'une autre : erreur de programme."""


class TacheCloisonnee(Task):
    """Chaque tâche part sans périmètre et n'en laisse aucun : elle s'exécute dans une copie du contexte.

    Le périmètre vient de la ligne du travail, jamais du message.
    """

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse un périmètre déjà ouvert, puis isole l'exécution."""
        try:
            perimetre_courant()
        except PerimetreAbsent:
            return copy_context().run(super().__call__, *args, **kwargs)
        raise PerimetreResiduel(self.name)


@app.task(base=TacheCloisonnee, name="travaux.executer", ignore_result=True)
def executer(travail_id: int) -> None:
    """Exécute un travail, s'il est encore à faire."""
    execution.executer(travail_id)


@app.task(base=TacheCloisonnee, name="travaux.balayer", ignore_result=True)
def balayer() -> None:
    """Toutes les 30 secondes : baux expirés, travaux oubliés, lots à fermer."""
    reveilles = services.balayer(timezone.now())
    if reveilles:
        journal.info("balayage", reveilles=reveilles)


@app.task(base=TacheCloisonnee, name="travaux.planifier_quotidiens", ignore_result=True)
def planifier_quotidiens() -> None:
    """Inscrit les travaux du jour et ceux des jours manqués."""
    services.planifier_quotidiens(au=horloge.aujourdhui())
