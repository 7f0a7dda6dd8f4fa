"""Essais automatiques : vrai PostgreSQL, rôle applicatif, rien d'envoyé."""

import tempfile

from cdg_portal.settings.dev import *  # noqa: F403
from cdg_portal.settings.dev import DATABASES, LOGGING, STORAGES, env

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="statutaire-essais-")
STORAGES["default"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": MEDIA_ROOT},
}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Une base par suite lancée : voir tests/amorce.py.
DATABASES["default"]["TEST"] = {"NAME": env("BASE_D_ESSAI", default="test_statutaire")}
LOGGING["root"]["level"] = "WARNING"
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = "memory://"
DATE_DE_REFERENCE = ""
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Les essais entrent par `force_login`, sans connexion ; ceux du second facteur le rétablissent.
DEUXIEME_FACTEUR_OBLIGATOIRE = False
# Chaque client d'essai recrée la pile : chercher un fichier à la demande plutôt que tout parcourir.
WHITENOISE_AUTOREFRESH = True
