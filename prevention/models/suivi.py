"""Accompagnement d'un agent : qui le suit, de quand à quand, avec quelle issue. Rien de ce qui s'y dit."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cdg_portal.cloisonnement.bornes import ensemble
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre


@suivre("SuiviEvenement")
class Suivi(ObjetCloisonne):
    """Accompagnement individuel, lié ou non à un dossier."""

    class Type(models.TextChoices):
        """Nature de l'accompagnement."""

        RETOUR = "RETOUR", "Aide au retour à l'emploi"
        MAINTIEN = "MAINTIEN", "Maintien dans l'emploi"
        SOUTIEN = "SOUTIEN", "Accompagnement par un psychologue"
        RECLASSEMENT = "RECLASSEMENT", "Reclassement"
        COMPLEXE = "COMPLEXE", "Situation complexe"

    class Issue(models.TextChoices):
        """Fin de l'accompagnement."""

        REPRISE = "REPRISE", "Reprise du poste"
        AMENAGEMENT = "AMENAGEMENT", "Reprise sur un poste aménagé"
        RECLASSEMENT = "RECLASSEMENT", "Reclassement"
        DEPART = "DEPART", "Départ de la collectivité"
        REFUS = "REFUS", "Refusé par l'agent"
        SANS_SUITE = "SANS_SUITE", "Sans suite"

    agent = lien("adhesions.Agent", related_name="suivis")
    sinistre = lien("sinistres.Sinistre", null=True, blank=True, related_name="suivis")
    type = models.CharField("type", max_length=12, choices=Type)
    referent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="référent",
    )
    du = models.DateField("du")
    nb_seances_prevues = models.PositiveSmallIntegerField("séances prévues", null=True, blank=True)
    nb_seances_tenues = models.PositiveSmallIntegerField("séances tenues", default=0)
    issue = models.CharField("issue", max_length=12, choices=Issue, blank=True)
    au = models.DateField("au", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "suivi individuel"
        verbose_name_plural = "suivis individuels"
        ordering = ["-du", "-id"]
        constraints = [
            ordre("suivi_ordre"),
            models.UniqueConstraint(
                fields=["collectivite", "agent", "type"],
                condition=Q(au__isnull=True),
                name="suivi_un_en_cours",
                violation_error_message="Un suivi de ce type est déjà en cours pour cet agent.",
            ),
            ensemble("suivi_issue_datee", "issue", "au", message="Un suivi terminé a une issue et une date."),
            models.CheckConstraint(
                name="suivi_seances",
                condition=Q(nb_seances_prevues__isnull=True)
                | Q(nb_seances_tenues__lte=F("nb_seances_prevues")),
                violation_error_message="Les séances tenues ne dépassent pas les séances prévues.",
            ),
        ]
