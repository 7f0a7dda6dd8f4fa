"""Entrée WSGI (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdg_portal.settings.production")
application = get_wsgi_application()

from cdg_portal.cloisonnement.controles import refuser_si_faute  # noqa: E402

refuser_si_faute()
