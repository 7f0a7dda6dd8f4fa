"""Remplace la commande de Django : un compte d'administration sans habilitation n'ouvre rien.

Rangée ici parce que cette app précède `django.contrib.auth` dans INSTALLED_APPS : la première trouvée l'emporte.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Refuse, et dit quelle commande employer."""

    help = "Refusée : employez premier_administrateur."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Admet les options de la commande de Django, pour répondre à qui les donne."""
        for option in ("--email", "--username", "--database", "--prenom", "--nom"):
            parser.add_argument(option, default="", help="sans effet")
        parser.add_argument("--noinput", "--no-input", action="store_true", help="sans effet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Lève CommandError."""
        raise CommandError(
            "createsuperuser n'est pas permise ici : un administrateur tient une habilitation, inscrite au journal. "
            "Pour le premier : manage.py premier_administrateur --help. Les suivants : l'administration du portail."
        )
