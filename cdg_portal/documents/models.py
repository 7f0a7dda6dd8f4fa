"""Documents archivés par leur empreinte, et compteurs de numéros sans trou."""

from django.db import models

from cdg_portal.cloisonnement.identifiants import ObjetCloisonne


class Document(ObjetCloisonne):
    """Un PDF produit une fois pour toutes : même source et même version de gabarit, même document."""

    AJOUT_SEUL = True

    modele = models.CharField("modèle", max_length=40)
    version_modele = models.PositiveSmallIntegerField("version du gabarit")
    source_type = models.CharField("type de la source", max_length=60)
    source_uid = models.UUIDField("source")
    titre = models.CharField("titre", max_length=200)
    nom_fichier = models.CharField("nom du fichier", max_length=120)
    sha256 = models.CharField("empreinte", max_length=64)
    taille = models.PositiveIntegerField("taille (octets)")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "modele", "source_uid", "version_modele"],
                name="document_une_seule_fois",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def chemin(self) -> str:
        """Emplacement adressé par le contenu : écrire deux fois le même fichier est sans effet."""
        return f"documents/{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}.pdf"


class Compteur(models.Model):
    """Dernier numéro attribué par type et exercice. Une ligne, jamais une séquence : aucun trou possible.

    Table sans collectivité : la numérotation est celle du CDG, tous employeurs confondus.
    """

    type = models.CharField(max_length=10)
    exercice = models.PositiveSmallIntegerField()
    dernier = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "compteur"
        verbose_name_plural = "compteurs"
        constraints = [models.UniqueConstraint(fields=["type", "exercice"], name="compteur_unique")]

    def __str__(self) -> str:
        return f"{self.type}-{self.exercice}-{self.dernier:06d}"
