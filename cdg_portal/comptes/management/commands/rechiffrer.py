"""Chiffre tous les secrets du second facteur avec la première clé : l'ancienne peut alors être retirée."""

from typing import Any

from django.core.management.base import BaseCommand

from cdg_portal.comptes.services.second_facteur import secrets_rechiffrer


class Command(BaseCommand):
    """`manage.py rechiffrer`."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Dit combien de secrets ont été repris."""
        self.stdout.write(f"Secrets rechiffrés : {secrets_rechiffrer()}")
