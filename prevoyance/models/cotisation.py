"""Cotisation d'un agent, garantie par garantie. Immuable."""

from django.db import models
from django.db.models import F, Q

from cdg_portal.cloisonnement.bornes import euros
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre
from prevoyance.models.codes import Garantie


@suivre("CotisationAgentEvenement")
class CotisationAgent(ObjetCloisonne):
    """Assiette × taux × part de rémunération perçue, pour une garantie et une période.

    Une correction est une ligne qui en remplace une autre ; la dernière de la suite est due.
    """

    AJOUT_SEUL = True

    adhesion = lien("prevoyance.AdhesionAgent", related_name="cotisations")
    remplace = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="remplacee_par",
        verbose_name="remplace",
    )
    garantie = models.CharField("garantie", max_length=10, choices=Garantie)
    du = models.DateField("du")
    au = models.DateField("au")
    assiette = euros("assiette")
    taux = models.DecimalField("taux (%)", max_digits=7, decimal_places=4)
    remuneration_pleine = euros("rémunération pleine")
    remuneration_percue = euros("rémunération perçue")
    montant = euros("montant")
    etapes = models.JSONField("étapes du calcul", default=list, blank=True)
    version_regles = models.CharField("version des règles", max_length=40)
    arretee_le = models.DateField("arrêtée le")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "cotisation d'agent"
        verbose_name_plural = "cotisations d'agents"
        ordering = ["-du", "adhesion", "garantie", "id"]
        constraints = [
            ordre("cotisation_agent_ordre"),
            models.UniqueConstraint(
                fields=["collectivite", "adhesion", "garantie", "du"],
                condition=Q(remplace__isnull=True),
                name="cotisation_agent_unique",
                violation_error_message="Cette cotisation est déjà arrêtée pour cette période.",
            ),
            models.CheckConstraint(
                name="cotisation_agent_montants",
                condition=Q(
                    assiette__gte=0,
                    taux__gte=0,
                    montant__gte=0,
                    montant__lte=F("assiette"),
                    remuneration_percue__gte=0,
                    remuneration_percue__lte=F("remuneration_pleine"),
                ),
                violation_error_message="La rémunération perçue va de zéro à la rémunération pleine.",
            ),
            models.CheckConstraint(
                name="cotisation_agent_pas_soi_meme",
                condition=Q(remplace__isnull=True) | ~Q(remplace=F("id")),
            ),
        ]
