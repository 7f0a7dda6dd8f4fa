"""Configuration de l'app d'accueil."""

from django.apps import AppConfig


class AccueilConfig(AppConfig):
    """Couche du haut : tableau de bord, santé, démonstration."""

    name = "cdg_portal.accueil"
    label = "accueil"
    verbose_name = "Accueil"
