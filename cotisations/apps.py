"""Configuration de l'app cotisations."""

from django.apps import AppConfig


class CotisationsConfig(AppConfig):
    """Cotisations."""

    name = "cotisations"
    verbose_name = "Cotisations"
