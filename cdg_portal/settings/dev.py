"""Essai et développement : rien à régler, base et file embarquées."""

from cdg_portal.settings.base import *  # noqa: F403
from cdg_portal.settings.base import env

DEBUG = env.bool("DEBUG", default=False)
# Clé publique d'essai : production.py la refuse.
SECRET_KEY = env("SECRET_KEY", default="essai-local-sans-valeur-et-refuse-en-production-0123456789")
LIENS_DE_CONNEXION = True
