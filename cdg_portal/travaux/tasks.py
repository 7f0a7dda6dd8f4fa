"""Les trois tâches Celery : la sonnette, le balayage, le passage quotidien."""

import structlog
from django.utils import timezone

from cdg_portal import horloge
from cdg_portal.celery import app
from cdg_portal.travaux import execution, services

journal = structlog.get_logger(__name__)


@app.task(name="travaux.executer", ignore_result=True)
def executer(travail_id: int) -> None:
    """Exécute un travail, s'il est encore à faire."""
    execution.executer(travail_id)


@app.task(name="travaux.balayer", ignore_result=True)
def balayer() -> None:
    """Toutes les 30 secondes : baux expirés, travaux oubliés, lots à fermer."""
    reveilles = services.balayer(timezone.now())
    if reveilles:
        journal.info("balayage", reveilles=reveilles)


@app.task(name="travaux.planifier_quotidiens", ignore_result=True)
def planifier_quotidiens() -> None:
    """Inscrit les travaux du jour et ceux des jours manqués."""
    services.planifier_quotidiens(au=horloge.aujourdhui())
