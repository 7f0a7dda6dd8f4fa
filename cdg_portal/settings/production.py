"""Production : uniquement des variables d'environnement, et un refus net de ce qui manque."""

import re

from django.core.exceptions import ImproperlyConfigured

from cdg_portal.comptes.regles.cles import verifier_les_cles
from cdg_portal.settings.base import *  # noqa: F403
from cdg_portal.settings.base import (
    ADRESSE_DU_PORTAIL,
    CLES_DE_CHIFFREMENT,
    DATE_DE_REFERENCE,
    MODE_FORMATION,
    PROCONNECT_CLIENT_ID,
    PROCONNECT_CLIENT_SECRET,
    PROCONNECT_URL,
    REDIS_URL,
    STORAGES,
    env,
)

CLE_D_ESSAI = "essai-local-sans-valeur"
SECRET_KEY = env("SECRET_KEY", default="")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(CLE_D_ESSAI) or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured(
        "SECRET_KEY absente, trop courte (50 caractères au moins) ou d'essai : le portail refuse de démarrer."
    )
if DATE_DE_REFERENCE:
    raise ImproperlyConfigured("DATE_DE_REFERENCE n'est permise qu'en démonstration et en formation.")
if MODE_FORMATION:
    raise ImproperlyConfigured("MODE_FORMATION n'est pas permis en production : voir docs/formation.md.")
if not REDIS_URL:
    raise ImproperlyConfigured("REDIS_URL est obligatoire en production.")
if not CLES_DE_CHIFFREMENT:
    raise ImproperlyConfigured(
        "CLES_DE_CHIFFREMENT est obligatoire : elle chiffre les secrets du second facteur."
        " `python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'` en tire une."
    )
verifier_les_cles(CLES_DE_CHIFFREMENT)
if not env("EMAIL_URL", default="").startswith("smtp"):
    raise ImproperlyConfigured("EMAIL_URL est obligatoire : smtp+tls://utilisateur:secret@serveur:587")
if not env("DEFAULT_FROM_EMAIL", default=""):
    raise ImproperlyConfigured("DEFAULT_FROM_EMAIL est obligatoire : l'expéditeur des courriels.")
if PROCONNECT_URL and not (
    PROCONNECT_URL.startswith("https://") and PROCONNECT_CLIENT_ID and PROCONNECT_CLIENT_SECRET
):
    raise ImproperlyConfigured(
        "PROCONNECT_URL demande https, PROCONNECT_CLIENT_ID et PROCONNECT_CLIENT_SECRET."
    )

if not re.fullmatch(r"https?://[^/\s?#@]+", ADRESSE_DU_PORTAIL):
    # Sans elle, le lien d'un courriel suivrait l'en-tête Host, dont le port est au choix du visiteur.
    raise ImproperlyConfigured(
        "ADRESSE_DU_PORTAIL est obligatoire, sans chemin : https://portail.cdg99.fr (en tête des liens envoyés)."
    )

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
