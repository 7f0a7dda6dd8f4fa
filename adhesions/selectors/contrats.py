"""Lecture des contrats groupe."""

from datetime import date

from adhesions.models import ConditionsGenerales, Contrat, Lot
from adhesions.models.codes import Risque


def contrat_par_reference(reference: str) -> Contrat | None:
    """Le contrat de cette référence, avec ses lots, ou None."""
    return Contrat.objects.prefetch_related("lots").filter(reference=reference).first()


def lot_de(*, reference: str, regime: str) -> Lot | None:
    """Le lot d'un contrat pour un régime, ou None."""
    return Lot.objects.select_related("contrat").filter(contrat__reference=reference, regime=regime).first()


def conditions_en_vigueur(*, au: date) -> ConditionsGenerales | None:
    """Les conditions générales approuvées le plus récemment à cette date, ou None."""
    return ConditionsGenerales.objects.filter(approuvees_le__lte=au).order_by("-approuvees_le", "-id").first()


def libelle_risque(risque: str) -> str:
    """« Longue maladie » pour CLM."""
    return str(Risque(risque).label)
