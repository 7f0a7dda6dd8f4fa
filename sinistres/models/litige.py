"""Désaccord avec l'assureur : la contestation, et ce qui interrompt la prescription."""

from django.db import models
from django.db.models import F, Q

from cdg_portal.cloisonnement.bornes import ensemble, euros
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre
from sinistres.models.sinistre import auteur


@suivre("ContestationEvenement")
class Contestation(ObjetCloisonne):
    """Contestation d'un refus, d'un écart ou d'une conclusion de l'assureur."""

    class Motif(models.TextChoices):
        """Ce que l'assureur oppose."""

        GARANTIE = "GARANTIE", "Garantie refusée"
        DELAI = "DELAI", "Délai opposé"
        PASSE = "PASSE", "Passé connu opposé"
        FRANCHISE = "FRANCHISE", "Franchise"
        JOURS = "JOURS", "Nombre de jours"
        BASE = "BASE", "Base ou taux"
        FRAIS = "FRAIS", "Frais de soins"
        EXPERTISE = "EXPERTISE", "Conclusion d'expertise"
        PIECE = "PIECE", "Pièce"

    class Issue(models.TextChoices):
        """Comment elle s'est terminée."""

        ACCEPTEE = "ACCEPTEE", "Acceptée"
        PARTIELLE = "PARTIELLE", "Partiellement acceptée"
        REJETEE = "REJETEE", "Rejetée"
        CONTENTIEUX = "CONTENTIEUX", "Portée au contentieux"
        RETIREE = "RETIREE", "Retirée"

    sinistre = lien("sinistres.Sinistre", related_name="contestations")
    ecart = lien("sinistres.Ecart", null=True, blank=True, related_name="contestations")
    motif = models.CharField("motif", max_length=10, choices=Motif)
    contestee_le = models.DateField("contestée le")
    contestee_par = auteur(verbose_name="contestée par")
    limite = models.DateField("à contester avant le", null=True, blank=True)
    reference = models.CharField("référence du courrier", max_length=60, blank=True)
    montant_conteste = euros("montant en jeu", null=True, blank=True)
    issue = models.CharField("issue", max_length=11, choices=Issue, blank=True)
    issue_le = models.DateField("issue le", null=True, blank=True)
    montant_obtenu = euros("montant obtenu", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "contestation"
        verbose_name_plural = "contestations"
        ordering = ["-contestee_le", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "ecart"],
                condition=Q(issue="", ecart__isnull=False),
                name="contestation_une_par_ecart",
                violation_error_message="Cet écart est déjà contesté.",
            ),
            models.UniqueConstraint(
                fields=["collectivite", "sinistre", "motif"],
                condition=Q(issue="", ecart__isnull=True),
                name="contestation_une_par_motif",
                violation_error_message="Une contestation de ce motif est déjà ouverte pour ce dossier.",
            ),
            ordre("contestation_ordre", "contestee_le", "issue_le"),
            ensemble(
                "contestation_issue_datee",
                "issue",
                "issue_le",
                message="Une issue porte sa date, et l'inverse.",
            ),
            models.CheckConstraint(
                name="contestation_montants",
                condition=(Q(montant_conteste__isnull=True) | Q(montant_conteste__gte=0))
                & (
                    Q(montant_obtenu__isnull=True)
                    | (Q(montant_obtenu__gte=0) & ~Q(issue="") & Q(montant_obtenu__lte=F("montant_conteste")))
                ),
                violation_error_message="Le montant obtenu suit l'issue et ne dépasse pas le montant en jeu.",
            ),
        ]


@suivre("InterruptionPrescriptionEvenement")
class InterruptionPrescription(ObjetCloisonne):
    """Acte qui fait repartir la prescription ; l'échéance s'en déduit, elle n'est pas stockée."""

    AJOUT_SEUL = True

    class Acte(models.TextChoices):
        """Cause d'interruption."""

        RECOMMANDE = "RECOMMANDE", "Lettre recommandée avec accusé de réception"
        EXPERT = "EXPERT", "Désignation d'un expert"
        JUSTICE = "JUSTICE", "Demande en justice"
        EXECUTION = "EXECUTION", "Acte d'exécution forcée"
        RECONNAISSANCE = "RECONNAISSANCE", "Reconnaissance par le débiteur"

    sinistre = lien("sinistres.Sinistre", related_name="interruptions")
    acte = models.CharField("acte", max_length=15, choices=Acte)
    le = models.DateField("le")
    reference = models.CharField("preuve", max_length=120)
    saisi_par = auteur(verbose_name="saisie par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "interruption de prescription"
        verbose_name_plural = "interruptions de prescription"
        ordering = ["sinistre", "-le"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "sinistre", "acte", "le"],
                name="interruption_unique",
                violation_error_message="Cet acte est déjà enregistré à cette date.",
            ),
            models.CheckConstraint(
                name="interruption_prouvee",
                condition=~Q(reference=""),
                violation_error_message="Un acte interruptif se prouve : indiquez sa référence.",
            ),
        ]
