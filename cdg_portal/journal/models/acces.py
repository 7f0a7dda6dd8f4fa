"""Accès gardés : ce qui a été lu, emporté, refusé. Ni recherche, ni nom, ni donnée de santé."""

from django.conf import settings
from django.db import models

from cdg_portal.cloisonnement.identifiants import ObjetCloisonne


class Acces(ObjetCloisonne):
    """Un accès : qui, quand, quelle page, quel objet. La page est le nom de son adresse, jamais ses paramètres."""

    AJOUT_SEUL = True

    class Nature(models.TextChoices):
        """Ce qui s'est passé."""

        REFUS = "REFUS", "Accès refusé"
        ABSENT = "ABSENT", "Objet absent ou d'un autre"
        EXPORT = "EXPORT", "Fichier emporté"
        DOCUMENT = "DOCUMENT", "Document scellé lu"
        CONNEXION = "CONNEXION", "Connexion"
        DECONNEXION = "DECONNEXION", "Déconnexion"
        ECHEC = "ECHEC", "Connexion échouée"
        ASSISTANCE = "ASSISTANCE", "Portail vu comme un autre compte"

    instant = models.DateTimeField("instant", auto_now_add=True)
    nature = models.CharField("nature", max_length=12, choices=Nature)
    acteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte",
    )
    methode = models.CharField("méthode", max_length=7, blank=True)
    page = models.CharField("page", max_length=100, blank=True)
    statut = models.PositiveSmallIntegerField("statut", null=True, blank=True)
    objet_uid = models.UUIDField("objet", null=True, blank=True)
    motif = models.CharField("pourquoi", max_length=500, blank=True)
    requete_id = models.CharField("identifiant de requête", max_length=64, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "accès"
        verbose_name_plural = "accès"
        ordering = ["-instant", "-id"]
        indexes = [models.Index(fields=["instant"], name="acces_instant")]

    def __str__(self) -> str:
        return self.get_nature_display()
