"""Ce que l'accueil garde d'un compte : les dossiers qu'il a ouverts, et son abonnement au calendrier."""

from django.conf import settings
from django.db import models


class Consultation(models.Model):
    """Dernière ouverture d'une fiche par un compte. Table sans collectivité : elle ne porte qu'un identifiant opaque.

    Le titre n'est jamais gardé : il se relit sous le périmètre du jour, et disparaît avec le droit de lire.
    """

    compte = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    genre = models.CharField("genre de fiche", max_length=20)
    objet_uid = models.UUIDField("objet")
    vue_a = models.DateTimeField("vue le")

    class Meta:
        verbose_name = "consultation"
        verbose_name_plural = "consultations"
        ordering = ["-vue_a", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["compte", "genre", "objet_uid"], name="consultation_une_par_objet"
            )
        ]
        indexes = [models.Index(fields=["compte", "-vue_a"], name="consultation_recente")]

    def __str__(self) -> str:
        return f"{self.genre} {self.objet_uid}"


class AbonnementCalendrier(models.Model):
    """Adresse secrète du calendrier d'un compte : la base n'en garde que l'empreinte. Retirer la ligne la coupe."""

    compte = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    empreinte = models.CharField(max_length=64, unique=True)
    cree_a = models.DateTimeField("créé le")

    class Meta:
        verbose_name = "abonnement au calendrier"
        verbose_name_plural = "abonnements au calendrier"

    def __str__(self) -> str:
        return f"Abonnement {self.pk}"
