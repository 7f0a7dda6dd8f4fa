"""Participation de la collectivité au service du CDG, assise sur l'effectif figé."""

from django.db import models

from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cotisations.models.appel import _compte


@suivre("ParticipationEvenement")
class Participation(ObjetCloisonne):
    """Participation d'un exercice ; immuable."""

    AJOUT_SEUL = True

    numero = models.CharField("numéro", max_length=30, unique=True)
    adhesion = lien("adhesions.Adhesion", related_name="participations")
    effectif = lien("adhesions.EffectifFige", related_name="participations")
    exercice = models.PositiveSmallIntegerField("exercice")
    mode = models.CharField("mode", max_length=15)
    nb_agents = models.PositiveIntegerField("agents")
    montant_unitaire = models.DecimalField(
        "montant par agent", max_digits=8, decimal_places=2, null=True, blank=True
    )
    taux = models.DecimalField("taux (%)", max_digits=7, decimal_places=4, null=True, blank=True)
    assiette = models.DecimalField("assiette", max_digits=14, decimal_places=2, null=True, blank=True)
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)
    etapes = models.JSONField("étapes du calcul", default=list)
    emise_le = models.DateField("émise le")
    emise_par = _compte("émise par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "participation"
        verbose_name_plural = "participations"
        ordering = ["-exercice", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "adhesion", "exercice"],
                name="participation_unique",
                violation_error_message="La participation de cet exercice est déjà émise.",
            )
        ]

    def __str__(self) -> str:
        return self.numero


@suivre("EncaissementEvenement")
class Encaissement(ObjetCloisonne):
    """Paiement reçu d'une participation."""

    AJOUT_SEUL = True

    participation = lien("cotisations.Participation", related_name="encaissements")
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)
    recu_le = models.DateField("reçu le")
    reference = models.CharField("référence", max_length=60)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "encaissement"
        verbose_name_plural = "encaissements"
        ordering = ["-recu_le", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "participation", "reference"], name="encaissement_unique"
            )
        ]
