"""Application Celery : une sonnette. La liste de travail vit dans PostgreSQL (app `travaux`)."""

import os

from celery import Celery
from celery.signals import worker_init
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdg_portal.settings.production")

# Par le nom : la classe ne se charge qu'une fois Django prêt.
app = Celery("cdg_portal", task_cls="cdg_portal.cloisonnement.taches:TacheCloisonnee")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Le worker reprend l'identifiant de la requête qui a demandé le travail.
app.steps["worker"].add(DjangoStructLogInitStep)


@worker_init.connect
def refuser_un_mauvais_role(**kwargs: object) -> None:
    """Le worker ne démarre pas si la base n'offre pas la seconde couche de cloisonnement ; ses enfants sont bornés."""
    from cdg_portal.cloisonnement import delais
    from cdg_portal.cloisonnement.controles import refuser_si_faute

    refuser_si_faute("Worker")
    delais.poser("worker")
