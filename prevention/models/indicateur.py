"""Chiffre publié d'une collectivité ou du CDG entier : jamais sans sa formule, son dénominateur et sa période."""

from django.db import models
from django.db.models import Q

from adhesions.models.codes import Risque
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.periodes import ordre


class Indicateur(ObjetCloisonne):
    """Agrégat figé tel qu'il a été communiqué ; recalculé, il donne une ligne de plus.

    Deux valeurs ne se comparent qu'à formule égale. Porté par la collectivité du CDG, il vaut pour toutes.
    """

    AJOUT_SEUL = True

    class Agregat(models.TextChoices):
        """Ce qui est mesuré."""

        TAUX = "TAUX", "Taux d'absentéisme"
        GRAVITE = "GRAVITE", "Gravité (jours par arrêt)"
        FREQUENCE = "FREQUENCE", "Fréquence (arrêts pour cent agents)"
        EXPOSITION = "EXPOSITION", "Exposition (part d'agents arrêtés)"
        JOURS_PAR_AGENT = "JOURS_PAR_AGENT", "Jours d'arrêt par agent"
        COUT = "COUT", "Coût direct par agent"
        SINISTRALITE = "SINISTRALITE", "Prestations sur cotisations"

    class Formule(models.TextChoices):
        """Convention de calcul."""

        CALENDAIRE = "CALENDAIRE", "Jours calendaires"
        TRAVAILLES = "TRAVAILLES", "Part du temps de travail"
        RSU_COMPRESSIBLE = "RSU_COMPRESSIBLE", "Rapport social unique, compressible"
        RSU_MEDICAL = "RSU_MEDICAL", "Rapport social unique, médical"
        RSU_GLOBAL = "RSU_GLOBAL", "Rapport social unique, global"
        BRUTE = "BRUTE", "Cotisations brutes"
        NETTE = "NETTE", "Cotisations nettes de frais"

    agregat = models.CharField("agrégat", max_length=15, choices=Agregat)
    formule = models.CharField("formule", max_length=16, choices=Formule)
    risque = models.CharField("risque", max_length=5, choices=Risque, blank=True, help_text="Vide : tous.")
    du = models.DateField("du")
    au = models.DateField("au")
    arrete_le = models.DateField("arrêté le")
    effectif = models.DecimalField("effectif retenu", max_digits=10, decimal_places=2)
    numerateur = models.DecimalField("numérateur", max_digits=16, decimal_places=4)
    denominateur = models.DecimalField("dénominateur", max_digits=16, decimal_places=4)
    valeur = models.DecimalField("valeur", max_digits=14, decimal_places=4)
    version_regles = models.CharField("version des règles", max_length=40)
    etapes = models.JSONField("étapes du calcul", default=list, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "indicateur"
        verbose_name_plural = "indicateurs"
        ordering = ["-au", "agregat", "formule", "-arrete_le"]
        constraints = [
            ordre("indicateur_ordre"),
            ordre("indicateur_arrete", "du", "arrete_le"),
            models.UniqueConstraint(
                fields=["collectivite", "agregat", "formule", "risque", "du", "au", "arrete_le"],
                name="indicateur_unique",
                violation_error_message="Cet indicateur est déjà arrêté à cette date.",
            ),
            models.CheckConstraint(
                name="indicateur_bornes",
                condition=Q(effectif__gte=0, numerateur__gte=0, denominateur__gt=0),
                violation_error_message="Un indicateur a un dénominateur positif.",
            ),
        ]
