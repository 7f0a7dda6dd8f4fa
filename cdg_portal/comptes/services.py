"""Connexion : liens à usage unique et limite des tentatives. Le temps est toujours donné par l'appelant."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from cdg_portal.comptes.models import Compte, LienConnexion, TentativeConnexion
from cdg_portal.comptes.regles.empreintes import empreinte_de_tentative, empreinte_du_jeton
from cdg_portal.comptes.selectors import lien_valable
from cdg_portal.socle.erreurs import ErreurMetier

ECHECS_PERMIS = 10
FENETRE = timedelta(hours=1)


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


class TropDeTentatives(ErreurMetier):
    """Trop de mots de passe faux pour ce compte depuis cette adresse."""

    def __init__(self) -> None:
        super().__init__(
            "trop-de-tentatives",
            "Trop de tentatives de connexion pour ce compte depuis votre poste. Réessayez dans une heure.",
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
def connexion_verifier(
    *, email: str, adresse: str, verifier: Callable[[], Compte | None], maintenant: datetime
) -> Compte | None:
    """Appelle `verifier` si moins de dix échecs ont eu lieu dans l'heure ; compte l'échec, oublie après un succès.

    `verifier` rend le compte si le mot de passe est bon, sinon None. Lève TropDeTentatives.
    """
    empreinte = empreinte_de_tentative(email=email, adresse=adresse, cle=settings.SECRET_KEY)
    with connection.cursor() as curseur:  # les essais simultanés d'un même couple passent un par un
        curseur.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [empreinte])
    echecs = TentativeConnexion.objects.filter(empreinte=empreinte, instant__gt=maintenant - FENETRE)
    if echecs.count() >= ECHECS_PERMIS:
        raise TropDeTentatives
    compte = verifier()
    if compte is None:
        TentativeConnexion.objects.filter(instant__lte=maintenant - FENETRE).delete()
        TentativeConnexion.objects.create(empreinte=empreinte, instant=maintenant)
        return None
    echecs.delete()
    return compte


@transaction.atomic
def compte_creer(*, email: str, prenom: str, nom: str, administre: bool = False) -> tuple[Compte, bool]:
    """Le compte de cette adresse, créé s'il n'existe pas (sans mot de passe), et s'il est nouveau.

    `administre` : donne accès à l'administration, sous réserve de l'habilitation d'administrateur.
    """
    existant = Compte.objects.filter(email=email.strip().lower()).first()
    if existant:
        return existant, False
    return Compte.objects.create_user(
        email, prenom=prenom, nom=nom, is_staff=administre, is_superuser=administre
    ), True
