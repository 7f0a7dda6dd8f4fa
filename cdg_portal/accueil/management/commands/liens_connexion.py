"""`liens_connexion` : un lien de connexion à usage unique par compte habilité (démonstration et formation)."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.comptes.selectors import comptes_actifs
from cdg_portal.comptes.services import lien_de_connexion_creer
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.selectors import habilitations_actives
from cdg_portal.socle.erreurs import ErreurMetier

DUREE_HEURES = 12
NOMMEES = 3  # au-delà, leur nombre


class Command(BaseCommand):
    """Imprime le tableau des liens ; chaque appel en crée de nouveaux, les anciens restent valables."""

    help = "Imprime un lien de connexion à usage unique par compte habilité (refusé en production)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Adresse du portail et durée des liens."""
        parser.add_argument(
            "--base-url", required=True, help="adresse du portail, p. ex. http://127.0.0.1:8000"
        )
        parser.add_argument("--heures", type=int, default=DUREE_HEURES, help="durée de validité des liens")

    def handle(self, *args: Any, base_url: str, heures: int, **options: Any) -> None:
        """Les rôles du CDG voient tout : le périmètre est ouvert pour les nommer."""
        maintenant, duree = timezone.now(), timedelta(hours=heures)
        with hors_perimetre("Nommer les collectivités de chaque compte de la démonstration."):
            tenus = [(compte, _roles(compte.pk)) for compte in comptes_actifs()]
            try:
                lignes = [
                    (
                        str(compte),
                        roles,
                        lien_de_connexion_creer(compte=compte, maintenant=maintenant, duree=duree),
                    )
                    for compte, roles in tenus
                    if roles
                ]
            except ErreurMetier as refus:
                raise CommandError(str(refus)) from refus
        if not lignes:
            raise CommandError("Aucun compte habilité : chargez d'abord la démonstration (make demo).")
        self._imprimer(lignes, base_url.rstrip("/"), heures)

    def _imprimer(self, lignes: list[tuple[str, str, str]], base: str, heures: int) -> None:
        self.stdout.write(f"Liens de connexion (chacun sert une fois, pendant {heures} heures) :")
        for nom, roles, jeton in lignes:
            self.stdout.write(f"\n  {nom}, {roles}\n    {base}{reverse('comptes:lien', args=[jeton])}")


def _roles(compte_id: int) -> str:
    """« RH, validation : Monterval, CCAS de Monterval »."""
    par_role: dict[str, list[str]] = defaultdict(list)
    for habilitation in habilitations_actives(compte_id=compte_id, au=aujourdhui()):
        par_role[habilitation.get_role_display()].append(str(habilitation.collectivite))
    return " ; ".join(f"{role} : {_abrege(noms)}" for role, noms in par_role.items())


def _abrege(noms: list[str]) -> str:
    return ", ".join(noms) if len(noms) <= NOMMEES else f"{len(noms)} collectivités"
