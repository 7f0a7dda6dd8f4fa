"""Configuration de l'app du journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Journal des actes : qui, quand, quoi, pourquoi."""

    name = "cdg_portal.journal"
    label = "journal"
    verbose_name = "Journal"
