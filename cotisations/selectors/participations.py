"""Lecture des participations au service du CDG."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from cdg_portal.perimetres.selectors import collectivites_nommees
from cotisations.models import Participation
from cotisations.selectors.etapes import etapes_lisibles


def participations_liste(
    *, recherche: str = "", adhesion: Any | None = None, collectivites: Collection[int] | None = None
) -> QuerySet[Participation]:
    """Les participations du périmètre avec `encaisse` (€ reçus), la plus récente d'abord."""
    liste = Participation.objects.select_related("collectivite", "adhesion", "effectif").annotate(
        encaisse=Coalesce(Sum("encaissements__montant"), 0, output_field=_montant())
    )
    if collectivites is not None:
        liste = liste.filter(collectivite_id__in=collectivites)
    if recherche.strip():
        liste = liste.filter(
            Q(numero__commence_par=recherche.strip().upper())
            | Q(collectivite_id__in=collectivites_nommees(recherche).values("pk"))
        )
    if adhesion is not None:
        liste = liste.filter(adhesion=adhesion)
    return liste.order_by("-exercice", "-id")


def participation_de(*, adhesion: Any, exercice: int) -> Participation | None:
    """La participation d'une adhésion pour un exercice, ou None."""
    return Participation.objects.filter(
        collectivite_id=adhesion.collectivite_id, adhesion=adhesion, exercice=exercice
    ).first()


def participation_par_uid(uid: UUID | str) -> Participation | None:
    """La participation du périmètre, ou None."""
    return participations_liste().filter(uid=uid).first()


def expliquees(participations: Iterable[Participation]) -> list[Participation]:
    """Les mêmes, avec leur `explication` : étapes du calcul, nombres à la française."""
    lues = list(participations)
    for participation in lues:
        participation.explication = etapes_lisibles(participation.etapes)  # type: ignore[attr-defined]
    return lues


def _montant() -> Any:
    return Participation._meta.get_field("montant")
