"""Médecins agréés et conseil médical : la demande, les dates, et la seule conclusion administrative.

Les rapports n'entrent pas ici : aucune colonne ne dit ce dont l'agent souffre.
"""

from django.db import models
from django.db.models import F, Q

from cdg_portal.cloisonnement.bornes import ensemble, euros, pourcentage
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre
from sinistres.models.sinistre import auteur


@suivre("MissionEvenement")
class Mission(ObjetCloisonne):
    """Contrôle ou expertise demandé à un médecin agréé ; le délai court de l'instant de la demande."""

    class Type(models.TextChoices):
        """Nature de la mission."""

        CONTROLE = "CONTROLE", "Contre-visite"
        EXPERTISE = "EXPERTISE", "Expertise"
        TIERCE = "TIERCE", "Tierce expertise"

    class Conclusion(models.TextChoices):
        """Ce que l'administration a le droit d'en savoir."""

        JUSTIFIE = "JUSTIFIE", "Arrêt justifié"
        NON_JUSTIFIE = "NON_JUSTIFIE", "Arrêt non justifié"
        REPRISE = "REPRISE", "Reprise possible à une date"
        IMPUTABLE = "IMPUTABLE", "Imputable au service"
        NON_IMPUTABLE = "NON_IMPUTABLE", "Non imputable au service"
        ABSENT = "ABSENT", "Agent non vu"

    sinistre = lien("sinistres.Sinistre", related_name="missions")
    type = models.CharField("type", max_length=9, choices=Type)
    conteste = lien(
        "sinistres.Mission", null=True, blank=True, related_name="suites", verbose_name="conclusion contestée"
    )
    demandee_a = models.DateTimeField("demandée le")
    demandee_par = auteur(verbose_name="demandée par")
    limite_a = models.DateTimeField(
        "à réaliser avant le", null=True, blank=True, help_text="Selon le délai du contrat à la demande."
    )
    medecin = models.CharField("médecin agréé désigné", max_length=120, blank=True)
    realisee_a = models.DateTimeField("réalisée le", null=True, blank=True)
    annulee_a = models.DateTimeField("annulée le", null=True, blank=True)
    conclusion = models.CharField("conclusion administrative", max_length=15, choices=Conclusion, blank=True)
    conclusion_le = models.DateField("conclusion reçue le", null=True, blank=True)
    reprise_le = models.DateField("reprise possible le", null=True, blank=True)
    honoraires = euros("honoraires", null=True, blank=True)
    part_assureur = pourcentage("part de l'assureur (%)", default=100)
    part_collectivite = pourcentage("part de la collectivité (%)", default=0)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "mission médicale"
        verbose_name_plural = "missions médicales"
        ordering = ["-demandee_a", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "sinistre", "type"],
                condition=Q(realisee_a__isnull=True, annulee_a__isnull=True),
                name="mission_une_en_cours",
                violation_error_message="Une mission de ce type est déjà demandée pour ce dossier.",
            ),
            ordre("mission_ordre", "demandee_a", "realisee_a"),
            ordre("mission_limite", "demandee_a", "limite_a"),
            models.CheckConstraint(
                name="mission_realisee_ou_annulee",
                condition=Q(realisee_a__isnull=True) | Q(annulee_a__isnull=True),
                violation_error_message="Une mission réalisée ne s'annule pas.",
            ),
            ensemble(
                "mission_conclusion_datee",
                "conclusion",
                "conclusion_le",
                message="Une conclusion porte la date de sa réception.",
            ),
            models.CheckConstraint(
                name="mission_conclusion_realisee",
                condition=Q(conclusion="") | Q(realisee_a__isnull=False),
                violation_error_message="Seule une mission réalisée a une conclusion.",
            ),
            models.CheckConstraint(
                name="mission_reprise",
                condition=Q(conclusion="REPRISE", reprise_le__isnull=False)
                | (~Q(conclusion="REPRISE") & Q(reprise_le__isnull=True)),
                violation_error_message="La conclusion « reprise possible » porte une date, elle seule.",
            ),
            models.CheckConstraint(
                name="mission_parts",
                condition=Q(
                    part_assureur__gte=0,
                    part_collectivite__gte=0,
                    part_assureur=100 - F("part_collectivite"),
                ),
                violation_error_message="Les deux parts des honoraires font cent pour cent.",
            ),
            models.CheckConstraint(
                name="mission_honoraires", condition=Q(honoraires__isnull=True) | Q(honoraires__gte=0)
            ),
            models.CheckConstraint(
                name="mission_conteste_une_autre",
                condition=Q(conteste__isnull=True) | (Q(type="TIERCE") & ~Q(conteste=F("id"))),
                violation_error_message="Une tierce expertise, et elle seule, en conteste une autre.",
            ),
        ]


@suivre("SaisineConseilEvenement")
class SaisineConseil(ObjetCloisonne):
    """Passage devant le conseil médical ; l'autorité décide ensuite (voir Requalification)."""

    class Formation(models.TextChoices):
        """Composition saisie."""

        RESTREINTE = "RESTREINTE", "Formation restreinte"
        PLENIERE = "PLENIERE", "Formation plénière"

    class Objet(models.TextChoices):
        """Question administrative posée."""

        IMPUTABILITE = "IMPUTABILITE", "Imputabilité au service"
        OCTROI = "OCTROI", "Octroi d'un congé"
        PROLONGATION = "PROLONGATION", "Prolongation d'un congé"
        REPRISE = "REPRISE", "Reprise ou réintégration"
        DISPONIBILITE = "DISPONIBILITE", "Disponibilité d'office"
        RECLASSEMENT = "RECLASSEMENT", "Reclassement"
        INVALIDITE = "INVALIDITE", "Invalidité ou allocation temporaire"

    class Sens(models.TextChoices):
        """Sens de l'avis."""

        FAVORABLE = "FAVORABLE", "Favorable"
        PARTIEL = "PARTIEL", "Partiellement favorable"
        DEFAVORABLE = "DEFAVORABLE", "Défavorable"
        SURSIS = "SURSIS", "Sursis à statuer"

    sinistre = lien("sinistres.Sinistre", related_name="saisines")
    formation = models.CharField("formation", max_length=10, choices=Formation)
    objet = models.CharField("objet", max_length=15, choices=Objet)
    saisie_le = models.DateField("saisie le")
    seance_le = models.DateField("séance du", null=True, blank=True)
    sens = models.CharField("sens de l'avis", max_length=12, choices=Sens, blank=True)
    avis_le = models.DateField("avis rendu le", null=True, blank=True)
    reference = models.CharField("référence de l'avis", max_length=60, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "saisine du conseil médical"
        verbose_name_plural = "saisines du conseil médical"
        ordering = ["-saisie_le", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "sinistre", "objet"],
                condition=Q(avis_le__isnull=True),
                name="saisine_une_en_cours",
                violation_error_message="Le conseil médical est déjà saisi de cette question.",
            ),
            ordre("saisine_seance", "saisie_le", "seance_le"),
            ordre("saisine_avis", "saisie_le", "avis_le"),
            ensemble("saisine_avis_date", "sens", "avis_le", message="Un avis a un sens et une date."),
        ]
