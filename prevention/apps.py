"""Configuration de l'app prevention."""

from django.apps import AppConfig


class PreventionConfig(AppConfig):
    """Prévention."""

    name = "prevention"
    verbose_name = "Prévention"
