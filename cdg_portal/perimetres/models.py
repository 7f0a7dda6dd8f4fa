"""Qui est l'employeur, et qui a le droit d'agir pour lui."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cdg_portal.cloisonnement.bornes import empreinte_sha256
from cdg_portal.cloisonnement.historique import EvenementDeCollectivite, suivre
from cdg_portal.cloisonnement.identifiants import AvecUid, ObjetCloisonne
from cdg_portal.cloisonnement.modeles import ModeleCloisonne, lien
from cdg_portal.cloisonnement.periodes import ordre, sans_chevauchement
from cdg_portal.perimetres.roles import Role
from cdg_portal.socle.texte import cle_tri


@suivre("CollectiviteEvenement", base_model=EvenementDeCollectivite)
class Collectivite(AvecUid, ModeleCloisonne):
    """Un employeur (SIREN) : commune, CCAS, syndicat… ou le CDG lui-même (`est_cdg`)."""

    CLE_PERIMETRE = "id"

    class Strate(models.TextChoices):
        """Taille au sens du contrat groupe."""

        PETITE = "PETITE", "Moins de 30 agents CNRACL"
        GRANDE = "GRANDE", "30 agents CNRACL et plus"

    siren = models.CharField("SIREN", max_length=9, unique=True, validators=[RegexValidator(r"^\d{9}$")])
    denomination = models.CharField("dénomination", max_length=200)
    cle_tri = models.CharField(max_length=200, editable=False)
    strate = models.CharField("strate", max_length=10, choices=Strate, default=Strate.PETITE)
    est_cdg = models.BooleanField("est le Centre de gestion", default=False)
    representant = models.CharField("représentant légal", max_length=120, blank=True)
    adresse = models.CharField("adresse", max_length=200, blank=True)
    successeur = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="succédée par"
    )

    class Meta(ModeleCloisonne.Meta):
        verbose_name = "collectivité"
        verbose_name_plural = "collectivités"
        ordering = ["cle_tri", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["est_cdg"], condition=Q(est_cdg=True), name="perimetres_un_seul_cdg"
            ),
            # La politique de ligne lit le bit de ce numéro ; 0 est la ligne commune du journal.
            models.CheckConstraint(condition=Q(id__gte=1), name="perimetres_numero_positif"),
        ]
        indexes = [
            models.Index(fields=["cle_tri"], name="collectivite_tri", opclasses=["varchar_pattern_ops"])
        ]

    def __str__(self) -> str:
        return self.denomination

    @property
    def collectivite_id(self) -> int:
        """La collectivité est à elle-même : ses actes et son historique se lisent comme ceux de tout objet."""
        return self.pk

    def save(self, *args: object, **kwargs: object) -> None:
        """Tient la clé de tri à jour."""
        self.cle_tri = cle_tri(self.denomination)[:200]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


@suivre("SiretEvenement")
class Siret(ObjetCloisonne):
    """Établissement de la collectivité, daté : un déménagement change le SIRET, pas l'employeur."""

    siret = models.CharField("SIRET", max_length=14, validators=[RegexValidator(r"^\d{14}$")])
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "SIRET"
        verbose_name_plural = "SIRET"
        ordering = ["-du"]
        constraints = [
            models.UniqueConstraint(fields=["collectivite", "siret", "du"], name="siret_unique"),
            sans_chevauchement(
                "siret_sans_chevauchement",
                "collectivite_id",
                message="La collectivité a déjà un SIRET principal sur cette période.",
            ),
            ordre("siret_ordre"),
        ]

    def __str__(self) -> str:
        return self.siret


