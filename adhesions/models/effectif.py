"""L'effectif figé au premier jour de l'adhésion : base de la participation, preuve à l'appui."""

from django.db import models

from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien


class EffectifFige(ObjetCloisonne):
    """Photographie de l'effectif au jour d'effet ; ne change plus jamais."""

    AJOUT_SEUL = True

    adhesion = models.OneToOneField(
        "adhesions.Adhesion", on_delete=models.PROTECT, db_constraint=False, related_name="effectif"
    )
    le = models.DateField("arrêté au")
    nb_cnracl = models.PositiveIntegerField("agents CNRACL")
    nb_ircantec = models.PositiveIntegerField("agents IRCANTEC")
    empreinte = models.CharField("empreinte de la liste", max_length=64)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "effectif figé"
        verbose_name_plural = "effectifs figés"
        ordering = ["-le"]


class LigneEffectif(ObjetCloisonne):
    """Un agent de la photographie."""

    AJOUT_SEUL = True

    effectif = lien("adhesions.EffectifFige", related_name="lignes")
    agent = lien("adhesions.Agent", related_name="+")
    regime = models.CharField("régime", max_length=12)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "ligne d'effectif"
        verbose_name_plural = "lignes d'effectif"
        ordering = ["effectif", "agent"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "effectif", "agent"], name="ligne_effectif_unique"
            )
        ]
