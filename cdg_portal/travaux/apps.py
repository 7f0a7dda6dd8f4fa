"""Configuration de l'app des travaux."""

from django.apps import AppConfig


class TravauxConfig(AppConfig):
    """La liste de travail vit ici, dans PostgreSQL ; Celery n'est que la sonnette."""

    name = "cdg_portal.travaux"
    label = "travaux"
    verbose_name = "Travaux"
