"""`manage.py formation` : fait d'une base vide et migrée une base de formation (une fois)."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cdg_portal.cloisonnement.roles import commande_de_proprietaire
from cdg_portal.cloisonnement.verifications.formation import MARQUE, est_marquee


class Command(BaseCommand):
    """Refuse toute base où quelqu'un a déjà travaillé : la marquer ouvrirait de vraies données à la formation."""

    help = "Marque une base vide comme base de formation (MODE_FORMATION=1 ne s'ouvre sur aucune autre)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Marquée : rien à faire ; vide : la marque est posée ; sinon : refus."""
        if not settings.MODE_FORMATION:
            raise CommandError("MODE_FORMATION=1 est nécessaire : voir docs/formation.md.")
        with commande_de_proprietaire(), connection.cursor() as c:
            if est_marquee(c):
                self.stdout.write("  base de formation : déjà prête")
                return
            # Personne ne travaille sans compte : une base qui en a un n'est pas vide.
            if get_user_model().objects.exists():
                raise CommandError(
                    "Cette base contient déjà des comptes : ce n'est pas une base de formation."
                    " Créez-en une vide, à part, et visez-la par DATABASE_URL."
                )
            c.execute("SELECT quote_ident(current_database()), quote_literal(%s)", [MARQUE])
            nom, marque = c.fetchone()
            c.execute(f"COMMENT ON DATABASE {nom} IS {marque}")
        self.stdout.write("  base de formation : marquée")
