"""Réglages du worker lancé par les essais de pannes : la base, les fichiers et la file de l'essai en cours."""

import os

from cdg_portal.settings.test import *  # noqa: F403
from cdg_portal.settings.test import DATABASES, INSTALLED_APPS, STORAGES

DATABASES["default"]["NAME"] = os.environ["ESSAIS_BASE"]
MEDIA_ROOT = os.environ["ESSAIS_FICHIERS"]
STORAGES["default"]["OPTIONS"]["location"] = MEDIA_ROOT
INSTALLED_APPS = [*INSTALLED_APPS, "tests.pannes"]
CELERY_BROKER_URL = os.environ["ESSAIS_FILE"]
CELERY_BEAT_SCHEDULE = {"balayer-les-travaux": {"task": "travaux.balayer", "schedule": 1.0}}
TRAVAUX_BAIL_SECONDES = 2
