"""Bénéficiaires d'un capital décès."""

from django.db import models
from django.db.models import F, Q

from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien


@suivre("AyantDroitEvenement")
class AyantDroit(ObjetCloisonne):
    """Une personne appelée au capital, et sa part en fraction exacte (un tiers n'a pas de décimale).

    Une part nulle existe : l'enfant qui ne reçoit que la majoration.
    """

    class Lien(models.TextChoices):
        """Lien avec l'agent décédé."""

        CONJOINT = "CONJOINT", "Conjoint"
        PACS = "PACS", "Partenaire de PACS"
        ENFANT = "ENFANT", "Enfant"
        ASCENDANT = "ASCENDANT", "Ascendant à charge"

    sinistre = lien("sinistres.Sinistre", related_name="ayants_droit")
    rang = models.PositiveSmallIntegerField("rang")
    lien = models.CharField("lien avec l'agent", max_length=10, choices=Lien)
    nom = models.CharField("nom", max_length=80)
    prenom = models.CharField("prénom", max_length=80)
    naissance = models.DateField("date de naissance", null=True, blank=True)
    part_numerateur = models.PositiveSmallIntegerField("part du capital", default=0)
    part_denominateur = models.PositiveSmallIntegerField("sur", default=1)
    majoration = models.BooleanField("reçoit la majoration pour enfant", default=False)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "ayant droit"
        verbose_name_plural = "ayants droit"
        ordering = ["sinistre", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["collectivite", "sinistre", "rang"], name="ayant_droit_rang"),
            models.CheckConstraint(
                name="ayant_droit_part",
                condition=Q(part_denominateur__gte=1, part_numerateur__lte=F("part_denominateur")),
                violation_error_message="Une part du capital va de zéro au capital entier.",
            ),
            models.CheckConstraint(
                name="ayant_droit_majoration",
                condition=Q(majoration=False) | Q(lien="ENFANT"),
                violation_error_message="La majoration est celle des enfants.",
            ),
            models.CheckConstraint(
                name="ayant_droit_enfant",
                condition=~Q(lien="ENFANT") | Q(naissance__isnull=False),
                violation_error_message="Un enfant a une date de naissance : son âge décide de son droit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}"
