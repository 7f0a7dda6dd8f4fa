"""Plan d'actions d'une collectivité : un objectif, une mesure, un responsable, un effet constaté."""

from django.db import models
from django.db.models import F, Q

from cdg_portal.cloisonnement.bornes import euros
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre


@suivre("PlanActionEvenement")
class PlanAction(ObjetCloisonne):
    """Une action de prévention, et l'indicateur qui dit si elle a servi."""

    class Etat(models.TextChoices):
        """Avancement."""

        PROPOSEE = "PROPOSEE", "Proposée"
        ENGAGEE = "ENGAGEE", "Engagée"
        REALISEE = "REALISEE", "Réalisée"
        ABANDONNEE = "ABANDONNEE", "Abandonnée"

    intitule = models.CharField("intitulé", max_length=160)
    objectif = models.CharField("objectif", max_length=500)
    mesure = models.CharField("mesure", max_length=500)
    responsable = models.CharField("responsable", max_length=120)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.PROPOSEE)
    du = models.DateField("du")
    echeance = models.DateField("échéance", null=True, blank=True)
    au = models.DateField("terminée le", null=True, blank=True)
    cout = euros("coût", null=True, blank=True)
    avant = lien(
        "prevention.Indicateur", null=True, blank=True, related_name="+", verbose_name="indicateur avant"
    )
    apres = lien(
        "prevention.Indicateur", null=True, blank=True, related_name="+", verbose_name="indicateur après"
    )

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "action de prévention"
        verbose_name_plural = "actions de prévention"
        ordering = ["-du", "-id"]
        constraints = [
            ordre("plan_action_ordre"),
            ordre("plan_action_echeance", "du", "echeance"),
            models.CheckConstraint(
                name="plan_action_terminee",
                condition=Q(etat__in=["PROPOSEE", "ENGAGEE"], au__isnull=True)
                | Q(etat__in=["REALISEE", "ABANDONNEE"], au__isnull=False),
                violation_error_message="Une action réalisée ou abandonnée porte sa date de fin, elle seule.",
            ),
            models.CheckConstraint(
                name="plan_action_effet",
                condition=Q(apres__isnull=True) | (Q(avant__isnull=False) & ~Q(apres=F("avant"))),
                violation_error_message="L'effet se mesure entre deux indicateurs.",
            ),
            models.CheckConstraint(name="plan_action_cout", condition=Q(cout__isnull=True) | Q(cout__gte=0)),
        ]

    def __str__(self) -> str:
        return self.intitule
