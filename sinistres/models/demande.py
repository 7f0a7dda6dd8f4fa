"""La demande de remboursement : ce que la collectivité attend de l'assureur pour un dossier."""

from django.db import models

from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre


@suivre("DemandeEvenement")
class Demande(ObjetCloisonne):
    """Demande portant sur un dossier jusqu'à une date (`au`), périodique ou de régularisation."""

    class Origine(models.TextChoices):
        """Pourquoi la demande existe."""

        PERIODE = "PERIODE", "Période d'arrêt"
        REQUALIFICATION = "REQUALIFICATION", "Requalification du dossier"
        REPERCUSSION = "REPERCUSSION", "Effet d'une autre décision sur ce dossier"

    class Etat(models.TextChoices):
        """Vie de la demande."""

        SOUMISE = "SOUMISE", "Soumise"
        RETOURNEE = "RETOURNEE", "Retournée à la collectivité"
        CONTROLEE = "CONTROLEE", "Contrôlée"
        TRANSMISE = "TRANSMISE", "Transmise à l'assureur"
        REGLEE = "REGLEE", "Réglée"

    sinistre = lien("sinistres.Sinistre", related_name="demandes")
    origine = models.CharField("origine", max_length=16, choices=Origine)
    du = models.DateField("du")
    au = models.DateField("au")
    etat = models.CharField("état", max_length=10, choices=Etat)
    soumise_le = models.DateField("soumise le")
    transmise_le = models.DateField("transmise le", null=True, blank=True)
    motif_retour = models.CharField("motif du retour", max_length=300, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "demande de remboursement"
        verbose_name_plural = "demandes de remboursement"
        ordering = ["-soumise_le", "-id"]
        constraints = [
            ordre("demande_ordre"),
            models.UniqueConstraint(
                fields=["collectivite", "sinistre"],
                condition=models.Q(etat__in=["SOUMISE", "CONTROLEE"]),
                name="demande_une_en_cours",
                violation_error_message="Une demande de remboursement est déjà en cours pour ce dossier.",
            ),
        ]
