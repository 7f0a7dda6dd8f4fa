"""L'adhésion d'une collectivité à un lot : elle garde ses propres garanties, franchises et assiette."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from adhesions.models.codes import (
    FranchisePar,
    RegimeIndemnitaire,
    Risque,
    Rubrique,
    TypeFranchise,
    franchise_en_clair,
)
from adhesions.models.contrat import ConditionsGenerales, Contrat, Lot, Offre
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre, sans_chevauchement


@suivre("MandatEvenement")
class Mandat(ObjetCloisonne):
    """Mandat donné au CDG pour conduire la consultation ; vaut intention, n'engage pas à adhérer."""

    contrat = models.ForeignKey(Contrat, on_delete=models.PROTECT, related_name="+")
    deliberation_le = models.DateField("délibération du")
    reference = models.CharField("référence de la délibération", max_length=60)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "mandat"
        verbose_name_plural = "mandats"
        ordering = ["-deliberation_le"]
        constraints = [models.UniqueConstraint(fields=["collectivite", "contrat"], name="mandat_unique")]


@suivre("AdhesionEvenement")
class Adhesion(ObjetCloisonne):
    """Adhésion d'une collectivité à un lot du contrat groupe."""

    class Etat(models.TextChoices):
        """Vie de l'adhésion."""

        PROJET = "PROJET", "En projet"
        ACTIVE = "ACTIVE", "Active"
        RESILIEE = "RESILIEE", "Résiliée"

    class ModeParticipation(models.TextChoices):
        """Calcul de la participation due au CDG."""

        FORFAIT_AGENT = "FORFAIT_AGENT", "Forfait par agent"
        POURCENTAGE = "POURCENTAGE", "Pourcentage de l'assiette"

    class Periodicite(models.TextChoices):
        """Périodicité de la participation."""

        UNIQUE = "UNIQUE", "Une fois, à l'adhésion"
        ANNUELLE = "ANNUELLE", "Chaque année"

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="adhesions")
    numero = models.CharField("numéro", max_length=30, unique=True)
    effet = models.DateField("effet")
    fin = models.DateField("fin")
    resiliation = models.DateField("résiliation", null=True, blank=True)
    resiliation_motif = models.CharField("motif de la résiliation", max_length=200, blank=True)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.PROJET)
    convention_signee_le = models.DateField("convention signée le", null=True, blank=True)
    participation_mode = models.CharField("participation", max_length=15, choices=ModeParticipation)
    participation_montant_unitaire = models.DecimalField(
        "montant par agent (€)", max_digits=8, decimal_places=2, null=True, blank=True
    )
    participation_taux = models.DecimalField(
        "taux de participation (%)", max_digits=7, decimal_places=4, null=True, blank=True
    )
    participation_periodicite = models.CharField(
        "périodicité", max_length=10, choices=Periodicite, default=Periodicite.ANNUELLE
    )
    fractions = models.PositiveSmallIntegerField(
        "nombre de fractions", default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    delai_remboursement_jours = models.PositiveSmallIntegerField(
        "délai de remboursement propre (jours)", null=True, blank=True
    )

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "adhésion"
        verbose_name_plural = "adhésions"
        ordering = ["-effet", "-id"]
        constraints = [
            ordre("adhesion_ordre", "effet", "fin"),
            ordre("adhesion_resiliation", "effet", "resiliation"),
            sans_chevauchement(
                "adhesion_une_par_lot",
                "collectivite_id",
                "lot_id",
                debut="effet",
                fin="fin",
                message="La collectivité adhère déjà à ce lot sur cette période.",
            ),
            models.CheckConstraint(
                name="adhesion_participation",
                condition=(
                    Q(participation_mode="FORFAIT_AGENT", participation_montant_unitaire__isnull=False)
                    | Q(participation_mode="POURCENTAGE", participation_taux__isnull=False)
                ),
                violation_error_message="Le mode de participation demande son montant ou son taux.",
            ),
            models.CheckConstraint(
                name="adhesion_resiliee_datee",
                condition=~Q(etat="RESILIEE") | Q(resiliation__isnull=False),
                violation_error_message="Une adhésion résiliée porte sa date de résiliation.",
            ),
        ]

    def __str__(self) -> str:
        return self.numero

    @property
    def delai_remboursement(self) -> int:
        """Délai propre à l'adhésion, sinon celui du contrat (jours)."""
        return self.delai_remboursement_jours or self.lot.contrat.delai_remboursement_jours


@suivre("GarantieSouscriteEvenement")
class GarantieSouscrite(ObjetCloisonne):
    """Garantie choisie, avec la franchise de cette collectivité sur cette période."""

    adhesion = lien("adhesions.Adhesion", on_delete=models.CASCADE, related_name="garanties")
    offre = models.ForeignKey(Offre, on_delete=models.PROTECT, related_name="+")
    risque = models.CharField("risque", max_length=5, choices=Risque)
    franchise_type = models.CharField("type de franchise", max_length=8, choices=TypeFranchise)
    franchise_jours = models.PositiveSmallIntegerField("jours de franchise", null=True, blank=True)
    franchise_par = models.CharField("franchise comptée", max_length=8, choices=FranchisePar)
    taux_remboursement = models.DecimalField(
        "taux de remboursement (%)",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    ecretement_jour = models.DecimalField(
        "plafond par jour (€)", max_digits=8, decimal_places=2, null=True, blank=True
    )
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "garantie souscrite"
        verbose_name_plural = "garanties souscrites"
        ordering = ["adhesion", "risque", "du"]
        constraints = [
            ordre("garantie_souscrite_ordre"),
            models.UniqueConstraint(
                fields=["collectivite", "adhesion", "risque", "du"], name="garantie_souscrite_unique"
            ),
            models.CheckConstraint(
                name="garantie_souscrite_franchise",
                condition=Q(franchise_type="AUCUNE") | Q(franchise_jours__isnull=False),
                violation_error_message="Une franchise autre que « aucune » demande un nombre de jours.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_risque_display()

    @property
    def franchise(self) -> str:
        """« 45 jours, absolue »."""
        return franchise_en_clair(self.franchise_type, self.franchise_jours)


@suivre("OptionAssietteEvenement")
class OptionAssiette(ObjetCloisonne):
    """Éléments de rémunération assurés par la collectivité, datés."""

    adhesion = lien("adhesions.Adhesion", on_delete=models.CASCADE, related_name="assiettes")
    elements = ArrayField(models.CharField(max_length=5, choices=Rubrique), verbose_name="éléments assurés")
    charges_pct = models.DecimalField("charges patronales (%)", max_digits=5, decimal_places=2, default=0)
    ri = models.CharField("régime indemnitaire", max_length=8, choices=RegimeIndemnitaire)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "option d'assiette"
        verbose_name_plural = "options d'assiette"
        ordering = ["adhesion", "-du"]
        constraints = [
            ordre("option_assiette_ordre"),
            sans_chevauchement(
                "option_assiette_une",
                "adhesion_id",
                message="L'adhésion a déjà une option d'assiette sur cette période.",
            ),
        ]


class Notification(ObjetCloisonne):
    """Preuve que les conditions générales ont été notifiées avec l'adhésion dont elles sont une annexe."""

    AJOUT_SEUL = True

    adhesion = lien("adhesions.Adhesion", on_delete=models.CASCADE, related_name="notifications")
    conditions = models.ForeignKey(ConditionsGenerales, on_delete=models.PROTECT, related_name="+")
    le = models.DateField("notifiées le")
    preuve = models.CharField("preuve", max_length=200)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "notification"
        verbose_name_plural = "notifications"
        ordering = ["-le"]
