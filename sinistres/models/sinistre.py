"""Le dossier : fait générateur → arrêts → certificats ; reprise, requalification, pièces."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from adhesions.models.codes import Risque
from cdg_portal.cloisonnement.historique import suivre
from cdg_portal.cloisonnement.identifiants import ObjetCloisonne, nouvel_uid
from cdg_portal.cloisonnement.modeles import lien
from cdg_portal.cloisonnement.periodes import ordre, sans_chevauchement
from sinistres.models.codes import MOTIFS_CHOIX, EtatSinistre

COMPTE = settings.AUTH_USER_MODEL
GARDE_DES_BROUILLONS = timedelta(days=30)


def auteur(**options: Any) -> models.ForeignKey:
    """Compte qui a fait l'acte."""
    return models.ForeignKey(
        COMPTE, on_delete=models.PROTECT, null=True, blank=True, related_name="+", **options
    )


class Brouillon(ObjetCloisonne):
    """Déclaration en cours de saisie : garde tel quel ce qui est tapé, même faux."""

    auteur = models.ForeignKey(COMPTE, on_delete=models.CASCADE, related_name="+")
    contenu = models.JSONField("saisie", default=dict)
    modifie_a = models.DateTimeField("modifié le", auto_now=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "brouillon"
        verbose_name_plural = "brouillons"
        ordering = ["-modifie_a"]

    @property
    def expire_a(self) -> datetime:
        """Le travail quotidien l'efface après cet instant, s'il n'a pas été touché."""
        return self.modifie_a + GARDE_DES_BROUILLONS


@suivre("SinistreEvenement")
class Sinistre(ObjetCloisonne):
    """Toutes les conséquences d'un même fait générateur pour un agent."""

    class Carence(models.TextChoices):
        """Jour de carence du congé de maladie ordinaire."""

        AUTO = "AUTO", "Selon la règle générale"
        EXEMPT = "EXEMPT", "Exception légale (sans jour de carence)"

    numero = models.CharField("numéro", max_length=30, unique=True)
    agent = lien("adhesions.Agent", related_name="sinistres")
    adhesion = lien("adhesions.Adhesion", related_name="sinistres")
    motif = models.CharField("motif", max_length=25, choices=MOTIFS_CHOIX)
    risque = models.CharField("garantie", max_length=5, choices=Risque)
    survenance = models.DateField("survenance")
    connu_employeur_le = models.DateField("connu de l'employeur le")
    connu_assureur_le = models.DateField("connu de l'assureur le", null=True, blank=True)
    tiers_implique = models.BooleanField("un tiers est impliqué", default=False)
    origine = lien(
        "sinistres.Sinistre", null=True, blank=True, related_name="suites", verbose_name="sinistre d'origine"
    )
    refus_precedent = models.BooleanField(
        "refus justifié de l'assureur précédent",
        null=True,
        blank=True,
        help_text="Pour un évènement antérieur au contrat seulement.",
    )
    conservatoire = models.BooleanField(
        "déclaration conservatoire",
        default=False,
        help_text="Garantie non souscrite aujourd'hui, déclarée pour préserver les délais avant une requalification.",
    )
    carence = models.CharField("jour de carence", max_length=6, choices=Carence, default=Carence.AUTO)
    attente_decision = models.BooleanField("en attente d'une décision (droits épuisés)", default=False)
    etat = models.CharField("état", max_length=15, choices=EtatSinistre)
    # Jeton du formulaire : deux clics, deux onglets ou un rejeu donnent un seul dossier.
    cle_saisie = models.UUIDField(default=nouvel_uid, editable=False)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "sinistre"
        verbose_name_plural = "sinistres"
        ordering = ["-survenance", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["collectivite", "cle_saisie"], name="sinistre_saisie_unique"),
            models.CheckConstraint(name="sinistre_pas_sa_propre_origine", condition=~Q(origine=F("id"))),
        ]
        indexes = [
            models.Index(fields=["collectivite", "-survenance", "-id"], name="sinistre_liste"),
            models.Index(fields=["collectivite", "agent"], name="sinistre_agent"),
            models.Index(fields=["etat", "-survenance"], name="sinistre_etat"),
        ]

    def __str__(self) -> str:
        return self.numero


@suivre("ArretEvenement")
class Arret(ObjetCloisonne):
    """Absence continue d'un sinistre ; une rechute est un nouvel arrêt du même sinistre."""

    class Type(models.TextChoices):
        """Place de l'arrêt dans le sinistre."""

        INITIAL = "INITIAL", "Arrêt initial"
        RECHUTE = "RECHUTE", "Rechute"
        TPT = "TPT", "Temps partiel thérapeutique"

    sinistre = lien("sinistres.Sinistre", on_delete=models.CASCADE, related_name="arrets")
    rang = models.PositiveSmallIntegerField("rang")
    type = models.CharField("type", max_length=8, choices=Type)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "arrêt"
        verbose_name_plural = "arrêts"
        ordering = ["sinistre", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["collectivite", "sinistre", "rang"], name="arret_rang")
        ]


