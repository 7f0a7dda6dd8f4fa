"""Réglages communs. Aucun secret n'a ici de valeur par défaut : voir dev.py et production.py."""

from pathlib import Path

import environ
from redis.backoff import NoBackoff
from redis.retry import Retry

RACINE = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "cdg_portal.cloisonnement",
    "cdg_portal.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "django_cotton",
    "csp",
    "django_structlog",
    "cdg_portal.comptes",
    "cdg_portal.perimetres",
    "cdg_portal.journal",
    "cdg_portal.documents",
    "cdg_portal.echanges",
    "cdg_portal.travaux",
    "adhesions",
    "sinistres",
    "cotisations",
    "prevoyance",
    "prevention",
    "cdg_portal.accueil",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cdg_portal.requetes.RequeteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Dernier : l'utilisateur est connu, et tout ce qui suit est dans la transaction du périmètre.
    "cdg_portal.perimetres.middleware.PerimetreMiddleware",
]

ROOT_URLCONF = "cdg_portal.urls"
WSGI_APPLICATION = "cdg_portal.wsgi.application"
ASGI_APPLICATION = "cdg_portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [RACINE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cdg_portal.accueil.contexte.gabarit",
            ],
        },
    }
]
COTTON_DIR = "composants"

# Base : un seul alias, le rôle applicatif. Le propriétaire n'est jamais un alias (cloisonnement).
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = False
DATABASES["default"]["ATOMIC_REQUESTS"] = True
_proprietaire = env.db("DATABASE_URL_PROPRIETAIRE") if env("DATABASE_URL_PROPRIETAIRE", default="") else {}
PROPRIETAIRE = {
    cle: _proprietaire[cle] for cle in ("USER", "PASSWORD", "HOST", "PORT") if cle in _proprietaire
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "comptes.Compte"
LOGIN_URL = "comptes:connexion"
LOGIN_REDIRECT_URL = "accueil:accueil"
LOGOUT_REDIRECT_URL = "comptes:connexion"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "fr"
TIME_ZONE = env("TIME_ZONE", default="Europe/Paris")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = RACINE / "var" / "static"
STATICFILES_DIRS = [RACINE / "static", RACINE / "node_modules"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(RACINE / "var" / "media")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT), "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cdg_portal.accueil.web.erreurs.formulaire_perime"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Historique par déclencheurs : le contexte reste dans la ligne protégée, jamais dans une table partagée.
import pghistory  # noqa: E402

PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="evenements", related_query_name="+")

REDIS_URL = env("REDIS_URL", default="")
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 240
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "balayer-les-travaux": {"task": "travaux.balayer", "schedule": 30.0},
    "surveiller-les-delais": {"task": "travaux.planifier_quotidiens", "schedule": 3600.0},
}

# Compteurs de débit seulement : partagés par les processus quand Redis est là.
# Un Redis gelé ne retient pas l'API : une seconde, sans nouvel essai.
CACHE_REDIS = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": REDIS_URL,
    "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 0)},
}
CACHES = {
    "default": CACHE_REDIS if REDIS_URL else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Sans mandataire déclaré, X-Forwarded-For n'est pas cru : chacun y écrit ce qu'il veut.
NB_MANDATAIRES = env.int("NB_MANDATAIRES", default=0)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["cdg_portal.accueil.api.debit.DebitParAdresse"],
    "DEFAULT_THROTTLE_RATES": {"anon": "600/min"},
    "NUM_PROXIES": NB_MANDATAIRES,
    "EXCEPTION_HANDLER": "cdg_portal.accueil.api.exceptions.traduire",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Statutaire",
    "DESCRIPTION": "Portail d'assurance statutaire : calculs publics du moteur de règles.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Nom du Centre de gestion, au pied des pages.
ORGANISME = env("ORGANISME", default="")

# Démonstration et formation seulement : fige « aujourd'hui » et montre un bandeau (refusé en production).
DATE_DE_REFERENCE = env("DATE_DE_REFERENCE", default="")
LIENS_DE_CONNEXION = False

DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = ""  # le compte est lié par son uid, une fois connu (perimetres.middleware)
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10  # logging.DEBUG : la ligne de fin suffit
from cdg_portal.settings.journalisation import LOGGING, configurer_structlog  # noqa: E402, F401

configurer_structlog()
