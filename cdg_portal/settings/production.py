"""Production : uniquement des variables d'environnement, et un refus net de ce qui manque."""

from django.core.exceptions import ImproperlyConfigured

from cdg_portal.settings.base import *  # noqa: F403
from cdg_portal.settings.base import DATE_DE_REFERENCE, REDIS_URL, STORAGES, env

CLE_D_ESSAI = "essai-local-sans-valeur"
SECRET_KEY = env("SECRET_KEY", default="")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(CLE_D_ESSAI) or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured(
        "SECRET_KEY absente, trop courte (50 caractères au moins) ou d'essai : le portail refuse de démarrer."
    )
if DATE_DE_REFERENCE:
    raise ImproperlyConfigured("DATE_DE_REFERENCE n'est permise qu'en démonstration et en formation.")
if not REDIS_URL:
    raise ImproperlyConfigured("REDIS_URL est obligatoire en production.")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DEBUG = False
LIENS_DE_CONNEXION = False
WHITENOISE_USE_FINDERS = False
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^sante$", r"^pret$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
