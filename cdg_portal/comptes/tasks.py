"""La tâche périodique des comptes : effacer ce qui est périmé, hors de toute connexion en cours."""

import structlog
from django.utils import timezone

from cdg_portal.celery import app
from cdg_portal.comptes.services.sessions import sessions_effacer
from cdg_portal.comptes.services.tentatives import tentatives_effacer

journal = structlog.get_logger(__name__)


@app.task(name="comptes.effacer_les_perimes", ignore_result=True)
def effacer_les_perimes() -> None:
    """Chaque jour : échecs et postes oubliés, sessions expirées. Tables communes : aucun périmètre à ouvrir."""
    maintenant = timezone.now()
    journal.info(
        "perimes_effaces",
        tentatives=tentatives_effacer(maintenant=maintenant),
        sessions=sessions_effacer(maintenant=maintenant),
    )
