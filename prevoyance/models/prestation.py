"""Prestation versée à l'agent, ou à ses ayants droit. Immuable."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from cdg_portal.cloisonnement.bornes import euros
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre, sans_chevauchement
from prevoyance.models.codes import Garantie


class Composante(models.TextChoices):
    """Ce qui est complété : la durée maximale ne compte que les jours du traitement."""

    TRAITEMENT = "TRAITEMENT", "Traitement"
    PRIMES = "PRIMES", "Régime indemnitaire"
    CAPITAL = "CAPITAL", "Capital"


def _un_jour_une_fois(garantie: str, composante: str) -> ExclusionConstraint:
    """Une première prestation ne recouvre pas une autre ; une rectification remplace, elle ne s'ajoute pas."""
    return sans_chevauchement(
        f"prestation_{garantie.lower()}_{composante.lower()}",
        "adhesion_id",
        condition=Q(garantie=garantie, composante=composante, remplace__isnull=True),
        message="Un de ces jours est déjà payé à cet agent au titre de cette garantie.",
    )


@suivre("PrestationEvenement")
class Prestation(ObjetCloisonne):
    """Somme due pour des jours de même traitement, avec de quoi refaire le calcul."""

    AJOUT_SEUL = True

    numero = models.CharField("numéro", max_length=30, unique=True)
    adhesion = lien("prevoyance.AdhesionAgent", related_name="prestations")
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
    composante = models.CharField("composante", max_length=10, choices=Composante)
    du = models.DateField("du")
    au = models.DateField("au")
    reference = euros("traitement de référence")
    percu = euros("perçu sur la période")
    niveau = models.DecimalField("niveau d'indemnisation (%)", max_digits=5, decimal_places=2)
    montant = euros("montant")
    entrees = models.JSONField("entrées du calcul", default=dict, blank=True)
    etapes = models.JSONField("étapes du calcul", default=list, blank=True)
    version_regles = models.CharField("version des règles", max_length=40)
    emise_le = models.DateField("émise le")
    emise_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="émise par",
    )

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "prestation de prévoyance"
        verbose_name_plural = "prestations de prévoyance"
        ordering = ["-du", "-id"]
        constraints = [
            ordre("prestation_ordre"),
            _un_jour_une_fois(Garantie.INCAPACITE, Composante.TRAITEMENT),
            _un_jour_une_fois(Garantie.INCAPACITE, Composante.PRIMES),
            _un_jour_une_fois(Garantie.INVALIDITE, Composante.TRAITEMENT),
            _un_jour_une_fois(Garantie.RETRAITE, Composante.TRAITEMENT),
            models.UniqueConstraint(
                fields=["collectivite", "adhesion"],
                condition=Q(garantie="DECES", remplace__isnull=True),
                name="prestation_un_capital",
                violation_error_message="Le capital de cet agent est déjà versé.",
            ),
            models.CheckConstraint(
                name="prestation_composante",
                condition=Q(garantie="DECES", composante="CAPITAL")
                | Q(garantie="INCAPACITE", composante__in=["TRAITEMENT", "PRIMES"])
                | Q(garantie__in=["INVALIDITE", "RETRAITE"], composante="TRAITEMENT"),
                violation_error_message="Cette composante n'est pas de cette garantie.",
            ),
            models.CheckConstraint(
                name="prestation_montants",
                condition=Q(reference__gte=0, percu__gte=0, niveau__gte=0, montant__gte=0, niveau__lte=100),
                violation_error_message="Un montant ne peut pas être négatif ; le niveau va de zéro à cent pour cent.",
            ),
            models.CheckConstraint(
                name="prestation_pas_soi_meme", condition=Q(remplace__isnull=True) | ~Q(remplace=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.numero

    @property
    def jours(self) -> int:
        """Jours calendaires, bornes incluses."""
        return (self.au - self.du).days + 1
