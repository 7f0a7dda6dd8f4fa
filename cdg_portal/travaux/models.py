"""La liste de travail : chaque effet y est inscrit dans la transaction qui le décide."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from cdg_portal.cloisonnement.identifiants import AvecUid


class Travail(AvecUid):
    """Un travail à faire une fois. Table sans collectivité : lue avant que le périmètre ne soit connu.

    Elle ne porte que des identifiants opaques ; les écrans filtrent par demandeur ou par le CDG.
    """

    class Etat(models.TextChoices):
        """Avancement."""

        EN_ATTENTE = "EN_ATTENTE", "En attente"
        EN_COURS = "EN_COURS", "En cours"
        TERMINE = "TERMINE", "Terminé"
        ECHEC = "ECHEC", "En échec"

    OUVERTS = (Etat.EN_ATTENTE, Etat.EN_COURS)

    type = models.CharField("type", max_length=60)
    cle = models.CharField("clé d'unicité", max_length=200)
    libelle = models.CharField("libellé", max_length=200)
    parametres = models.JSONField("paramètres", default=dict)
    lot = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="elements", verbose_name="lot"
    )
    etat = models.CharField("état", max_length=12, choices=Etat, default=Etat.EN_ATTENTE)
    tentatives = models.PositiveSmallIntegerField("tentatives", default=0)
    bail_jusqu_a = models.DateTimeField("bail jusqu'à", null=True, blank=True)
    pas_avant = models.DateTimeField("pas avant", null=True, blank=True)
    message = models.CharField("issue", max_length=500, blank=True)
    lien = models.CharField("adresse du résultat", max_length=200, blank=True)
    # Périmètre du travail : relu par le worker, jamais transporté par le message.
    perimetre_cdg = models.BooleanField(default=False)
    perimetre_collectivites = ArrayField(models.BigIntegerField(), default=list)
    demandeur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    requete_id = models.CharField("identifiant de requête", max_length=64, blank=True)
    cree_a = models.DateTimeField("demandé le", auto_now_add=True)
    termine_a = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["type", "cle"], name="travail_une_seule_fois")]
        indexes = [
            models.Index(
                fields=["bail_jusqu_a"],
                name="travail_a_faire",
                condition=models.Q(etat__in=["EN_ATTENTE", "EN_COURS"]),
            )
        ]

    def __str__(self) -> str:
        return self.libelle
