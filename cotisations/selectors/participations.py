"""Lecture des participations au service du CDG."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from cotisations.models import Participation


def participations_liste(
    *, adhesion: Any | None = None, collectivites: Collection[int] | None = None
) -> QuerySet[Participation]:
    """Les participations du périmètre avec `encaisse` (€ reçus), la plus récente d'abord."""
    liste = Participation.objects.select_related("collectivite", "adhesion", "effectif").annotate(
        encaisse=Coalesce(Sum("encaissements__montant"), 0, output_field=_montant())
    )
    if collectivites is not None:
        liste = liste.filter(collectivite_id__in=collectivites)
    if adhesion is not None:
        liste = liste.filter(adhesion=adhesion)
    return liste.order_by("-exercice", "-id")


def participation_par_uid(uid: UUID | str) -> Participation | None:
    """La participation du périmètre, ou None."""
    return participations_liste().filter(uid=uid).first()


def _montant() -> Any:
    return Participation._meta.get_field("montant")
