"""Comptes et liens de connexion à usage unique. Le temps est toujours donné par l'appelant."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cdg_portal.comptes.models import Compte, LienConnexion
from cdg_portal.comptes.regles.empreintes import empreinte_du_jeton
from cdg_portal.comptes.selectors import lien_valable
from cdg_portal.comptes.services.tentatives import un_par_un
from cdg_portal.comptes.signaux import acte_sur_compte
from cdg_portal.socle.erreurs import ErreurMetier


class LienRefuse(ErreurMetier):
    """Le lien n'ouvre rien : inconnu, déjà utilisé, expiré, ou interdit sur cette installation."""

    def __init__(self) -> None:
        super().__init__(
            "lien-refuse",
            "Ce lien de connexion n'est plus valable : il a déjà servi, ou il a expiré. Demandez-en un autre.",
        )


class LiensInterdits(ErreurMetier):
    """Les liens de connexion n'existent qu'en démonstration et en formation."""

    def __init__(self) -> None:
        super().__init__(
            "liens-interdits", "Les liens de connexion n'existent qu'en démonstration et en formation."
        )


@transaction.atomic
def lien_de_connexion_creer(*, compte: Compte, maintenant: datetime, duree: timedelta) -> str:
    """Crée un lien pour ce compte et rend son jeton, montré une seule fois : seule son empreinte est gardée.

    Lève LiensInterdits hors démonstration et formation.
    """
    if not settings.LIENS_DE_CONNEXION:
        raise LiensInterdits
    jeton = secrets.token_urlsafe(32)
    LienConnexion.objects.create(
        compte=compte, empreinte=empreinte_du_jeton(jeton), expire_a=maintenant + duree
    )
    return jeton


@transaction.atomic
def lien_de_connexion_consommer(*, jeton: str, maintenant: datetime) -> Compte:
    """Use le lien et rend son compte ; deux envois simultanés n'ouvrent qu'une session. Lève LienRefuse."""
    lien = lien_valable(jeton=jeton, maintenant=maintenant) if settings.LIENS_DE_CONNEXION else None
    if lien is None:
        raise LienRefuse
    pris = LienConnexion.objects.filter(pk=lien.pk, utilise_a__isnull=True, expire_a__gt=maintenant).update(
        utilise_a=maintenant
    )
    if not pris:
        raise LienRefuse
    return lien.compte


@transaction.atomic
def compte_creer(*, email: str, prenom: str, nom: str, administre: bool = False) -> tuple[Compte, bool]:
    """Le compte de cette adresse, créé s'il n'existe pas (sans mot de passe), et s'il est nouveau.

    `administre` : donne accès à l'administration, sous réserve de l'habilitation d'administrateur. Deux créations à la
    fois d'une même adresse se suivent : la seconde trouve le compte de la première. La création se consigne.
    """
    adresse = email.strip().lower()
    un_par_un(f"compte {adresse}")
    existant = Compte.objects.filter(email=adresse).first()
    if existant:
        return existant, False
    compte = Compte.objects.create_user(
        adresse, prenom=prenom, nom=nom, is_staff=administre, is_superuser=administre
    )
    ouvert = ", avec accès à l'administration" if administre else ""
    acte_sur_compte.send(
        sender=Compte,
        compte=compte,
        action="compte-cree",
        libelle=f"Compte créé{ouvert} : {compte}",
        motif="",
    )
    return compte, True
