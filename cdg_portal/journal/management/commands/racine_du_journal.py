"""Imprime la dernière racine du journal, à garder hors de la base."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cdg_portal.journal.selectors.etat import derniere_racine
from cdg_portal.journal.services.racine import racine_envoyer


class Command(BaseCommand):
    """`racine_du_journal >> /ailleurs/racines.txt` : ce fichier sert à `verifier_journal --fichier`."""

    help = "Imprime « numéro:racine » du dernier scellement ; --envoyer l'adresse aussi à DPO_COURRIEL."

    def add_arguments(self, parser: CommandParser) -> None:
        """Envoi facultatif."""
        parser.add_argument("--envoyer", action="store_true", help="l'envoie à DPO_COURRIEL")

    def handle(self, *args: Any, envoyer: bool, **options: Any) -> None:
        """Lève CommandError si rien n'est scellé, ou si l'adresse n'est pas réglée."""
        racine = derniere_racine()
        if not racine:
            raise CommandError("Rien n'est encore scellé : le planificateur tourne-t-il ?")
        if envoyer and not racine_envoyer(le=timezone.localdate()):
            raise CommandError("DPO_COURRIEL n'est pas réglé : la racine n'est pas envoyée.")
        self.stdout.write(racine)
