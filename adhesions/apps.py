"""Configuration de l'app adhesions."""

from django.apps import AppConfig


class AdhesionsConfig(AppConfig):
    """Adhésions."""

    name = "adhesions"
    verbose_name = "Adhésions"
