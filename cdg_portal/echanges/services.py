"""Une demande, un effet : la clé se réserve dans la transaction de l'effet, la seconde demande attend la première."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from cdg_portal.cloisonnement.identifiants import nouvel_uid
from cdg_portal.echanges.models import CleIdempotence

DUREE = timedelta(days=2)
CREE = 201


@dataclass(frozen=True, slots=True)
class Reservation:
    """`neuve` : à nous de faire l'effet. Sinon `adresse` est celle du résultat déjà obtenu."""

    cle: CleIdempotence
    neuve: bool

    @property
    def adresse(self) -> str:
        """Où le premier envoi a mené."""
        return str(self.cle.entetes.get("Location", ""))


@transaction.atomic
def demande_reserver(
    *, collectivite: Any, emetteur: UUID, cle: str, empreinte: str, maintenant: datetime
) -> Reservation:
    """Réserve cette clé, ou rend celle qui l'est déjà.

    Deux demandes simultanées : l'unicité fait attendre la seconde jusqu'à la fin de la transaction de la première.
    Si celle-ci échoue, sa réservation disparaît avec elle et la seconde fait l'effet.
    """
    notre = nouvel_uid()
    CleIdempotence.objects.bulk_create(
        [
            CleIdempotence(
                uid=notre,
                collectivite=collectivite,
                emetteur=emetteur,
                cle=cle,
                empreinte=empreinte,
                expire_a=maintenant + DUREE,
            )
        ],
        ignore_conflicts=True,
    )
    inscrite = CleIdempotence.objects.get(emetteur=emetteur, cle=cle)
    return Reservation(inscrite, neuve=inscrite.uid == notre)


def demande_aboutie(*, reservation: Reservation, adresse: str) -> None:
    """Garde l'adresse du résultat : un second envoi y sera mené."""
    reservation.cle.statut, reservation.cle.entetes = CREE, {"Location": adresse}
    reservation.cle.save(update_fields=["statut", "entetes"])


def demande_deja_aboutie(*, emetteur: UUID, prefixe: str) -> bool:
    """Vrai si une demande dont la clé commence ainsi a eu son effet."""
    faites = CleIdempotence.objects.filter(emetteur=emetteur, cle__commence_par=prefixe, statut=CREE)
    return faites.exists()


def demande_rendue(*, reservation: Reservation) -> None:
    """La saisie est à corriger : la clé resservira."""
    CleIdempotence.objects.filter(pk=reservation.cle.pk).delete()


@transaction.atomic
def cles_purger(*, maintenant: datetime) -> int:
    """Efface les clés expirées du périmètre ; rend leur nombre."""
    nombre, _ = CleIdempotence.objects.filter(expire_a__lte=maintenant).delete()
    return nombre
