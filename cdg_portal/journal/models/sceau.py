"""La chaîne : une empreinte par ligne écrite (maillon), scellée par lots sous une racine qui cite la précédente.

Un déclencheur écrit le maillon dans la transaction de la ligne ; personne d'autre n'en écrit.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import ModeleCloisonne


class Maillon(ModeleCloisonne):
    """L'empreinte d'une ligne à son écriture : SHA-256(sel ‖ texte de la ligne).

    Le contenu reste dans sa table : il peut s'effacer (voir Effacement) sans rompre la chaîne. Sans le sel, effacé
    avec lui, l'empreinte ne permet pas de le deviner.
    """

    AJOUT_SEUL = True

    instant = models.DateTimeField("instant")
    # La ligne source porte déjà la clé étrangère : la vérifier deux fois coûterait à chaque écriture.
    # 0 : ligne commune à toutes les collectivités (contrats).
    collectivite = models.ForeignKey(
        "perimetres.Collectivite",
        on_delete=models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        verbose_name="collectivité",
    )
    source = models.CharField("table", max_length=63)
    source_id = models.BigIntegerField("ligne")
    # Les n premières colonnes de la table ce jour-là : une colonne ajoutée depuis n'entre pas dans l'empreinte.
    colonnes = models.PositiveSmallIntegerField("colonnes")
    # Numéro de transaction : de quoi retrouver ce qui n'était pas encore validé au scellement précédent.
    transaction = models.BigIntegerField("transaction")
    role = models.CharField("rôle de base", max_length=63)
    sel = models.UUIDField("sel", null=True)
    empreinte = models.BinaryField("empreinte")

    class Meta(ModeleCloisonne.Meta):
        verbose_name = "maillon"
        verbose_name_plural = "maillons"
        ordering = ["id"]
        indexes = [BrinIndex(fields=["transaction"], name="maillon_transaction", autosummarize=True)]

    def __str__(self) -> str:
        return f"Maillon {self.pk}"


class Effacement(ObjetCloisonne):
    """Effacement légitime du contenu d'une ligne : l'empreinte de ce qui reste remplace celle du maillon."""

    AJOUT_SEUL = True

    maillon_id = models.BigIntegerField("maillon")
    instant = models.DateTimeField("instant", auto_now_add=True)
    champs = models.CharField("champs effacés", max_length=500)
    motif = models.CharField("pourquoi", max_length=500)
    colonnes = models.PositiveSmallIntegerField("colonnes")
    sel = models.UUIDField("sel")
    empreinte = models.BinaryField("empreinte de ce qui reste")
    # Faite avec la clé de scellement, tenue hors de la base ; vide si aucune n'était réglée.
    signature = models.BinaryField("signature", default=bytes)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "effacement"
        verbose_name_plural = "effacements"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Effacement du maillon {self.maillon_id}"


class Scellement(models.Model):
    """Racine de Merkle d'un lot de maillons, chaînée à la précédente. Commune : elle ne porte que des empreintes."""

    AJOUT_SEUL = True

    n = models.PositiveBigIntegerField("numéro", primary_key=True)
    instant = models.DateTimeField("instant")
    premier = models.BigIntegerField("premier maillon")
    dernier = models.BigIntegerField("dernier maillon")
    nombre = models.PositiveIntegerField("nombre de maillons")
    # Toute transaction de numéro inférieur était finie : le scellement suivant repart de là.
    horizon = models.BigIntegerField("horizon")
    arbre = models.BinaryField("racine des maillons")
    precedent = models.BinaryField("racine précédente")
    racine = models.BinaryField("racine")
    hmac = models.BinaryField("authentification", default=bytes)

    class Meta:
        verbose_name = "scellement"
        verbose_name_plural = "scellements"
        ordering = ["-n"]

    def __str__(self) -> str:
        return f"{self.n}:{bytes(self.racine).hex()}"


class Feuille(models.Model):
    """Place d'un maillon dans son scellement. Un maillon n'est scellé qu'une fois."""

    AJOUT_SEUL = True

    maillon_id = models.BigIntegerField("maillon", primary_key=True)
    scellement_id = models.BigIntegerField("scellement")
    rang = models.PositiveIntegerField("rang")
    # Empreinte scellée du maillon : elle dit lequel a changé. Vide : scellé avant qu'on la garde.
    empreinte = models.BinaryField("empreinte scellée", default=bytes)

    class Meta:
        verbose_name = "feuille"
        verbose_name_plural = "feuilles"
        ordering = ["scellement_id", "rang"]
        constraints = [models.UniqueConstraint(fields=["scellement_id", "rang"], name="feuille_une_par_rang")]
