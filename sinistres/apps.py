"""Configuration de l'app sinistres."""

from django.apps import AppConfig


class SinistresConfig(AppConfig):
    """Sinistres."""

    name = "sinistres"
    verbose_name = "Sinistres"
