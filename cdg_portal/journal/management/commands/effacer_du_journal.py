"""Efface le contenu personnel de lignes d'historique ou d'actes, et l'inscrit dans la chaîne."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cdg_portal.cloisonnement.roles import commande_de_proprietaire
from cdg_portal.journal.services.effacement import contenu_effacer
from cdg_portal.socle.erreurs import ErreurMetier


class Command(BaseCommand):
    """`effacer_du_journal adhesions.AgentEvenement --objet 12 --champ nom --champ prenom --motif "…"`."""

    help = "Efface des champs de lignes chaînées ; l'effacement est lui-même scellé."

    def add_arguments(self, parser: CommandParser) -> None:
        """Quoi effacer, et pourquoi."""
        parser.add_argument(
            "modele", help="historique ou journal : adhesions.AgentEvenement, journal.Evenement…"
        )
        vise = parser.add_mutually_exclusive_group(required=True)
        vise.add_argument(
            "--objet", type=int, help="toutes les lignes d'historique de cet objet (numéro interne)"
        )
        vise.add_argument("--ligne", type=int, action="append", help="cette ligne")
        parser.add_argument("--champ", action="append", required=True, help="champ à effacer")
        parser.add_argument("--motif", required=True, help="demande, décision, référence")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sous le rôle propriétaire. Lève CommandError avec la raison du refus."""
        try:
            modele: Any = apps.get_model(options["modele"])
        except (LookupError, ValueError) as inconnu:
            raise CommandError(f"{options['modele']} n'est pas un modèle du portail.") from inconnu
        if options["objet"] and not hasattr(modele, "pgh_obj"):
            raise CommandError(
                f"{options['modele']} n'est pas un historique : désignez ses lignes par --ligne."
            )
        with commande_de_proprietaire():
            lignes = options["ligne"] or list(
                modele.objects.filter(pgh_obj_id=options["objet"]).values_list("pk", flat=True)
            )
            try:
                nombre = contenu_effacer(
                    modele=modele, lignes=lignes, champs=options["champ"], motif=options["motif"]
                )
            except ErreurMetier as refus:
                raise CommandError(str(refus)) from refus
        self.stdout.write(f"{nombre} ligne(s) effacée(s), effacement inscrit dans la chaîne.")
