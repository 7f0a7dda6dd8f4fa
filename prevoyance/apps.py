"""Configuration de l'app prevoyance."""

from django.apps import AppConfig


class PrevoyanceConfig(AppConfig):
    """Prévoyance."""

    name = "prevoyance"
    verbose_name = "Prévoyance"
