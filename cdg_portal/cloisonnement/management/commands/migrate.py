"""`migrate` : mené par le propriétaire de la base."""

from typing import Any

from django.core.management.commands import migrate

from cdg_portal.cloisonnement.etat_leger import etat_leger
from cdg_portal.cloisonnement.roles import commande_de_proprietaire


class Command(migrate.Command):
    """Prend le rôle propriétaire pour la durée de la commande."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """`execute` et non `handle` : les contrôles de base passent avant `handle`."""
        with commande_de_proprietaire(), etat_leger():
            return super().execute(*args, **options)
