"""Configuration de l'app des périmètres."""

from django.apps import AppConfig


class PerimetresConfig(AppConfig):
    """Collectivités et habilitations."""

    name = "cdg_portal.perimetres"
    label = "perimetres"
    verbose_name = "Collectivités et habilitations"
