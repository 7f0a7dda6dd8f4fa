"""Comptes de connexion. Les agents n'en ont pas ; un compte ne dit rien de ses droits (voir perimetres)."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from cdg_portal.cloisonnement.historique import suivre_compte
from cdg_portal.cloisonnement.identifiants import AvecUid

IDENTITE = ("id", "uid", "email", "prenom", "nom", "is_active", "is_staff", "is_superuser", "cree_a")


class GestionnaireDeComptes(BaseUserManager["Compte"]):
    """Création par adresse électronique."""

    def create_user(self, email: str, password: str | None = None, **champs: Any) -> "Compte":
        """Crée un compte ; sans mot de passe, la connexion par mot de passe est impossible."""
        compte = self.model(email=self.normalize_email(email).lower(), **champs)
        compte.set_password(password)
        compte.full_clean(exclude=["password"])
        compte.save(using=self._db)
        return compte

    def create_superuser(self, email: str, password: str | None = None, **champs: Any) -> "Compte":
        """Compte d'administration technique (accès à /admin/)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **champs)


@suivre_compte("CompteEvenement", champs=IDENTITE, tus=("password",))
class Compte(AvecUid, AbstractBaseUser, PermissionsMixin):
    """Une personne qui se connecte, désignée par son adresse électronique."""

    email = models.EmailField("adresse électronique", unique=True)
    prenom = models.CharField("prénom", max_length=80)
    nom = models.CharField("nom", max_length=80)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("accès à l'administration", default=False)
    cree_a = models.DateTimeField("créé le", auto_now_add=True)

    objects = GestionnaireDeComptes()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["prenom", "nom"]

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        ordering = ["nom", "prenom", "id"]
        constraints = [
            models.CheckConstraint(
                name="compte_email_minuscule",
                condition=Q(email=Lower("email")),
                violation_error_message="L'adresse électronique s'écrit en minuscules.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """« Prénom Nom »."""
        return f"{self.prenom} {self.nom}"

    def get_short_name(self) -> str:
        """Le prénom."""
        return self.prenom


class LienConnexion(models.Model):
    """Lien de connexion à usage unique, en démonstration et en formation seulement.

    Seule l'empreinte du jeton est gardée ; le lien expire et ne sert qu'une fois.
    """

    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="liens_de_connexion")
    empreinte = models.CharField(max_length=64, unique=True)
    expire_a = models.DateTimeField("expire le")
    utilise_a = models.DateTimeField("utilisé le", null=True, blank=True)

    class Meta:
        verbose_name = "lien de connexion"
        verbose_name_plural = "liens de connexion"


class TentativeConnexion(models.Model):
    """Secret faux : de quoi limiter les essais, sans garder ni adresse ni nom de compte.

    `empreinte` désigne la portée limitée (compte et poste, code, demande) ; `sujet`, le compte, d'où qu'on essaie ;
    `poste`, l'adresse d'où l'on essaie, quel que soit le compte.
    """

    empreinte = models.CharField(max_length=64)
    sujet = models.CharField(max_length=64, blank=True, default="")
    poste = models.CharField(max_length=64, blank=True, default="")
    instant = models.DateTimeField("instant")

    class Meta:
        verbose_name = "tentative de connexion"
        verbose_name_plural = "tentatives de connexion"
        ordering = ["-instant"]
        indexes = [
            models.Index(fields=["empreinte", "instant"], name="tentative_couple"),
            models.Index(fields=["sujet", "instant"], name="tentative_sujet"),
            models.Index(fields=["poste", "instant"], name="tentative_poste"),
            models.Index(fields=["instant"], name="tentative_instant"),
        ]


class PosteConnu(models.Model):
    """Un poste d'où un compte est déjà entré : la limite d'ensemble de ce compte ne l'arrête pas."""

    empreinte = models.CharField(max_length=64, unique=True)
    vu_a = models.DateTimeField("vu le")

    class Meta:
        verbose_name = "poste connu"
        verbose_name_plural = "postes connus"


@suivre_compte("IdentiteProConnectEvenement", champs=("id", "compte", "sub", "rattachee_a"))
class IdentiteProConnect(models.Model):
    """Le lien durable entre un compte et l'identifiant (`sub`) que ProConnect donne à cette personne."""

    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="identites_proconnect")
    sub = models.CharField("identifiant", max_length=255, unique=True)
    rattachee_a = models.DateTimeField("rattachée le")
    # Empreinte de la dernière adresse différente dont le compte a été prévenu : on ne prévient qu'une fois.
    adresse_signalee = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "identité ProConnect"
        verbose_name_plural = "identités ProConnect"


@suivre_compte(
    "SecondFacteurEvenement", champs=("id", "user", "type", "created_at", "last_used_at"), tus=("data",)
)
class SecondFacteur(Authenticator):
    """Le second facteur d'allauth, sous un nom à nous : de quoi en suivre les écritures, jamais les secrets."""

    class Meta:
        proxy = True
        verbose_name = "second facteur"
        verbose_name_plural = "seconds facteurs"