@suivre("HabilitationEvenement")
class Habilitation(ObjetCloisonne):
    """Droit daté d'un compte : rôle × collectivité. Pour un rôle du CDG, la collectivité est le CDG."""

    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="habilitations"
    )
    role = models.CharField("rôle", max_length=20, choices=Role)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    delegant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="par délégation de",
    )
    # Le droit délégué : sa fin finit la délégation, et un droit reçu ne se délègue pas à son tour.
    source = lien("self", null=True, blank=True, related_name="delegations", verbose_name="droit délégué")
    motif = models.CharField("motif", max_length=300, blank=True, help_text="Exigé d'une délégation.")
    motif_fin = models.CharField("motif de la fin", max_length=300, blank=True)
    retiree_a = models.DateTimeField("coupée le", null=True, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "habilitation"
        verbose_name_plural = "habilitations"
        ordering = ["compte", "role", "id"]
        constraints = [
            ordre("habilitation_ordre"),
            models.UniqueConstraint(
                fields=["collectivite", "compte", "role", "du"], name="habilitation_unique"
            ),
            models.CheckConstraint(
                name="habilitation_pas_soi_meme",
                condition=Q(delegant__isnull=True) | ~Q(delegant=F("compte")),
                violation_error_message="On ne se délègue pas à soi-même.",
            ),
            models.CheckConstraint(
                name="habilitation_delegation",
                condition=Q(delegant__isnull=True, source__isnull=True)
                | (Q(delegant__isnull=False, source__isnull=False, au__isnull=False) & ~Q(motif="")),
                violation_error_message="Une délégation dit de qui, de quel droit, jusqu'à quand et pourquoi.",
            ),
            models.CheckConstraint(
                name="habilitation_coupee",
                condition=Q(retiree_a__isnull=True) | (Q(au__isnull=False) & ~Q(motif_fin="")),
                violation_error_message="Un droit coupé a une date de fin et un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.du:%d/%m/%Y})"


@suivre("InvitationEvenement")
class Invitation(ObjetCloisonne):
    """Proposition d'un rôle à une adresse. Elle sert une fois, avant son terme ; seule l'empreinte du jeton reste.

    Acceptée ou retirée, elle ne change plus et ne s'efface plus, sauf l'adresse (anonymisation).
    """

    class Envoi(models.TextChoices):
        """Ce qu'est devenu le message."""

        A_ENVOYER = "A_ENVOYER", "Message pas encore parti"
        ENVOYE = "ENVOYE", "Message envoyé"
        ECHEC = "ECHEC", "Message non parti"

    email = models.EmailField("adresse électronique")
    role = models.CharField("rôle", max_length=20, choices=Role)
    empreinte = models.CharField("empreinte du jeton", max_length=64, unique=True)
    invite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="invité par"
    )
    expire_a = models.DateTimeField("expire le")
    acceptee_a = models.DateTimeField("acceptée le", null=True, blank=True)
    acceptee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="acceptée par",
    )
    retiree_a = models.DateTimeField("retirée le", null=True, blank=True)
    envoi = models.CharField("message", max_length=10, choices=Envoi, default=Envoi.A_ENVOYER)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["-id"]
        constraints = [
            empreinte_sha256("invitation_empreinte"),
            models.UniqueConstraint(
                fields=["collectivite", "email", "role"],
                condition=Q(acceptee_a__isnull=True, retiree_a__isnull=True),
                name="invitation_une_en_attente",
                violation_error_message="Une invitation à ce rôle attend déjà la réponse de cette adresse.",
            ),
            models.CheckConstraint(
                name="invitation_email_minuscule",
                condition=Q(email=Lower("email")),
                violation_error_message="L'adresse électronique s'écrit en minuscules.",
            ),
            models.CheckConstraint(
                name="invitation_expiration",
                condition=Q(expire_a__gt=F("cree_a")),
                violation_error_message="L'invitation expire avant d'être envoyée.",
            ),
            models.CheckConstraint(
                name="invitation_acceptee",
                condition=Q(acceptee_a__isnull=True, acceptee_par__isnull=True)
                | Q(
                    acceptee_a__isnull=False,
                    acceptee_a__lte=F("expire_a"),
                    acceptee_par__isnull=False,
                    retiree_a__isnull=True,
                ),
                violation_error_message="Une invitation s'accepte par un compte, avant son terme et son retrait.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} : {self.email}"


@suivre("DemandeAccesEvenement")
class DemandeAcces(ObjetCloisonne):
    """Rattachement proposé par un fournisseur d'identité (SIRET) : il ne donne aucun droit, quelqu'un décide.

    Un SIRET inconnu ou fermé arrive au CDG : le demandeur lit la même chose dans tous les cas.
    """

    class Issue(models.TextChoices):
        """Ce qui a été décidé."""

        ACCEPTEE = "ACCEPTEE", "Acceptée"
        REFUSEE = "REFUSEE", "Refusée"

    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="demandeur"
    )
    siret = models.CharField("SIRET annoncé", max_length=14)
    organisation = models.CharField("organisation annoncée", max_length=200, blank=True)
    issue = models.CharField("décision", max_length=10, choices=Issue, blank=True)
    role = models.CharField("rôle accordé", max_length=20, choices=Role, blank=True)
    decidee_a = models.DateTimeField("décidée le", null=True, blank=True)
    decidee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décidée par",
    )
    motif = models.CharField("motif du refus", max_length=300, blank=True)

    class Meta(ObjetCloisonne.Meta):
        verbose_name = "demande d'accès"
        verbose_name_plural = "demandes d'accès"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="demande_acces_siret",
                condition=Q(siret__regex=r"^\d{14}$"),
                violation_error_message="Un SIRET compte 14 chiffres.",
            ),
            models.UniqueConstraint(
                fields=["collectivite", "compte", "siret"],
                condition=Q(decidee_a__isnull=True),
                name="demande_acces_une_en_attente",
                violation_error_message="Cette demande attend déjà une décision.",
            ),
            models.CheckConstraint(
                name="demande_acces_issue",
                condition=Q(issue="", role="", motif="", decidee_a__isnull=True, decidee_par__isnull=True)
                | (
                    Q(issue="ACCEPTEE", motif="", decidee_a__isnull=False, decidee_par__isnull=False)
                    & ~Q(role="")
                )
                | (
                    Q(issue="REFUSEE", role="", decidee_a__isnull=False, decidee_par__isnull=False)
                    & ~Q(motif="")
                ),
                violation_error_message="Une demande s'accepte avec un rôle ou se refuse avec un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compte} : {self.siret}"
