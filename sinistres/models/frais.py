"""Factures de soins d'un dossier imputable au service : de l'argent, jamais un acte ni une spécialité."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from cdg_portal.cloisonnement.bornes import euros
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre
from cdg_portal.socle.texte import cle_tri
from sinistres.models.sinistre import auteur


@suivre("FraisEvenement")
class Frais(ObjetCloisonne):
    """Une facture, ou l'avoir qui la corrige. Décomptée, elle ne change plus : l'avoir la rectifie.

    La base refuse deux fois la même facture d'un même praticien, écrite d'une façon ou d'une autre.
    """

    class Sens(models.TextChoices):
        """Ce que dit la pièce."""

        FACTURE = "FACTURE", "Facture"
        AVOIR = "AVOIR", "Avoir"

    class Categorie(models.TextChoices):
        """Famille comptable, volontairement large : elle ne dit rien de l'état de santé."""

        HONORAIRES = "HONORAIRES", "Honoraires"
        PHARMACIE = "PHARMACIE", "Pharmacie"
        HOSPITALISATION = "HOSPITALISATION", "Hospitalisation"
        TRANSPORT = "TRANSPORT", "Transport"
        APPAREILLAGE = "APPAREILLAGE", "Appareillage"
        FUNERAIRES = "FUNERAIRES", "Frais funéraires"
        AUTRE = "AUTRE", "Autres frais"

    class Beneficiaire(models.TextChoices):
        """Qui doit être payé."""

        PRATICIEN = "PRATICIEN", "Praticien"
        AGENT = "AGENT", "Agent qui a avancé les frais"
        COLLECTIVITE = "COLLECTIVITE", "Collectivité"

    sinistre = lien("sinistres.Sinistre", related_name="frais")
    praticien = models.CharField(
        "praticien", max_length=120, help_text="Nom ou raison sociale, sans spécialité."
    )
    finess = models.CharField(
        "numéro FINESS", max_length=9, blank=True, validators=[RegexValidator(r"^[0-9][0-9AB][0-9]{7}$")]
    )
    cle_praticien = models.CharField(max_length=120, editable=False)
    numero_facture = models.CharField("numéro de la facture", max_length=40)
    sens = models.CharField("sens", max_length=7, choices=Sens, default=Sens.FACTURE)
    categorie = models.CharField("catégorie", max_length=15, choices=Categorie)
    beneficiaire = models.CharField("à payer à", max_length=12, choices=Beneficiaire)
    soins_du = models.DateField("soins du")
    soins_au = models.DateField("au")
    recue_le = models.DateField("reçue le")
    montant_facture = euros("montant facturé", "0.01")
    montant_retenu = euros("montant retenu", null=True, blank=True)
    motif_retenue = models.CharField("motif administratif de la retenue", max_length=200, blank=True)
    decompte = lien(
        "sinistres.Decompte", null=True, blank=True, related_name="frais", verbose_name="premier décompte"
    )
    saisi_par = auteur(verbose_name="saisie par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "frais"
        verbose_name_plural = "frais"
        ordering = ["-recue_le", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "cle_praticien", "numero_facture", "sens"],
                name="frais_facture_unique",
                violation_error_message="Cette facture de ce praticien est déjà enregistrée.",
            ),
            ordre("frais_soins_ordre", "soins_du", "soins_au"),
            models.CheckConstraint(
                name="frais_identifies",
                condition=~Q(cle_praticien="") & ~Q(numero_facture=""),
                violation_error_message="Une facture a un praticien et un numéro.",
            ),
            models.CheckConstraint(
                name="frais_montants",
                condition=Q(montant_facture__gt=0)
                & (
                    Q(montant_retenu__isnull=True)
                    | Q(montant_retenu__gte=0, montant_retenu__lte=F("montant_facture"))
                ),
                violation_error_message="Le montant retenu va de zéro au montant facturé.",
            ),
            models.CheckConstraint(
                name="frais_decomptes_retenus",
                condition=Q(decompte__isnull=True) | Q(montant_retenu__isnull=False),
                violation_error_message="Des frais décomptés ont un montant retenu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sens_display()} {self.numero_facture}, {self.praticien}"

    def clean(self) -> None:
        """Écrit le praticien et le numéro d'une seule façon, pour que deux saisies se reconnaissent."""
        self.cle_praticien = self.finess or cle_tri(self.praticien)[:120]
        self.numero_facture = "".join(self.numero_facture.split()).upper()

    def save(self, *args: object, **kwargs: object) -> None:
        """Enregistre sous l'écriture unique, que la saisie ait été relue ou non."""
        self.clean()
        super().save(*args, **kwargs)  # type: ignore[arg-type]
