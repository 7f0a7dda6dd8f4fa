"""Les tâches périodiques du journal : sceller, envoyer la racine. Chacune ouvre le périmètre qu'il lui faut."""

import structlog
from django.utils import timezone

from cdg_portal.celery import app
from cdg_portal.journal.services.racine import racine_envoyer
from cdg_portal.journal.services.scellement import sceller_tout

journal = structlog.get_logger(__name__)


@app.task(name="journal.sceller", ignore_result=True)
def sceller() -> None:
    """Toutes les cinq minutes ; deux passages à la fois ne se gênent pas."""
    for scelle in sceller_tout(maintenant=timezone.now()):
        journal.info("journal_scelle", n=scelle.n, maillons=scelle.nombre, racine=bytes(scelle.racine).hex())


@app.task(name="journal.envoyer_la_racine", ignore_result=True)
def envoyer_la_racine() -> None:
    """Chaque jour, si une adresse est réglée."""
    if racine := racine_envoyer(le=timezone.localdate()):
        journal.info("racine_envoyee", racine=racine)
