"""Lecture des contrats groupe."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from adhesions.models import Adhesion, ConditionsGenerales, Contrat, Lot
from adhesions.models.codes import Risque


def contrat_par_reference(reference: str) -> Contrat | None:
    """Le contrat de cette référence, avec ses lots, ou None."""
    return Contrat.objects.prefetch_related("lots").filter(reference=reference).first()


def contrats_nommes(recherche: str, *, collectivites: Collection[int] | None = None) -> QuerySet[Contrat]:
    """Les contrats dont la référence commence ainsi ; `collectivites` : seulement ceux auxquels elles adhèrent."""
    nommes = Contrat.objects.filter(reference__istartswith=recherche.strip())
    if collectivites is not None:
        adherees = Adhesion.objects.filter(collectivite_id__in=collectivites)
        nommes = nommes.filter(pk__in=adherees.order_by().values("lot__contrat_id"))
    return nommes.order_by("-effet", "reference")


def lot_de(*, reference: str, regime: str) -> Lot | None:
    """Le lot d'un contrat pour un régime, ou None."""
    return Lot.objects.select_related("contrat").filter(contrat__reference=reference, regime=regime).first()


def contrats_ouverts(*, au: date) -> QuerySet[Contrat]:
    """Les contrats groupe qui ne sont pas finis à cette date, le plus récent d'abord."""
    return Contrat.objects.filter(fin__gte=au).order_by("-effet", "reference")


def lots_ouverts(*, au: date) -> QuerySet[Lot]:
    """Les lots des contrats qui ne sont pas finis à cette date, avec leurs offres et leurs garanties."""
    return (
        Lot.objects.filter(contrat__fin__gte=au)
        .select_related("contrat")
        .prefetch_related("offres__garanties")
        .order_by("-contrat__effet", "contrat__reference", "regime")
    )


def lot_ouvert(uid: UUID | str, *, au: date) -> Lot | None:
    """Ce lot, s'il est encore ouvert, ou None."""
    return lots_ouverts(au=au).filter(uid=uid).first()


def conditions_en_vigueur(*, au: date) -> ConditionsGenerales | None:
    """Les conditions générales approuvées le plus récemment à cette date, ou None."""
    return ConditionsGenerales.objects.filter(approuvees_le__lte=au).order_by("-approuvees_le", "-id").first()


def libelle_risque(risque: str) -> str:
    """« Longue maladie » pour CLM."""
    return str(Risque(risque).label)
