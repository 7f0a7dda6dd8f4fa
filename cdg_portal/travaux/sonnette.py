"""La sonnette : un message Celery qui ne porte qu'un identifiant. Muette, le balayage rattrape."""

from collections.abc import Iterable

import structlog
from kombu.exceptions import OperationalError

from cdg_portal.celery import app

journal = structlog.get_logger(__name__)
EXECUTER = "travaux.executer"
# Une file absente ou gelée se constate tout de suite : sans cela, chaque envoi insisterait six secondes, ou toujours.
SANS_INSISTER = {"max_retries": 0, "interval_start": 0, "socket_connect_timeout": 2, "socket_timeout": 2}


def sonner(identifiants: Iterable[int]) -> None:
    """Réveille un worker pour chaque travail. Une file en panne est journalisée, jamais fatale."""
    restants = list(identifiants)
    if not restants:
        return
    envoyes = 0
    try:
        with app.connection_for_write(transport_options=SANS_INSISTER) as file:
            for identifiant in restants:
                app.send_task(EXECUTER, args=[identifiant], connection=file, retry=False, ignore_result=True)
                envoyes += 1
    except (OperationalError, OSError) as panne:
        journal.warning("sonnette_muette", travaux=len(restants) - envoyes, panne=str(panne))
