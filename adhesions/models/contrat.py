"""Le contrat groupe et ce qu'il offre. Tables sans collectivité : un contrat est commun à tous ses adhérents."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from adhesions.models.codes import FranchisePar, Regime, Risque, TypeFranchise, franchise_en_clair
from cdg_portal.cloisonnement.historique import suivre_commun
from cdg_portal.cloisonnement.identifiants import AvecUid
from cdg_portal.cloisonnement.periodes import ordre


@suivre_commun("OrganismeEvenement")
class Organisme(AvecUid):
    """Assureur, gestionnaire ou souscripteur d'un contrat."""

    siret = models.CharField("SIRET", max_length=14, unique=True, validators=[RegexValidator(r"^\d{14}$")])
    nom = models.CharField("nom", max_length=200)

    class Meta:
        verbose_name = "organisme"
        verbose_name_plural = "organismes"
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom


@suivre_commun("ContratEvenement")
class Contrat(AvecUid):
    """Contrat groupe : ses clauses chiffrées sont des données, jamais des constantes du programme."""

    class Type(models.TextChoices):
        """Nature du contrat."""

        STATUTAIRE = "STATUTAIRE", "Assurance statutaire"
        PREVOYANCE = "PREVOYANCE", "Prévoyance"

    class Gestion(models.TextChoices):
        """Sort des sinistres après la fin du contrat."""

        CAPITALISATION = "CAPITALISATION", "Capitalisation"
        REPARTITION = "REPARTITION", "Répartition"

    class Diviseur(models.TextChoices):
        """Base du calcul de l'indemnité journalière."""

        J365 = "J365", "1/365 de l'annuel"
        J360 = "J360", "1/360 de l'annuel, mois plafonné"
        J30 = "J30", "1/30 du mensuel"

    class Unite(models.TextChoices):
        """Unité d'un délai."""

        MOIS = "MOIS", "mois"
        JOURS = "JOURS", "jours"

    class SanctionTardive(models.TextChoices):
        """Effet d'une déclaration tardive."""

        AUCUNE = "AUCUNE", "Aucune sanction prévue"
        DECHEANCE = "DECHEANCE", "Déchéance"
        A_COMPTER_RECEPTION = "A_COMPTER_RECEPTION", "Prise en charge à compter de la réception"

    type = models.CharField("type", max_length=12, choices=Type, default=Type.STATUTAIRE)
    reference = models.CharField("référence", max_length=40, unique=True)
    intitule = models.CharField("intitulé", max_length=200)
    effet = models.DateField("prise d'effet")
    fin = models.DateField("fin")
    echeance_mois = models.PositiveSmallIntegerField("mois de l'échéance annuelle", default=1)
    echeance_jour = models.PositiveSmallIntegerField("jour de l'échéance annuelle", default=1)
    gestion = models.CharField("gestion dans le temps", max_length=15, choices=Gestion)
    diviseur = models.CharField("diviseur", max_length=4, choices=Diviseur)
    franchise_par = models.CharField("franchise comptée", max_length=8, choices=FranchisePar)
    age_cessation = models.PositiveSmallIntegerField("âge de cessation", null=True, blank=True)
    delai_declaration = models.PositiveSmallIntegerField("délai de déclaration")
    delai_declaration_unite = models.CharField("unité du délai", max_length=5, choices=Unite)
    sanction_tardive = models.CharField(
        "sanction d'une déclaration tardive", max_length=20, choices=SanctionTardive
    )
    delai_remboursement_jours = models.PositiveSmallIntegerField(
        "délai de remboursement (jours)", help_text="Compté de la transmission du bordereau à l'assureur."
    )
    delai_controle_heures = models.PositiveSmallIntegerField("délai de contrôle médical (heures)")
    delai_paiement_jours = models.PositiveSmallIntegerField(
        "délai de paiement d'une fraction (jours)", help_text="Compté du premier jour de la fraction."
    )
    version = models.PositiveSmallIntegerField("version", default=1)

    class Meta:
        verbose_name = "contrat groupe"
        verbose_name_plural = "contrats groupe"
        ordering = ["-effet", "reference"]
        constraints = [ordre("contrat_ordre", "effet", "fin")]

    def __str__(self) -> str:
        return f"{self.intitule} ({self.reference})"


