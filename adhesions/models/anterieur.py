"""Ce que la collectivité a vécu avant : de quoi décrire son risque aux assureurs consultés."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from adhesions.models.codes import Regime, Risque, TypeFranchise
from adhesions.models.contrat import Contrat
from cdg_portal.cloisonnement.bornes import euros, positifs
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre


@suivre("ContratAnterieurEvenement")
class ContratAnterieur(ObjetCloisonne):
    """Contrat qui couvrait la collectivité avant le contrat groupe ; sans assureur, elle se garantissait seule."""

    assureur = models.CharField("assureur", max_length=200, blank=True, help_text="Vide : auto-assurance.")
    courtier = models.CharField("courtier ou gestionnaire", max_length=200, blank=True)
    reference = models.CharField("référence", max_length=60, blank=True)
    regime = models.CharField("régime", max_length=12, choices=Regime)
    gestion = models.CharField("gestion dans le temps", max_length=15, choices=Contrat.Gestion, blank=True)
    du = models.DateField("du")
    au = models.DateField("au")
    evalue_le = models.DateField("statistiques arrêtées au", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "contrat antérieur"
        verbose_name_plural = "contrats antérieurs"
        ordering = ["-du", "id"]
        constraints = [
            ordre("contrat_anterieur_ordre"),
            models.UniqueConstraint(
                fields=["collectivite", "regime", "assureur", "du"],
                name="contrat_anterieur_unique",
                violation_error_message="Ce contrat antérieur est déjà enregistré.",
            ),
            models.CheckConstraint(
                name="contrat_anterieur_assureur",
                condition=~Q(assureur="") | Q(courtier="", gestion=""),
                violation_error_message="Sans assureur, il n'y a ni courtier ni gestion dans le temps.",
            ),
        ]

    def __str__(self) -> str:
        return self.assureur or "Auto-assurance"


@suivre("StatistiqueAnterieureEvenement")
class StatistiqueAnterieure(ObjetCloisonne):
    """Une année, un risque : garantie et franchise d'alors, évènements, jours et montants. Aucun agent nommé."""

    contrat_anterieur = lien(
        "adhesions.ContratAnterieur", on_delete=models.CASCADE, related_name="statistiques"
    )
    exercice = models.PositiveSmallIntegerField("exercice")
    risque = models.CharField("risque", max_length=5, choices=Risque)
    garanti = models.BooleanField("risque garanti cette année-là", default=True)
    franchise_type = models.CharField(
        "type de franchise", max_length=8, choices=TypeFranchise, default=TypeFranchise.AUCUNE
    )
    franchise_jours = models.PositiveSmallIntegerField("jours de franchise", null=True, blank=True)
    taux_remboursement = models.DecimalField(
        "taux de remboursement (%)",
        max_digits=5,
        decimal_places=2,
        default=100,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    nb_evenements = models.PositiveIntegerField("évènements", default=0)
    nb_agents = models.PositiveIntegerField("agents concernés", default=0)
    nb_jours = models.PositiveIntegerField("jours d'arrêt", default=0)
    nb_jours_indemnises = models.PositiveIntegerField("jours au-delà de la franchise", default=0)
    nb_ouverts = models.PositiveIntegerField("dossiers encore ouverts", default=0)
    indemnites = euros("indemnités journalières payées", default=0)
    frais = euros("frais payés", default=0)
    capitaux = euros("capitaux payés", default=0)
    provisions = euros("provisions restantes", default=0)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "statistique antérieure"
        verbose_name_plural = "statistiques antérieures"
        ordering = ["contrat_anterieur", "exercice", "risque"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "contrat_anterieur", "exercice", "risque"],
                name="statistique_anterieure_unique",
                violation_error_message="Ce risque est déjà décrit pour cet exercice.",
            ),
            models.CheckConstraint(
                name="statistique_anterieure_franchise",
                condition=Q(franchise_type="AUCUNE") | Q(franchise_jours__isnull=False),
                violation_error_message="Une franchise autre que « aucune » demande un nombre de jours.",
            ),
            models.CheckConstraint(
                name="statistique_anterieure_parties",
                condition=Q(
                    nb_jours_indemnises__lte=F("nb_jours"),
                    nb_agents__lte=F("nb_evenements"),
                    nb_ouverts__lte=F("nb_evenements"),
                ),
                violation_error_message="Une partie ne dépasse pas son tout (jours, agents, dossiers ouverts).",
            ),
            positifs("statistique_anterieure_positive", "indemnites", "frais", "capitaux", "provisions"),
        ]
