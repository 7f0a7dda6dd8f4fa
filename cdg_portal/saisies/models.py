"""Le brouillon d'un formulaire : à une personne, pour un objet, dans une collectivité ; chiffré, trente jours."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cdg_portal.cloisonnement.identifiants import ObjetCloisonne


class SaisieGardee(ObjetCloisonne):
    """Ce qui est tapé dans un formulaire et n'est pas encore enregistré.

    Son `uid` est la clé de la page où il est tapé : deux onglets du même formulaire font deux brouillons.
    La collectivité est celle de l'objet du formulaire : un droit qui finit emporte les brouillons qu'il permettait.
    """

    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    formulaire = models.CharField("formulaire", max_length=60, help_text="Nom de l'adresse : app:page.")
    objet = models.CharField(
        "objet", max_length=150, blank=True, help_text="Identifiants publics de l'adresse, vide sans objet."
    )
    titre = models.CharField("titre de la page", max_length=150)
    adresse = models.CharField("adresse de la page", max_length=300)
    contenu = models.TextField("saisie chiffrée")
    modifie_a = models.DateTimeField("modifié le")
    expire_a = models.DateTimeField("effacé après le")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "saisie gardée"
        verbose_name_plural = "saisies gardées"
        ordering = ["-modifie_a"]
        constraints = [
            models.CheckConstraint(
                name="saisie_gardee_pleine",
                condition=~Q(contenu="") & ~Q(formulaire="") & ~Q(adresse=""),
                violation_error_message="Une saisie gardée dit de quel formulaire elle vient.",
            ),
            models.CheckConstraint(
                name="saisie_gardee_expiration",
                condition=Q(expire_a__gt=models.F("modifie_a")),
                violation_error_message="Le brouillon expire après sa dernière modification.",
            ),
        ]
        indexes = [
            models.Index(fields=["collectivite", "auteur", "formulaire"], name="saisie_gardee_page"),
            models.Index(fields=["expire_a"], name="saisie_gardee_purge"),
        ]
