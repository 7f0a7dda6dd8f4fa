"""Application Celery : une sonnette. La liste de travail vit dans PostgreSQL (app `travaux`)."""

import os

from celery import Celery
from celery.signals import worker_init
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdg_portal.settings.production")

app = Celery("cdg_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Le worker reprend l'identifiant de la requête qui a demandé le travail.
app.steps["worker"].add(DjangoStructLogInitStep)


@worker_init.connect
def refuser_un_mauvais_role(**kwargs: object) -> None:
    """Le worker ne démarre pas si la base n'offre pas la seconde couche de cloisonnement."""
    from django.db import connections

    from cdg_portal.cloisonnement.controles import fautes

    constatees = fautes()
    connections.close_all()  # avant le fork des enfants
    if constatees:
        raise SystemExit("Worker refusé : " + " ; ".join(constatees))
