"""L'agent, tel que son employeur le connaît : un agent de deux employeurs est deux `Agent`."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from adhesions.models.codes import Regime, Rubrique
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne, nouvel_uid
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre, sans_chevauchement
from cdg_portal.socle.texte import cle_tri


@suivre("AgentEvenement")
class Agent(ObjetCloisonne):
    """Agent d'une collectivité, identifié par son matricule. Aucun NIR, aucune donnée médicale."""

    class Sexe(models.TextChoices):
        """Sexe, pour les statistiques d'effectif."""

        F = "F", "Femme"
        H = "H", "Homme"

    matricule = models.CharField("matricule", max_length=20)
    nom = models.CharField("nom", max_length=80)
    prenom = models.CharField("prénom", max_length=80)
    cle_tri = models.CharField(max_length=170, editable=False)
    naissance = models.DateField("date de naissance")
    sexe = models.CharField("sexe", max_length=1, choices=Sexe)
    regime = models.CharField("régime", max_length=12, choices=Regime)
    entree = models.DateField("entrée dans la collectivité")
    sortie = models.DateField("dernier jour dans la collectivité", null=True, blank=True)
    retraite_le = models.DateField("retraite liquidée le", null=True, blank=True)
    prolongation_activite = models.BooleanField("prolongation légale d'activité", default=False)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "agent"
        verbose_name_plural = "agents"
        ordering = ["cle_tri", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "matricule"],
                name="agent_matricule",
                violation_error_message="Ce matricule est déjà celui d'un autre agent de la collectivité.",
            ),
            ordre("agent_ordre", "entree", "sortie"),
        ]
        indexes = [
            models.Index(fields=["cle_tri"], name="agent_tri", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["collectivite", "entree"], name="agent_presence"),
        ]

    def __str__(self) -> str:
        return f"{self.nom.upper()} {self.prenom}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Tient la clé de tri à jour."""
        self.cle_tri = cle_tri(self.nom, self.prenom)[:170]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


@suivre("SituationEvenement")
class Situation(ObjetCloisonne):
    """Situation statutaire d'un agent, datée."""

    class Statut(models.TextChoices):
        """Statut."""

        TITULAIRE = "TITULAIRE", "Titulaire"
        STAGIAIRE = "STAGIAIRE", "Stagiaire"
        CONTRACTUEL = "CONTRACTUEL", "Contractuel"
        DETACHE = "DETACHE", "Détaché"

    class Position(models.TextChoices):
        """Position administrative."""

        ACTIVITE = "ACTIVITE", "Activité"
        DETACHEMENT = "DETACHEMENT", "Détachement"
        DISPONIBILITE = "DISPONIBILITE", "Disponibilité"
        PPR = "PPR", "Période de préparation au reclassement"

    agent = lien("adhesions.Agent", on_delete=models.CASCADE, related_name="situations")
    statut = models.CharField("statut", max_length=12, choices=Statut)
    position = models.CharField("position", max_length=15, choices=Position, default=Position.ACTIVITE)
    grade = models.CharField("grade", max_length=80, blank=True)
    metier = models.CharField("métier", max_length=80, blank=True)
    quotite = models.DecimalField(
        "quotité de travail (%)",
        max_digits=5,
        decimal_places=2,
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    employeur_origine = models.CharField("employeur d'origine", max_length=200, blank=True)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "situation"
        verbose_name_plural = "situations"
        ordering = ["agent", "-du"]
        constraints = [
            ordre("situation_ordre"),
            sans_chevauchement(
                "situation_une", "agent_id", message="L'agent a déjà une situation sur cette période."
            ),
        ]


@suivre("RemunerationEvenement")
class Remuneration(ObjetCloisonne):
    """Montant annuel d'une rubrique à compter d'une date ; une revalorisation est une nouvelle ligne."""

    agent = lien("adhesions.Agent", on_delete=models.CASCADE, related_name="remunerations")
    rubrique = models.CharField("rubrique", max_length=5, choices=Rubrique)
    annuel = models.DecimalField(
        "montant annuel (€)", max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    perdable = models.BooleanField("perdue en cas de congé", default=False)
    depuis = models.DateField("depuis")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "rémunération"
        verbose_name_plural = "rémunérations"
        ordering = ["agent", "depuis", "rubrique"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "agent", "rubrique", "depuis"],
                name="remuneration_unique",
                violation_error_message="Cette rubrique a déjà un montant à cette date.",
            ),
            models.CheckConstraint(name="remuneration_positive", condition=models.Q(annuel__gte=0)),
        ]


@suivre("RapprochementPersonneEvenement")
class RapprochementPersonne(ObjetCloisonne):
    """Deux `Agent` de deux employeurs sont la même personne : connu du seul CDG (sa collectivité porte la ligne).

    Exception assumée aux clés composées : `agent` est d'une autre collectivité que la ligne.
    """

    HORS_CLOISON = ("agent",)

    personne = models.UUIDField("personne", default=nouvel_uid)
    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="+")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "rapprochement de personne"
        verbose_name_plural = "rapprochements de personnes"
        ordering = ["personne", "id"]
