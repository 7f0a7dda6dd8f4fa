"""Entrée WSGI (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

from cdg_portal.jeu_de_caracteres import devant_wsgi

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdg_portal.settings.production")
application = devant_wsgi(get_wsgi_application())

from cdg_portal.cloisonnement import delais  # noqa: E402
from cdg_portal.cloisonnement.controles import refuser_si_faute  # noqa: E402

refuser_si_faute()
delais.poser("web")