@suivre_commun("RoleContratEvenement")
class RoleContrat(models.Model):
    """Qui tient quel rôle au contrat."""

    class Role(models.TextChoices):
        """Rôle au contrat."""

        ASSUREUR = "ASSUREUR", "Assureur"
        GESTIONNAIRE = "GESTIONNAIRE", "Gestionnaire"
        SOUSCRIPTEUR = "SOUSCRIPTEUR", "Souscripteur"

    contrat = models.ForeignKey(Contrat, on_delete=models.CASCADE, related_name="roles")
    organisme = models.ForeignKey(Organisme, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField("rôle", max_length=12, choices=Role)

    class Meta:
        verbose_name = "rôle au contrat"
        verbose_name_plural = "rôles au contrat"
        ordering = ["contrat", "role"]
        constraints = [models.UniqueConstraint(fields=["contrat", "role"], name="role_contrat_unique")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} : {self.organisme}"


@suivre_commun("LotEvenement")
class Lot(AvecUid):
    """Part du contrat propre à un régime."""

    contrat = models.ForeignKey(Contrat, on_delete=models.PROTECT, related_name="lots")
    regime = models.CharField("régime", max_length=12, choices=Regime)
    libelle = models.CharField("libellé", max_length=120)

    class Meta:
        verbose_name = "lot"
        verbose_name_plural = "lots"
        ordering = ["contrat", "regime", "id"]
        constraints = [models.UniqueConstraint(fields=["contrat", "regime"], name="lot_unique")]

    def __str__(self) -> str:
        return f"{self.contrat.reference}, {self.libelle}"


@suivre_commun("OffreEvenement")
class Offre(AvecUid):
    """Formule proposée : base, variante (remplace une franchise) ou prestation supplémentaire (ajoute)."""

    class Type(models.TextChoices):
        """Place de l'offre dans le marché."""

        BASE = "BASE", "Formule de base"
        VARIANTE = "VARIANTE", "Variante"
        PSE = "PSE", "Prestation supplémentaire éventuelle"

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="offres")
    code = models.CharField("code", max_length=20)
    type = models.CharField("type", max_length=10, choices=Type)
    libelle = models.CharField("libellé", max_length=160)

    class Meta:
        verbose_name = "offre"
        verbose_name_plural = "offres"
        ordering = ["lot", "type", "code"]
        constraints = [models.UniqueConstraint(fields=["lot", "code"], name="offre_unique")]

    def __str__(self) -> str:
        return self.libelle


@suivre_commun("GarantieOfferteEvenement")
class GarantieOfferte(models.Model):
    """Garantie d'une offre, avec sa franchise et son taux de remboursement."""

    offre = models.ForeignKey(Offre, on_delete=models.CASCADE, related_name="garanties")
    risque = models.CharField("risque", max_length=5, choices=Risque)
    franchise_type = models.CharField("type de franchise", max_length=8, choices=TypeFranchise)
    franchise_jours = models.PositiveSmallIntegerField("jours de franchise", null=True, blank=True)
    taux_remboursement = models.DecimalField(
        "taux de remboursement (%)", max_digits=5, decimal_places=2, default=100
    )

    class Meta:
        verbose_name = "garantie offerte"
        verbose_name_plural = "garanties offertes"
        ordering = ["offre", "risque"]
        constraints = [
            models.UniqueConstraint(fields=["offre", "risque"], name="garantie_offerte_unique"),
            models.CheckConstraint(
                name="garantie_offerte_franchise",
                condition=Q(franchise_type="AUCUNE") | Q(franchise_jours__isnull=False),
                violation_error_message="Une franchise autre que « aucune » demande un nombre de jours.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_risque_display()}, {franchise_en_clair(self.franchise_type, self.franchise_jours)}"


@suivre_commun("TarifEvenement")
class Tarif(models.Model):
    """Taux de cotisation d'une offre, daté ; `risque` vide = taux de la formule entière."""

    offre = models.ForeignKey(Offre, on_delete=models.PROTECT, related_name="tarifs")
    risque = models.CharField("risque", max_length=5, choices=Risque, blank=True)
    effectif_min = models.PositiveIntegerField("effectif minimal", default=0)
    effectif_max = models.PositiveIntegerField("effectif maximal", null=True, blank=True)
    taux = models.DecimalField("taux (%)", max_digits=7, decimal_places=4, validators=[MinValueValidator(0)])
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    garanti_jusqu_au = models.DateField("garanti jusqu'au", null=True, blank=True)
    plafond_majoration_pct = models.DecimalField(
        "majoration annuelle maximale (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "tarif"
        verbose_name_plural = "tarifs"
        ordering = ["offre", "risque", "effectif_min", "-du"]
        constraints = [
            ordre("tarif_ordre"),
            models.UniqueConstraint(fields=["offre", "risque", "effectif_min", "du"], name="tarif_unique"),
            models.CheckConstraint(
                name="tarif_tranche",
                condition=Q(effectif_max__isnull=True) | Q(effectif_max__gte=F("effectif_min")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offre} : {self.taux} %"


@suivre_commun("AvenantEvenement")
class Avenant(AvecUid):
    """Modification numérotée du contrat."""

    contrat = models.ForeignKey(Contrat, on_delete=models.PROTECT, related_name="avenants")
    numero = models.PositiveSmallIntegerField("numéro")
    effet = models.DateField("effet")
    objet = models.CharField("objet", max_length=300)

    class Meta:
        verbose_name = "avenant"
        verbose_name_plural = "avenants"
        ordering = ["contrat", "numero"]
        constraints = [models.UniqueConstraint(fields=["contrat", "numero"], name="avenant_unique")]

    def __str__(self) -> str:
        return f"Avenant n° {self.numero} : {self.objet}"


@suivre_commun("ConditionsGeneralesEvenement")
class ConditionsGenerales(AvecUid):
    """Conditions du service du CDG, annexées au certificat d'adhésion et notifiées à la collectivité."""

    version = models.CharField("version", max_length=20, unique=True)
    approuvees_le = models.DateField("approuvées le")
    articles = models.JSONField("articles", help_text="Liste de {titre, paragraphes}.")

    class Meta:
        verbose_name = "conditions générales"
        verbose_name_plural = "conditions générales"
        ordering = ["-approuvees_le"]

    def __str__(self) -> str:
        return f"Conditions générales {self.version}"
