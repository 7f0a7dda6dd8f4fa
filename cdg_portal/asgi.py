"""Entrée ASGI."""

import os

from django.core.asgi import get_asgi_application

from cdg_portal.jeu_de_caracteres import devant_asgi

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdg_portal.settings.production")
application = devant_asgi(get_asgi_application())

from cdg_portal.cloisonnement import delais  # noqa: E402
from cdg_portal.cloisonnement.controles import refuser_si_faute  # noqa: E402

refuser_si_faute()
delais.poser("web")
