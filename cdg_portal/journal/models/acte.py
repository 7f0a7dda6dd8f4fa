"""Journal des actes, en ajout seul : aucun droit de modification n'est accordé à l'application."""

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models

from cdg_portal.cloisonnement.identifiants import ObjetCloisonne


class Evenement(ObjetCloisonne):
    """Un acte : qui a fait quoi, sur quel objet, quand et pourquoi. Jamais de donnée de santé."""

    AJOUT_SEUL = True

    instant = models.DateTimeField("instant", auto_now_add=True)
    le = models.DateField("date de l'acte")
    acteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField("action", max_length=60)
    objet_type = models.CharField("type d'objet", max_length=60)
    objet_uid = models.UUIDField("objet")
    libelle = models.CharField("ce qui a été fait", max_length=300)
    motif = models.CharField("pourquoi", max_length=500, blank=True)
    # Début de la transaction, le même que celui des lignes d'historique qu'elle écrit : l'acte les raconte.
    transaction_a = models.DateTimeField("transaction", db_default=TransactionNow(), editable=False)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "évènement"
        verbose_name_plural = "évènements"
        ordering = ["-instant", "-id"]
        indexes = [models.Index(fields=["collectivite", "objet_uid"], name="evenement_objet")]

    def __str__(self) -> str:
        return f"{self.action}, {self.le:%d/%m/%Y}"  # jamais le libellé : il dit la nature et les dates
