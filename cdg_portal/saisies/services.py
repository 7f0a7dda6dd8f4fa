"""Écriture des brouillons."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from cdg_portal.echanges.services import demande_deja_aboutie
from cdg_portal.saisies.contenu import exiger_une_longueur, fermer
from cdg_portal.saisies.jeton import Jeton
from cdg_portal.saisies.models import SaisieGardee
from cdg_portal.socle.erreurs import ErreurMetier

DUREE = timedelta(days=30)
PAR_COMPTE = 50


class TropDeBrouillons(ErreurMetier):
    """Trop de formulaires commencés."""

    def __init__(self) -> None:
        super().__init__(
            "trop-de-brouillons",
            f"Vous avez déjà {PAR_COMPTE} brouillons : abandonnez-en dans « Mes brouillons » pour en garder d'autres.",
        )


class SaisieDejaEnregistree(ErreurMetier):
    """La frappe est arrivée après l'envoi : la garder ferait renaître un brouillon sans objet."""

    def __init__(self) -> None:
        super().__init__(
            "saisie-deja-enregistree",
            "Cette saisie est déjà enregistrée : pour en commencer une autre, rouvrez la page.",
        )


@transaction.atomic
def saisie_garder(
    *, auteur: Any, collectivite: Any, jeton: Jeton, contenu: dict[str, list[str]], maintenant: datetime
) -> SaisieGardee:
    """Garde la saisie telle quelle, juste ou non, à la place de la précédente.

    La clé du jeton désigne le brouillon. Lève `saisie-trop-longue`, `trop-de-brouillons` ou `saisie-deja-enregistree`.
    """
    exiger_une_longueur(contenu)
    saisie_verrouiller(cle=jeton.cle)
    if demande_deja_aboutie(emetteur=auteur.uid, prefixe=f"{jeton.cle}:"):
        raise SaisieDejaEnregistree
    siennes = SaisieGardee.objects.filter(auteur=auteur)
    uid = UUID(jeton.cle)
    if not siennes.filter(uid=uid).exists() and siennes.count() >= PAR_COMPTE:
        raise TropDeBrouillons
    gardee, _ = SaisieGardee.objects.update_or_create(
        auteur=auteur,
        collectivite=collectivite,
        uid=uid,
        defaults={
            "formulaire": jeton.formulaire,
            "objet": jeton.objet,
            "titre": jeton.titre,
            "adresse": jeton.adresse,
            "contenu": fermer(contenu),
            "modifie_a": maintenant,
            "expire_a": maintenant + DUREE,
        },
    )
    return gardee


def saisie_verrouiller(*, cle: str) -> None:
    """Jusqu'à la fin de la transaction, l'envoi et la frappe d'une même saisie s'attendent."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"saisie:{cle}"])


@transaction.atomic
def saisie_abandonner(*, saisie: SaisieGardee) -> None:
    """Efface un brouillon ; déjà effacé, rien ne change."""
    SaisieGardee.objects.filter(pk=saisie.pk).delete()


@transaction.atomic
def saisie_aboutie(*, auteur: Any, jeton: Jeton) -> None:
    """Le formulaire est enregistré : son brouillon n'a plus d'objet, celui d'un autre onglet reste."""
    SaisieGardee.objects.filter(auteur=auteur, uid=UUID(jeton.cle)).delete()


@transaction.atomic
def saisies_purger(*, maintenant: datetime) -> int:
    """Efface les brouillons expirés du périmètre ; rend leur nombre."""
    nombre, _ = SaisieGardee.objects.filter(expire_a__lte=maintenant).delete()
    return nombre
