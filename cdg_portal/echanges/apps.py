"""Configuration de l'app des échanges."""

from django.apps import AppConfig


class EchangesConfig(AppConfig):
    """Échanges avec les autres logiciels."""

    name = "cdg_portal.echanges"
    label = "echanges"
    verbose_name = "Échanges"
