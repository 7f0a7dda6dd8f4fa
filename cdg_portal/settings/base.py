"""Réglages communs. Aucun secret n'a ici de valeur par défaut : voir dev.py et production.py."""

from pathlib import Path

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
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
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "cdg_portal.comptes",
    "cdg_portal.perimetres",
    "cdg_portal.journal",
    "cdg_portal.documents",
    "cdg_portal.echanges",
    "cdg_portal.travaux",
    "cdg_portal.saisies",
    "adhesions",
    "sinistres",
    "cotisations",
    "prevoyance",
    "prevention",
    "cdg_portal.accueil",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cdg_portal.requetes.EnTetesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Après WhiteNoise, qui sert des fichiers déjà comprimés. BREACH : le jeton CSRF est masqué à chaque réponse,
    # et Django ajoute à chacune une longueur tirée au hasard (« Heal The Breach »).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "cdg_portal.requetes.RequeteMiddleware",
    "cdg_portal.requetes.LimitesMiddleware",
    "cdg_portal.adresses_sans_nir.AdressesSansNir",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cdg_portal.saisies.middleware.ConnexionExigee",
    "allauth.account.middleware.AccountMiddleware",
    "cdg_portal.comptes.middleware.SessionSuivieMiddleware",
    # Avant toute transaction : aucune n'attend ProConnect.
    "cdg_portal.comptes.middleware.EchangeProConnect",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Autour du journal des accès : il note les fiches ouvertes quand la transaction de la requête est finie.
    "cdg_portal.accueil.middleware.FichesRecentes",
    # Autour du périmètre : il écrit quand la transaction de la requête est finie.
    "cdg_portal.journal.middleware.JournalDesAcces",
    # L'utilisateur est connu, et tout ce qui suit est dans la transaction du périmètre.
    "cdg_portal.perimetres.middleware.PerimetreMiddleware",
    # Dernier : les rôles sont connus.
    "cdg_portal.perimetres.middleware.DeuxiemeFacteurMiddleware",
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
# Délais en secondes (0 : aucun), posés par le web et le worker sur leurs connexions (cloisonnement.delais). Ceux du
# worker tiennent dans CELERY_TASK_TIME_LIMIT : la base lâche avant que le travail ne soit tué.
DELAIS_SQL = {
    "web": {
        "statement_timeout": env.int("DELAI_REQUETE_WEB", default=10),
        "lock_timeout": env.int("DELAI_VERROU_WEB", default=5),
        "idle_in_transaction_session_timeout": env.int("DELAI_INACTIVITE_WEB", default=60),
    },
    "worker": {
        "statement_timeout": env.int("DELAI_REQUETE_WORKER", default=200),
        "lock_timeout": env.int("DELAI_VERROU_WORKER", default=60),
        "idle_in_transaction_session_timeout": env.int("DELAI_INACTIVITE_WORKER", default=240),
    },
}
_proprietaire = env.db("DATABASE_URL_PROPRIETAIRE") if env("DATABASE_URL_PROPRIETAIRE", default="") else {}
PROPRIETAIRE = {
    cle: _proprietaire[cle] for cle in ("USER", "PASSWORD", "HOST", "PORT") if cle in _proprietaire
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "comptes.Compte"
LOGIN_URL = "comptes:connexion"
LOGIN_REDIRECT_URL = "accueil:accueil"
LOGOUT_REDIRECT_URL = "comptes:connexion"
SESSION_COOKIE_AGE = 12 * 3600  # douze heures à compter de la connexion (comptes.adaptateurs)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
PASSWORD_HASHERS = [
    "cdg_portal.comptes.hachage.Argon2id",
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

# Second facteur : imposé aux rôles du CDG et à l'administration (perimetres.middleware).
DEUXIEME_FACTEUR_OBLIGATOIRE = True
# La première clé chiffre, toutes déchiffrent : on en ajoute une en tête, puis `manage.py rechiffrer`.
CLES_DE_CHIFFREMENT = env.list("CLES_DE_CHIFFREMENT", default=[])
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_ADAPTER = "cdg_portal.comptes.adaptateurs.AdaptateurDeCompte"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Les limites d'allauth vivent dans le cache, donc dans Redis : les nôtres sont dans PostgreSQL (comptes.services).
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "cdg_portal.comptes.adaptateurs.AdaptateurDeSecondFacteur"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Statutaire"
USERSESSIONS_TRACK_ACTIVITY = False  # comptes.middleware, au plus une écriture par minute

# ProConnect : absent tant que l'adresse du fournisseur et l'identifiant ne sont pas donnés.
PROCONNECT_URL = env("PROCONNECT_URL", default="").rstrip("/")
PROCONNECT_CLIENT_ID = env("PROCONNECT_CLIENT_ID", default="")
PROCONNECT_CLIENT_SECRET = env("PROCONNECT_CLIENT_SECRET", default="")
PROCONNECT_ACR_VALUES = env("PROCONNECT_ACR_VALUES", default="eidas1")
# Valeurs d'acr ou d'amr qui valent second facteur ; aucune : le nôtre s'applique toujours.
PROCONNECT_DEUXIEME_FACTEUR = env.list("PROCONNECT_DEUXIEME_FACTEUR", default=[])
PROCONNECT_DELAI = 5  # secondes

# Courriels : smtp+tls://utilisateur:secret@serveur:587 ; à défaut, écrits à la console.
vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Statutaire <ne-pas-repondre@localhost>")

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
        # La déconnexion se poursuit chez ProConnect : la politique s'applique aussi aux redirections.
        "form-action": ["'self'", *(["/".join(PROCONNECT_URL.split("/")[:3])] if PROCONNECT_URL else [])],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Historique par déclencheurs : le contexte reste dans la ligne protégée, jamais dans une table partagée.
import pghistory  # noqa: E402

PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="evenements", related_query_name="+")

# Authentifie scellements et effacements du journal ; absente, seules les racines gardées au-dehors prouvent.
CLE_DE_SCELLEMENT = env("CLE_DE_SCELLEMENT", default="")
# Celles qu'elle a remplacées : ce qu'elles ont scellé se vérifie encore.
ANCIENNES_CLES_DE_SCELLEMENT = env.list("ANCIENNES_CLES_DE_SCELLEMENT", default=[])
# Reçoit chaque jour la racine du journal, à garder hors de la base.
DPO_COURRIEL = env("DPO_COURRIEL", default="")

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
    "sceller-le-journal": {"task": "journal.sceller", "schedule": 300.0},
    "effacer-les-perimes": {"task": "comptes.effacer_les_perimes", "schedule": crontab(hour=3, minute=30)},
    "envoyer-la-racine": {"task": "journal.envoyer_la_racine", "schedule": crontab(hour=6, minute=0)},
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

# Adresse publique du portail, en tête des liens envoyés ; vide : celle que la requête annonce.
ADRESSE_DU_PORTAIL = env("ADRESSE_DU_PORTAIL", default="").rstrip("/")

# Nom du Centre de gestion, au pied des pages.
ORGANISME = env("ORGANISME", default="")

# Déclaration d'accessibilité : sans audit, un service est tenu pour non conforme.
ACCESSIBILITE_ETAT = env("ACCESSIBILITE_ETAT", default="non conforme")
if ACCESSIBILITE_ETAT not in ("non conforme", "partiellement conforme", "totalement conforme"):
    raise ImproperlyConfigured(
        "ACCESSIBILITE_ETAT vaut « non conforme », « partiellement conforme » ou « totalement conforme »."
    )
ACCESSIBILITE_AUDIT = env("ACCESSIBILITE_AUDIT", default="")  # une phrase : qui, quand, quel taux
if ACCESSIBILITE_ETAT != "non conforme" and not ACCESSIBILITE_AUDIT:
    raise ImproperlyConfigured("ACCESSIBILITE_AUDIT est obligatoire : la conformité se fonde sur un audit.")
ACCESSIBILITE_CONTACT = env("ACCESSIBILITE_CONTACT", default="")  # courriel, téléphone ou adresse

# Démonstration et formation seulement : fige « aujourd'hui » et montre un bandeau (refusé en production).
DATE_DE_REFERENCE = env("DATE_DE_REFERENCE", default="")
LIENS_DE_CONNEXION = False

# Formation : base à part, données inventées, rien n'est transmis (docs/formation.md).
MODE_FORMATION = env.bool("MODE_FORMATION", default=False)
if MODE_FORMATION:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MEDIA_ROOT.parent / "courriels"
    PROCONNECT_URL = ""

DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = ""  # le compte est lié par son uid, une fois connu (perimetres.middleware)
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10  # logging.DEBUG : la ligne de fin suffit
from cdg_portal.settings.journalisation import LOGGING, configurer_structlog  # noqa: E402, F401

configurer_structlog()
