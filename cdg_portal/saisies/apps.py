"""Configuration de l'app des saisies."""

from django.apps import AppConfig


class SaisiesConfig(AppConfig):
    """Brouillons de tous les formulaires."""

    name = "cdg_portal.saisies"
    label = "saisies"
    verbose_name = "Saisies"

    def ready(self) -> None:
        """Prend la garde de tous les formulaires."""
        from cdg_portal.formulaires import confier_la_garde
        from cdg_portal.saisies import page

        confier_la_garde(page)
