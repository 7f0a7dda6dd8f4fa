"""`manage.py demo` : charge la démonstration, mène le travail principal, compare attendu et obtenu."""

import logging
from typing import Any

from django.core.management.base import BaseCommand

from cdg_portal.accueil.demonstration import charger as donnees_de_demonstration
from cdg_portal.accueil.jeu.chargement import charger
from cdg_portal.accueil.jeu.edition import produire_les_pdf
from cdg_portal.accueil.jeu.impression import imprimer, imprimer_natures
from cdg_portal.accueil.jeu.tableau import comparer


class Command(BaseCommand):
    """Code 0 seulement si chaque chiffre attendu est obtenu, en base et dans le PDF."""

    help = "Charge la démonstration et vérifie chaque montant attendu."

    def handle(self, *args: Any, **options: Any) -> None:
        """Quatre temps : charger, éditer, comparer, mesurer l'absentéisme."""

        # Les journaux structurés vont aux journaux du worker ; ici, seul l'avancement s'affiche.
        logging.getLogger().setLevel(logging.WARNING)

        def dire(texte: str) -> None:
            self.stdout.write(f"  {texte}")
            self.stdout.flush()

        donnees = donnees_de_demonstration()
        bilan = charger(donnees, dire)
        pdf = produire_les_pdf(donnees, bilan.collectivites, bilan.acteurs, dire)
        with bilan.acteurs.en_cdg():
            manquants = imprimer(comparer(donnees, bilan.collectivites, pdf), self.stdout)
            imprimer_natures(donnees, self.stdout)
        if manquants:
            raise SystemExit(1)
