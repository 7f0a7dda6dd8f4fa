"""Configuration de l'app des comptes."""

from django.apps import AppConfig


class ComptesConfig(AppConfig):
    """Comptes de connexion ; ne sait rien des collectivités."""

    name = "cdg_portal.comptes"
    label = "comptes"
    verbose_name = "Comptes"
