"""Essai et développement : rien à régler, base et file embarquées."""

from django.core.exceptions import ImproperlyConfigured

from cdg_portal.settings.base import *  # noqa: F403
from cdg_portal.settings.base import ALLOWED_HOSTS, MODE_FORMATION, env

DEBUG = env.bool("DEBUG", default=False)
# Clé publique d'essai : production.py la refuse.
SECRET_KEY = env("SECRET_KEY", default="essai-local-sans-valeur-et-refuse-en-production-0123456789")
LIENS_DE_CONNEXION = True
# Clé d'essai, publique elle aussi.
CLES_DE_CHIFFREMENT = env.list(
    "CLES_DE_CHIFFREMENT", default=["ZXNzYWktbG9jYWwtc2Fucy12YWxldXItcmVmdXNlZS0="]
)

# Une formation servie à d'autres que ce poste a ses propres clés, et passe par https.
HEBERGEE = MODE_FORMATION and bool({*ALLOWED_HOSTS} - {"127.0.0.1", "localhost"})
if HEBERGEE and not (env("SECRET_KEY", default="") and env.list("CLES_DE_CHIFFREMENT", default=[])):
    raise ImproperlyConfigured(
        "SECRET_KEY et CLES_DE_CHIFFREMENT sont obligatoires : cette formation n'est pas servie qu'à ce poste."
    )
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HEBERGEE
if HEBERGEE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
