"""Configuration de l'app de cloisonnement."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CloisonnementConfig(AppConfig):
    """Accorde les droits après chaque migration et enregistre le contrôle de démarrage."""

    name = "cdg_portal.cloisonnement"
    label = "cloisonnement"
    verbose_name = "Cloisonnement"

    def ready(self) -> None:
        """Branche les droits et le contrôle système."""
        from cdg_portal.cloisonnement import controles, recherche  # noqa: F401
        from cdg_portal.cloisonnement.droits import accorder

        controles.enregistrer()
        post_migrate.connect(accorder, dispatch_uid="cloisonnement.accorder")
