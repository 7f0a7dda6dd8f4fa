"""Transmission à l'assureur, argent reçu, écarts et retards."""

from django.db import models
from django.db.models import Q

from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from sinistres.models.sinistre import auteur


@suivre("BordereauEvenement")
class Bordereau(ObjetCloisonne):
    """Envoi de décomptes d'une collectivité à l'assureur ; le délai de remboursement court de sa transmission."""

    AJOUT_SEUL = True

    numero = models.CharField("numéro", max_length=30, unique=True)
    adhesion = lien("adhesions.Adhesion", related_name="bordereaux")
    transmis_le = models.DateField("transmis le")
    echeance = models.DateField("remboursement attendu avant le")
    total = models.DecimalField("total", max_digits=14, decimal_places=2)
    nb_decomptes = models.PositiveIntegerField("nombre de décomptes")
    emis_par = auteur(verbose_name="émis par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "bordereau"
        verbose_name_plural = "bordereaux"
        ordering = ["-transmis_le", "-id"]

    def __str__(self) -> str:
        return self.numero


class LigneBordereau(ObjetCloisonne):
    """Un décompte du bordereau ; un décompte ne part qu'une fois."""

    AJOUT_SEUL = True

    bordereau = lien("sinistres.Bordereau", related_name="lignes")
    decompte = models.OneToOneField(
        "sinistres.Decompte", on_delete=models.PROTECT, db_constraint=False, related_name="ligne_bordereau"
    )
    rang = models.PositiveSmallIntegerField("rang")
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "ligne de bordereau"
        verbose_name_plural = "lignes de bordereau"
        ordering = ["bordereau", "rang"]


@suivre("ReglementEvenement")
class Reglement(ObjetCloisonne):
    """Argent reçu de l'assureur (ou rendu, si négatif) pour un décompte."""

    AJOUT_SEUL = True

    decompte = lien("sinistres.Decompte", related_name="reglements")
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)
    recu_le = models.DateField("reçu le")
    reference = models.CharField("référence bancaire", max_length=60)
    saisi_par = auteur(verbose_name="saisi par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "règlement"
        verbose_name_plural = "règlements"
        ordering = ["-recu_le", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "decompte", "reference"],
                name="reglement_unique",
                violation_error_message="Ce règlement (même référence) est déjà enregistré pour ce décompte.",
            ),
            models.CheckConstraint(
                name="reglement_non_nul",
                condition=~Q(montant=0),
                violation_error_message="Le montant reçu ne peut pas être nul.",
            ),
        ]


@suivre("EcartEvenement")
class Ecart(ObjetCloisonne):
    """Différence constatée entre le reçu et l'attendu : le point de départ d'une contestation."""

    AJOUT_SEUL = True

    decompte = lien("sinistres.Decompte", related_name="ecarts")
    reglement = models.OneToOneField(
        "sinistres.Reglement", on_delete=models.PROTECT, db_constraint=False, related_name="ecart"
    )
    attendu = models.DecimalField("attendu", max_digits=14, decimal_places=2)
    recu = models.DecimalField("reçu", max_digits=14, decimal_places=2)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "écart"
        verbose_name_plural = "écarts"
        ordering = ["-id"]


class AlerteDelai(ObjetCloisonne):
    """Retard constaté : une fois par décompte et par échéance, quel que soit le nombre de passages."""

    decompte = lien("sinistres.Decompte", related_name="alertes")
    echeance = models.DateField("échéance dépassée")
    constatee_le = models.DateField("constatée le")
    levee_le = models.DateField("levée le", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "alerte de délai"
        verbose_name_plural = "alertes de délai"
        ordering = ["echeance", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "decompte", "echeance"], name="alerte_delai_unique"
            )
        ]
