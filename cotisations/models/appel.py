"""Base de cotisation déclarée par la collectivité, et appels qui en découlent."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from adhesions.models.codes import Regime
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien


def _montant(libelle: str) -> models.DecimalField:
    return models.DecimalField(
        libelle, max_digits=14, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )


def _compte(libelle: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=libelle,
    )


@suivre("BaseDeclareeEvenement")
class BaseDeclaree(ObjetCloisonne):
    """Masse annuelle par rubrique, déclarée pour un exercice (année civile)."""

    class Etat(models.TextChoices):
        """Vie de la base."""

        DECLAREE = "DECLAREE", "Déclarée"
        CONTROLEE = "CONTROLEE", "Contrôlée"

    adhesion = lien("adhesions.Adhesion", related_name="bases")
    exercice = models.PositiveSmallIntegerField("exercice")
    regime = models.CharField("régime", max_length=12, choices=Regime)
    nb_agents = models.PositiveIntegerField("agents")
    tib = _montant("traitements indiciaires bruts")
    nbi = _montant("nouvelle bonification indiciaire")
    sft = _montant("supplément familial de traitement")
    ir = _montant("indemnité de résidence")
    primes = _montant("primes")
    charges = _montant("charges patronales")
    etat = models.CharField("état", max_length=10, choices=Etat)
    declaree_le = models.DateField("déclarée le")
    declaree_par = _compte("déclarée par")
    controlee_le = models.DateField("contrôlée le", null=True, blank=True)
    controlee_par = _compte("contrôlée par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "base déclarée"
        verbose_name_plural = "bases déclarées"
        ordering = ["-exercice", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "adhesion", "exercice", "regime"],
                name="base_unique",
                violation_error_message="La base de cet exercice est déjà déclarée pour cette adhésion.",
            ),
            models.CheckConstraint(
                name="base_positive",
                condition=Q(tib__gte=0, nbi__gte=0, sft__gte=0, ir__gte=0, primes__gte=0, charges__gte=0),
            ),
            models.CheckConstraint(
                name="base_controlee_datee", condition=~Q(etat="CONTROLEE") | Q(controlee_le__isnull=False)
            ),
        ]

    @property
    def total(self) -> object:
        """Somme des rubriques (€)."""
        return self.tib + self.nbi + self.sft + self.ir + self.primes + self.charges


@suivre("AppelEvenement")
class Appel(ObjetCloisonne):
    """Appel de cotisation : montants immuables dès l'émission ; seule sa validation avance."""

    class Type(models.TextChoices):
        """Nature de l'appel."""

        PROVISIONNEL = "PROVISIONNEL", "Appel provisionnel"
        REGULARISATION = "REGULARISATION", "Régularisation"

    class Etat(models.TextChoices):
        """Contrôle par le CDG, à quatre yeux."""

        EMIS = "EMIS", "Émis"
        VERIFIE = "VERIFIE", "Vérifié"
        VALIDE = "VALIDE", "Validé"

    numero = models.CharField("numéro", max_length=30, unique=True)
    adhesion = lien("adhesions.Adhesion", related_name="appels")
    base_declaree = lien("cotisations.BaseDeclaree", related_name="appels")
    type = models.CharField("type", max_length=14, choices=Type)
    exercice = models.PositiveSmallIntegerField("exercice")
    elements = models.CharField("éléments retenus", max_length=60)
    assiette = models.DecimalField("assiette", max_digits=14, decimal_places=2)
    total = models.DecimalField("total", max_digits=14, decimal_places=2)
    etapes = models.JSONField("étapes du calcul", default=list)
    emis_le = models.DateField("émis le")
    etat = models.CharField("état", max_length=8, choices=Etat)
    verifie_le = models.DateField("vérifié le", null=True, blank=True)
    verifie_par = _compte("vérifié par")
    valide_le = models.DateField("validé le", null=True, blank=True)
    valide_par = _compte("validé par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "appel de cotisation"
        verbose_name_plural = "appels de cotisation"
        ordering = ["-exercice", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "adhesion", "exercice", "type"],
                name="appel_unique",
                violation_error_message="Cet appel existe déjà pour cet exercice.",
            ),
            models.CheckConstraint(
                name="appel_dates",
                condition=(Q(etat="EMIS") | Q(verifie_le__isnull=False))
                & (~Q(etat="VALIDE") | Q(valide_le__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.numero


class LigneAppel(ObjetCloisonne):
    """Assiette × taux d'une garantie ou d'une formule."""

    AJOUT_SEUL = True

    appel = lien("cotisations.Appel", related_name="lignes")
    rang = models.PositiveSmallIntegerField("rang")
    libelle = models.CharField("garantie", max_length=160)
    assiette = models.DecimalField("assiette", max_digits=14, decimal_places=2)
    taux = models.DecimalField("taux (%)", max_digits=7, decimal_places=4)
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "ligne d'appel"
        verbose_name_plural = "lignes d'appel"
        ordering = ["appel", "rang"]


@suivre("EcheanceEvenement")
class Echeance(ObjetCloisonne):
    """Fraction d'un appel, à sa date ; le reste de la division va sur la dernière."""

    AJOUT_SEUL = True

    appel = lien("cotisations.Appel", related_name="echeances")
    rang = models.PositiveSmallIntegerField("rang")
    date = models.DateField("exigible le")
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        ordering = ["appel", "rang"]
