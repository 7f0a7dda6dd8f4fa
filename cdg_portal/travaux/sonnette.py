"""La sonnette : un message Celery qui ne porte qu'un identifiant. Muette, le balayage rattrape."""

from collections.abc import Iterable

import structlog
from kombu.exceptions import OperationalError

from cdg_portal.celery import app

journal = structlog.get_logger(__name__)
EXECUTER = "travaux.executer"


def sonner(identifiants: Iterable[int]) -> None:
    """Réveille un worker pour chaque travail. Une file en panne est journalisée, jamais fatale."""
    restants = list(identifiants)
    for rang, identifiant in enumerate(restants):
        try:
            app.send_task(EXECUTER, args=[identifiant], retry=False, ignore_result=True)
        except (OperationalError, ConnectionError, TimeoutError) as panne:
            journal.warning("sonnette_muette", travaux=len(restants) - rang, panne=str(panne))
            return