@suivre("CertificatEvenement")
class Certificat(ObjetCloisonne):
    """Certificat d'arrêt ou de prolongation : seules ses dates sont gardées, jamais son contenu."""

    class Type(models.TextChoices):
        """Nature du certificat."""

        INITIAL = "INITIAL", "Initial"
        PROLONGATION = "PROLONGATION", "Prolongation"

    arret = lien("sinistres.Arret", on_delete=models.CASCADE, related_name="certificats")
    agent = lien("adhesions.Agent", related_name="certificats")
    type = models.CharField("type", max_length=12, choices=Type)
    debut = models.DateField("premier jour")
    fin = models.DateField("dernier jour")
    quotite_travail = models.DecimalField(
        "quotité travaillée (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )
    recu_le = models.DateField("reçu le")
    saisi_par = auteur(verbose_name="saisi par")
    annule_le = models.DateField("annulé le", null=True, blank=True)
    annule_motif = models.CharField("motif de l'annulation", max_length=200, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "certificat"
        verbose_name_plural = "certificats"
        ordering = ["debut", "id"]
        constraints = [
            ordre("certificat_ordre", "debut", "fin"),
            sans_chevauchement(
                "certificat_sans_chevauchement",
                "agent_id",
                debut="debut",
                fin="fin",
                condition=Q(annule_le__isnull=True),
                message="Cet agent a déjà un certificat sur une partie de ces jours.",
            ),
        ]
        indexes = [models.Index(fields=["collectivite", "agent", "debut"], name="certificat_agent")]

    @property
    def jours(self) -> int:
        """Jours calendaires, bornes incluses."""
        return (self.fin - self.debut).days + 1


@suivre("RepriseEvenement")
class Reprise(ObjetCloisonne):
    """Reprise effective : saisie, jamais déduite de la fin du dernier certificat."""

    arret = models.OneToOneField(
        "sinistres.Arret", on_delete=models.CASCADE, db_constraint=False, related_name="reprise"
    )
    effective_le = models.DateField("reprise effective le")
    saisi_par = auteur(verbose_name="saisie par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "reprise"
        verbose_name_plural = "reprises"


@suivre("RequalificationEvenement")
class Requalification(ObjetCloisonne):
    """Changement de nature décidé : une ligne immuable de plus, la dernière l'emporte."""

    AJOUT_SEUL = True

    sinistre = lien("sinistres.Sinistre", related_name="requalifications")
    rang = models.PositiveSmallIntegerField("rang")
    de = models.CharField("ancienne nature", max_length=5, choices=Risque)
    vers = models.CharField("nouvelle nature", max_length=5, choices=Risque)
    effet = models.DateField("à compter du")
    decision_le = models.DateField("décision du")
    reference_arrete = models.CharField("référence de l'arrêté", max_length=60)
    motif = models.CharField("motif", max_length=300, blank=True)
    decide_par = auteur(verbose_name="enregistrée par")

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "requalification"
        verbose_name_plural = "requalifications"
        ordering = ["sinistre", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["collectivite", "sinistre", "rang"], name="requalification_rang")
        ]


@suivre("PieceEvenement")
class Piece(ObjetCloisonne):
    """Pièce attendue au dossier et son suivi ; les pièces médicales restent chez l'agent ou le médecin."""

    class Statut(models.TextChoices):
        """Où en est la pièce."""

        ATTENDUE = "ATTENDUE", "Attendue"
        DEMANDEE = "DEMANDEE", "Demandée"
        RECUE = "RECUE", "Reçue"

    sinistre = lien("sinistres.Sinistre", on_delete=models.CASCADE, related_name="pieces")
    code = models.CharField("code", max_length=40)
    libelle = models.CharField("pièce", max_length=200)
    obligatoire = models.BooleanField("obligatoire", default=True)
    statut = models.CharField("statut", max_length=10, choices=Statut, default=Statut.ATTENDUE)
    demandee_le = models.DateField("demandée le", null=True, blank=True)
    demande_motif = models.CharField("motif de la demande", max_length=300, blank=True)
    recue_le = models.DateField("reçue le", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "pièce"
        verbose_name_plural = "pièces"
        ordering = ["sinistre", "-obligatoire", "id"]
        constraints = [
            models.UniqueConstraint(fields=["collectivite", "sinistre", "code"], name="piece_unique"),
            models.CheckConstraint(
                name="piece_recue_datee",
                condition=~Q(statut="RECUE") | Q(recue_le__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.libelle
