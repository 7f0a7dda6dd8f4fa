"""Configuration de l'app du journal."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    """Journal : qui, quand, quoi, pourquoi, et la chaîne qui le prouve."""

    name = "cdg_portal.journal"
    label = "journal"
    verbose_name = "Journal"

    def ready(self) -> None:
        """Pose les déclencheurs une fois toutes les apps migrées, écoute les connexions."""
        from cdg_portal.cloisonnement import controles
        from cdg_portal.journal.selectors.declencheurs import fautes_des_declencheurs
        from cdg_portal.journal.services import connexions
        from cdg_portal.journal.services.declencheurs import poser, reserver_le_scellement

        connexions.ecouter()
        controles.ajouter(fautes_des_declencheurs)
        post_migrate.connect(poser, sender=self, dispatch_uid="journal.poser")
        # Sans expéditeur, comme `accorder`, et après lui : il rend tous les droits après chaque app.
        post_migrate.connect(reserver_le_scellement, dispatch_uid="journal.reserver")
