"""Formations, sensibilisations et réunions tenues pour une collectivité."""

from django.db import models
from django.db.models import Q

from cdg_portal.cloisonnement.identifiants import ObjetCloisonne, nouvel_uid
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre


class Session(ObjetCloisonne):
    """Une séance, vue d'une collectivité.

    Une séance qui réunit plusieurs collectivités est une ligne chez chacune, avec la même `seance` : aucune ne
    voit les inscrits des autres.
    """

    class Type(models.TextChoices):
        """Nature de la séance."""

        FORMATION = "FORMATION", "Formation"
        SENSIBILISATION = "SENSIBILISATION", "Sensibilisation"
        REUNION = "REUNION", "Réunion"

    seance = models.UUIDField("séance commune", default=nouvel_uid)
    type = models.CharField("type", max_length=15, choices=Type)
    intitule = models.CharField("intitulé", max_length=160)
    debut_a = models.DateTimeField("début")
    fin_a = models.DateTimeField("fin")
    lieu = models.CharField("lieu", max_length=160, blank=True)
    intervenant = models.CharField("intervenant", max_length=120, blank=True)
    places = models.PositiveSmallIntegerField("places", null=True, blank=True)
    annulee_le = models.DateField("annulée le", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "séance"
        verbose_name_plural = "séances"
        ordering = ["-debut_a", "-id"]
        constraints = [
            ordre("session_ordre", "debut_a", "fin_a"),
            models.UniqueConstraint(
                fields=["collectivite", "seance"],
                name="session_unique",
                violation_error_message="Cette séance est déjà ouverte à la collectivité.",
            ),
            models.CheckConstraint(
                name="session_places",
                condition=Q(places__isnull=True) | Q(places__gte=1),
                violation_error_message="Une séance a au moins une place.",
            ),
        ]

    def __str__(self) -> str:
        return self.intitule


class Participant(ObjetCloisonne):
    """Un agent inscrit à une séance, sa présence et son appréciation."""

    session = lien("prevention.Session", related_name="participants")
    agent = lien("adhesions.Agent", related_name="+")
    inscrit_le = models.DateField("inscrit le")
    present = models.BooleanField("présent", null=True, blank=True)
    note = models.PositiveSmallIntegerField("appréciation (1 à 5)", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "participant"
        verbose_name_plural = "participants"
        ordering = ["session", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "session", "agent"],
                name="participant_unique",
                violation_error_message="Cet agent est déjà inscrit à cette séance.",
            ),
            models.CheckConstraint(
                name="participant_note",
                condition=Q(note__isnull=True)
                | Q(note__gte=1, note__lte=5, present__isnull=False, present=True),
                violation_error_message="Seul un agent présent donne une appréciation, de 1 à 5.",
            ),
        ]
