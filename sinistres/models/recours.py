"""Recours contre le tiers responsable : ce qui est réclamé, ce qui rentre, et à qui cela revient."""

from django.db import models
from django.db.models import F, Q

from cdg_portal.cloisonnement.bornes import ensemble, euros
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre
from sinistres.models.sinistre import auteur


class Subroge(models.TextChoices):
    """Qui exerce les droits de l'agent : l'employeur d'abord, l'assureur pour ce qu'il a remboursé."""

    COLLECTIVITE = "COLLECTIVITE", "Collectivité"
    ASSUREUR = "ASSUREUR", "Assureur"


@suivre("RecoursEvenement")
class Recours(ObjetCloisonne):
    """Recours d'un dossier contre un tiers."""

    class Voie(models.TextChoices):
        """Voie suivie."""

        AMIABLE = "AMIABLE", "Amiable"
        JUDICIAIRE = "JUDICIAIRE", "Judiciaire"

    class Issue(models.TextChoices):
        """Fin du recours."""

        RECOUVRE = "RECOUVRE", "Créance recouvrée"
        PARTIEL = "PARTIEL", "Recouvrement partiel"
        SANS_SUITE = "SANS_SUITE", "Sans suite"

    sinistre = lien("sinistres.Sinistre", related_name="recours")
    tiers = models.CharField("tiers responsable", max_length=160)
    tiers_assureur = models.CharField("assureur du tiers", max_length=160, blank=True)
    reference_adverse = models.CharField("référence adverse", max_length=60, blank=True)
    voie = models.CharField("voie", max_length=10, choices=Voie, default=Voie.AMIABLE)
    ouvert_le = models.DateField("ouvert le")
    prescrit_le = models.DateField("prescrit le", null=True, blank=True)
    issue = models.CharField("issue", max_length=10, choices=Issue, blank=True)
    clos_le = models.DateField("clos le", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "recours"
        verbose_name_plural = "recours"
        ordering = ["-ouvert_le", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "sinistre", "tiers"],
                name="recours_un_par_tiers",
                violation_error_message="Un recours contre ce tiers existe déjà pour ce dossier.",
            ),
            ordre("recours_ordre", "ouvert_le", "clos_le"),
            ensemble(
                "recours_issue_datee", "issue", "clos_le", message="Un recours clos a une issue et une date."
            ),
        ]

    def __str__(self) -> str:
        return self.tiers


@suivre("CreanceEvenement")
class Creance(ObjetCloisonne):
    """Somme réclamée au tiers pour un poste ; une nouvelle évaluation remplace l'ancienne sans l'effacer."""

    AJOUT_SEUL = True

    class Poste(models.TextChoices):
        """Ce qui a été supporté."""

        TRAITEMENT = "TRAITEMENT", "Traitement maintenu"
        CHARGES = "CHARGES", "Charges patronales"
        FRAIS = "FRAIS", "Frais de soins"
        CAPITAL = "CAPITAL", "Capital décès"

    recours = lien("sinistres.Recours", related_name="creances")
    remplace = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="remplacee_par",
        verbose_name="remplace",
    )
    creancier = models.CharField("créancier", max_length=12, choices=Subroge)
    poste = models.CharField("poste", max_length=10, choices=Poste)
    du = models.DateField("du", null=True, blank=True)
    au = models.DateField("au", null=True, blank=True)
    montant = euros("montant")
    arretee_le = models.DateField("arrêtée le")
    arretee_par = auteur(verbose_name="arrêtée par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "créance"
        verbose_name_plural = "créances"
        ordering = ["recours", "poste", "id"]
        constraints = [
            models.CheckConstraint(
                name="creance_periode",
                condition=Q(du__isnull=True, au__isnull=True)
                | Q(du__isnull=False, au__isnull=False, au__gte=F("du")),
                violation_error_message="La période va d'une date à une date qui ne la précède pas.",
            ),
            models.CheckConstraint(
                name="creance_montant",
                condition=Q(montant__gt=0) | Q(montant=0, remplace__isnull=False),
                violation_error_message="Une créance nulle ne sert qu'à en annuler une autre.",
            ),
            models.CheckConstraint(
                name="creance_pas_soi_meme", condition=Q(remplace__isnull=True) | ~Q(remplace=F("id"))
            ),
        ]


@suivre("EncaissementRecoursEvenement")
class EncaissementRecours(ObjetCloisonne):
    """Somme rentrée du recours, avec la part de qui elle est ; un montant négatif la rend."""

    AJOUT_SEUL = True

    recours = lien("sinistres.Recours", related_name="encaissements")
    revient_a = models.CharField("revient à", max_length=12, choices=Subroge)
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)
    recu_le = models.DateField("reçu le")
    reference = models.CharField("référence bancaire", max_length=60)
    saisi_par = auteur(verbose_name="saisi par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "encaissement de recours"
        verbose_name_plural = "encaissements de recours"
        ordering = ["-recu_le", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "recours", "revient_a", "reference"],
                name="encaissement_recours_unique",
                violation_error_message="Cet encaissement (même référence) est déjà enregistré.",
            ),
            models.CheckConstraint(
                name="encaissement_recours_non_nul",
                condition=~Q(montant=0),
                violation_error_message="Le montant encaissé ne peut pas être nul.",
            ),
        ]
