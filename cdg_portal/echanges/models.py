"""Clés d'idempotence : rejouer une demande rend la même réponse sans refaire l'effet."""

from django.db import models
from django.db.models import F, Q

from cdg_portal.cloisonnement.bornes import empreinte_sha256
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne

# Refus qui dépendent de la seule demande : les rejouer donnerait la même chose. Ni droits, ni débit, ni panne.
REFUS_REJOUABLES = (400, 404, 409, 422)


class CleIdempotence(ObjetCloisonne):
    """Une demande déjà reçue, écrite dans la transaction de son effet.

    La collectivité est celle de la demande : la réponse gardée est cloisonnée comme ce qu'elle décrit.
    Sans statut, la demande est encore en cours.
    """

    emetteur = models.UUIDField("compte ou client", help_text="Identifiant public de qui demande.")
    cle = models.CharField("clé", max_length=128)
    empreinte = models.CharField(
        "empreinte de la demande", max_length=64, help_text="Méthode, chemin et corps canonique."
    )
    statut = models.PositiveSmallIntegerField("statut HTTP", null=True, blank=True)
    entetes = models.JSONField("en-têtes de la réponse", default=dict, blank=True)
    reponse = models.JSONField("réponse", null=True, blank=True)
    expire_a = models.DateTimeField("expire le")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "clé d'idempotence"
        verbose_name_plural = "clés d'idempotence"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["emetteur", "cle"],
                name="cle_idempotence_unique",
                violation_error_message="Cette clé a déjà servi.",
            ),
            models.CheckConstraint(
                name="cle_idempotence_non_vide",
                condition=~Q(cle=""),
                violation_error_message="La clé d'idempotence est vide.",
            ),
            empreinte_sha256("cle_idempotence_empreinte"),
            models.CheckConstraint(
                name="cle_idempotence_statut",
                condition=Q(statut__isnull=True)
                | Q(statut__gte=200, statut__lt=300)
                | Q(statut__in=REFUS_REJOUABLES),
                violation_error_message="Cette réponse ne se garde pas : la demande doit pouvoir être refaite.",
            ),
            models.CheckConstraint(
                name="cle_idempotence_reponse",
                condition=Q(statut__isnull=False) | Q(reponse__isnull=True),
                violation_error_message="Une réponse se garde avec son statut.",
            ),
            models.CheckConstraint(
                name="cle_idempotence_expiration",
                condition=Q(expire_a__gt=F("cree_a")),
                violation_error_message="La clé expire avant d'avoir été reçue.",
            ),
        ]
        indexes = [models.Index(fields=["expire_a"], name="cle_idempotence_purge")]
