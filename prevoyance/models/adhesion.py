"""L'adhésion d'un agent au contrat de prévoyance."""

from django.db import models
from django.db.models import Q

from cdg_portal.cloisonnement.bornes import ensemble
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre, sans_chevauchement


@suivre("AdhesionAgentEvenement")
class AdhesionAgent(ObjetCloisonne):
    """Adhésion facultative d'un agent, par bulletin signé ; changer d'option ouvre une ligne de plus."""

    class Origine(models.TextChoices):
        """Ce qui ouvre le droit d'adhérer ; le délai sans condition court de `origine_le`."""

        CONTRAT = "CONTRAT", "Prise d'effet du contrat"
        EMBAUCHE = "EMBAUCHE", "Embauche"
        RETOUR = "RETOUR", "Retour de congé parental ou de disponibilité"
        ENGAGEMENT = "ENGAGEMENT", "Engagement pris dans le délai, ancien contrat en cours"
        HORS_DELAI = "HORS_DELAI", "Hors délai, après une période sans arrêt"
        OPTION = "OPTION", "Changement d'option"

    class MotifFin(models.TextChoices):
        """Pourquoi elle cesse."""

        DEMANDE = "DEMANDE", "Demande de l'agent"
        OPTION = "OPTION", "Changement d'option"
        DEPART = "DEPART", "Départ de la collectivité"
        RETRAITE = "RETRAITE", "Retraite ou âge limite"
        DECES = "DECES", "Décès"
        CONTRAT = "CONTRAT", "Fin du contrat"

    agent = lien("adhesions.Agent", related_name="adhesions_prevoyance")
    contrat = models.ForeignKey("adhesions.Contrat", on_delete=models.PROTECT, related_name="+")
    origine = models.CharField("origine", max_length=10, choices=Origine)
    origine_le = models.DateField("délai ouvert le")
    signee_le = models.DateField("bulletin signé le")
    option_deces = models.BooleanField("option décès", default=False)
    en_arret = models.BooleanField(
        "en arrêt à l'ouverture du délai",
        default=False,
        help_text="La garantie ne vaut alors que pour les risques d'origine postérieure à l'effet.",
    )
    effet = models.DateField("effet")
    fin = models.DateField("fin", null=True, blank=True)
    fin_motif = models.CharField("motif de la fin", max_length=10, choices=MotifFin, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "adhésion d'agent"
        verbose_name_plural = "adhésions d'agents"
        ordering = ["-effet", "-id"]
        constraints = [
            ordre("adhesion_agent_ordre", "effet", "fin"),
            ordre("adhesion_agent_effet_apres_signature", "signee_le", "effet"),
            sans_chevauchement(
                "adhesion_agent_une",
                "agent_id",
                "contrat_id",
                debut="effet",
                fin="fin",
                message="L'agent adhère déjà à ce contrat sur cette période.",
            ),
            ensemble(
                "adhesion_agent_fin_motivee",
                "fin_motif",
                "fin",
                message="Une fin porte son motif, et l'inverse.",
            ),
            models.CheckConstraint(
                name="adhesion_agent_en_arret",
                condition=Q(en_arret=False) | ~Q(origine="HORS_DELAI"),
                violation_error_message="Hors délai, l'agent n'adhère qu'après une période sans arrêt.",
            ),
        ]
