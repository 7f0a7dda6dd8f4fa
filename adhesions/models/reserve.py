"""Réserves de l'assureur sur le cahier des clauses. Table sans collectivité, comme le contrat."""

from django.db import models
from django.db.models import F, Q

from adhesions.models.contrat import Contrat
from cdg_portal.cloisonnement.historique import suivre_commun
from cdg_portal.cloisonnement.identifiants import AvecUid


@suivre_commun("ReserveEvenement")
class Reserve(AvecUid):
    """Limitation ou refus que l'assureur oppose à une clause ; écartée, elle reste écrite avec sa date."""

    contrat = models.ForeignKey(Contrat, on_delete=models.PROTECT, related_name="reserves")
    numero = models.PositiveSmallIntegerField("numéro")
    clause = models.CharField("clause visée", max_length=60)
    objet = models.CharField("objet", max_length=500)
    formulee_le = models.DateField("formulée le")
    acceptee_le = models.DateField("acceptée le", null=True, blank=True)
    levee_le = models.DateField("levée ou refusée le", null=True, blank=True)

    class Meta:
        verbose_name = "réserve"
        verbose_name_plural = "réserves"
        ordering = ["contrat", "numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["contrat", "numero"],
                name="reserve_unique",
                violation_error_message="Ce numéro de réserve existe déjà pour ce contrat.",
            ),
            models.CheckConstraint(
                name="reserve_ordre",
                condition=(Q(acceptee_le__isnull=True) | Q(acceptee_le__gte=F("formulee_le")))
                & (Q(levee_le__isnull=True) | Q(levee_le__gte=F("formulee_le")))
                & (
                    Q(acceptee_le__isnull=True) | Q(levee_le__isnull=True) | Q(levee_le__gte=F("acceptee_le"))
                ),
                violation_error_message="La réserve est formulée, puis acceptée, puis levée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Réserve n° {self.numero} : {self.objet}"
