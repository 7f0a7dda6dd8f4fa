"""Argent d'un dossier hors décompte : ce que l'on provisionne, ce que verse la sécurité sociale."""

from django.db import models
from django.db.models import Q

from cdg_portal.cloisonnement.bornes import euros
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre, sans_chevauchement
from sinistres.models.sinistre import auteur


@suivre("ProvisionEvenement")
class Provision(ObjetCloisonne):
    """Coût restant estimé d'un dossier à une date ; la dernière l'emporte, les autres restent."""

    AJOUT_SEUL = True

    class Motif(models.TextChoices):
        """Pourquoi l'estimation change."""

        OUVERTURE = "OUVERTURE", "Ouverture du dossier"
        PROLONGATION = "PROLONGATION", "Prolongation ou rechute"
        REQUALIFICATION = "REQUALIFICATION", "Requalification"
        REGLEMENT = "REGLEMENT", "Règlement reçu"
        REEVALUATION = "REEVALUATION", "Réévaluation"
        CLOTURE = "CLOTURE", "Clôture"

    sinistre = lien("sinistres.Sinistre", related_name="provisions")
    rang = models.PositiveSmallIntegerField("rang")
    le = models.DateField("le")
    montant = euros("montant")
    motif = models.CharField("motif", max_length=15, choices=Motif)
    etapes = models.JSONField("étapes du calcul", default=list, blank=True)
    saisi_par = auteur(verbose_name="saisie par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "provision"
        verbose_name_plural = "provisions"
        ordering = ["sinistre", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["collectivite", "sinistre", "rang"], name="provision_rang"),
            models.CheckConstraint(
                name="provision_montant",
                condition=Q(montant__gt=0) | Q(montant=0, motif__in=["CLOTURE", "REGLEMENT", "REEVALUATION"]),
                violation_error_message="Une provision est positive, ou nulle quand plus rien n'est attendu.",
            ),
        ]


@suivre("IJSSRecueEvenement")
class IJSSRecue(ObjetCloisonne):
    """Indemnités journalières de sécurité sociale reçues par l'employeur subrogé (agents du régime général)."""

    sinistre = lien("sinistres.Sinistre", related_name="ijss_recues")
    agent = lien("adhesions.Agent", related_name="+")
    du = models.DateField("du")
    au = models.DateField("au")
    ij = euros("indemnité journalière", "0.01")
    montant = euros("montant reçu", "0.01")
    recue_le = models.DateField("reçue le")
    reference = models.CharField("référence du décompte de la caisse", max_length=60)
    saisi_par = auteur(verbose_name="saisie par")
    annule_le = models.DateField("annulée le", null=True, blank=True)
    annule_motif = models.CharField("motif de l'annulation", max_length=200, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "IJSS reçue"
        verbose_name_plural = "IJSS reçues"
        ordering = ["du", "id"]
        constraints = [
            ordre("ijss_ordre"),
            sans_chevauchement(
                "ijss_un_jour_une_fois",
                "agent_id",
                condition=Q(annule_le__isnull=True),
                message="Des indemnités de sécurité sociale sont déjà saisies sur une partie de ces jours.",
            ),
            models.CheckConstraint(
                name="ijss_montants",
                condition=Q(ij__gt=0, montant__gt=0),
                violation_error_message="L'indemnité reçue est positive.",
            ),
        ]
