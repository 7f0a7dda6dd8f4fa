"""Le décompte : ce qui est dû, ligne à ligne, avec de quoi le défendre. Immuable une fois émis."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from adhesions.models.codes import Risque
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre, sans_chevauchement
from sinistres.models.sinistre import auteur


@suivre("DecompteEvenement")
class Decompte(ObjetCloisonne):
    """Décompte d'un dossier arrêté à une date. `solde = total − deja_decompte` : complément ou indu."""

    AJOUT_SEUL = True

    class Nature(models.TextChoices):
        """Qui l'a établi."""

        CALCULE = "CALCULE", "Calculé par le CDG (attendu)"
        RECU = "RECU", "Reçu de l'assureur"

    numero = models.CharField("numéro", max_length=30, unique=True)
    sinistre = lien("sinistres.Sinistre", related_name="decomptes")
    demande = lien("sinistres.Demande", related_name="decomptes")
    nature = models.CharField("nature", max_length=8, choices=Nature, default=Nature.CALCULE)
    remplace = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="remplace_par",
        verbose_name="remplace",
    )
    au = models.DateField("arrêté au")
    total = models.DecimalField("total dû", max_digits=14, decimal_places=2)
    deja_decompte = models.DecimalField("déjà décompté", max_digits=14, decimal_places=2)
    solde = models.DecimalField("solde", max_digits=14, decimal_places=2)
    # La décision est rejouable : entrées exactes du calcul, étapes, version des règles et du contrat.
    entrees = models.JSONField("entrées du calcul")
    etapes = models.JSONField("étapes du calcul")
    version_regles = models.CharField("version des règles", max_length=40)
    version_contrat = models.PositiveSmallIntegerField("version du contrat")
    emis_le = models.DateField("émis le")
    emis_par = auteur(verbose_name="émis par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "décompte"
        verbose_name_plural = "décomptes"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="decompte_solde", condition=Q(solde=F("total") - F("deja_decompte"))),
        ]
        indexes = [models.Index(fields=["collectivite", "sinistre"], name="decompte_sinistre")]

    def __str__(self) -> str:
        return self.numero


class LigneDecompte(ObjetCloisonne):
    """Suite de jours de même traitement."""

    AJOUT_SEUL = True

    decompte = lien("sinistres.Decompte", related_name="lignes")
    rang = models.PositiveSmallIntegerField("rang")
    du = models.DateField("du")
    au = models.DateField("au")
    jours = models.PositiveSmallIntegerField("jours")
    nature = models.CharField("nature", max_length=5, choices=Risque)
    droit = models.CharField("droit", max_length=20)
    franchise = models.BooleanField("en franchise")
    couvert = models.BooleanField("couvert")
    ij = models.DecimalField("indemnité journalière", max_digits=14, decimal_places=2)
    proportion = models.DecimalField("proportion du traitement", max_digits=5, decimal_places=2)
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)
    motifs = ArrayField(models.CharField(max_length=40), default=list)
    articles = ArrayField(models.CharField(max_length=80), default=list)
    explication = models.JSONField("explication", default=list)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "ligne de décompte"
        verbose_name_plural = "lignes de décompte"
        ordering = ["decompte", "rang"]
        constraints = [
            ordre("ligne_decompte_ordre"),
            models.UniqueConstraint(fields=["collectivite", "decompte", "rang"], name="ligne_decompte_rang"),
            models.CheckConstraint(name="ligne_decompte_jours", condition=Q(jours__gte=1)),
        ]


class PeriodeIndemnisee(ObjetCloisonne):
    """Jours réellement indemnisés d'un agent. La base refuse qu'un jour le soit deux fois.

    Seule table recalculée : elle reflète toujours le dernier décompte de chaque dossier.
    """

    agent = lien("adhesions.Agent", related_name="+")
    sinistre = lien("sinistres.Sinistre", on_delete=models.CASCADE, related_name="periodes_indemnisees")
    decompte = lien("sinistres.Decompte", related_name="+")
    prestation = models.CharField("prestation", max_length=10, default="IJ")
    du = models.DateField("du")
    au = models.DateField("au")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "période indemnisée"
        verbose_name_plural = "périodes indemnisées"
        ordering = ["agent", "du"]
        constraints = [
            ordre("periode_indemnisee_ordre"),
            sans_chevauchement(
                "periode_indemnisee_une_fois",
                "agent_id",
                condition=Q(prestation="IJ"),
                message="Un de ces jours est déjà indemnisé pour cet agent.",
            ),
        ]
