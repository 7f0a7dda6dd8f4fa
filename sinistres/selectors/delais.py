"""Remboursements attendus de l'assureur et retards."""

from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from sinistres.models import AlerteDelai, Decompte, Reglement, Sinistre

_EUROS = DecimalField(max_digits=14, decimal_places=2)


def attendus() -> QuerySet[Decompte]:
    """Décomptes transmis, avec `recu` et `reste` (€) et `constatee_le` (retard), du plus ancien échu au plus récent."""
    recu = (
        Reglement.objects.filter(decompte_id=OuterRef("pk"))
        .order_by()
        .values("decompte_id")
        .annotate(t=Sum("montant"))
        .values("t")
    )
    alerte = AlerteDelai.objects.filter(decompte_id=OuterRef("pk"), levee_le__isnull=True).order_by("-id")
    return (
        Decompte.objects.filter(ligne_bordereau__isnull=False, solde__gt=0)
        .annotate(recu=Coalesce(Subquery(recu), Value(Decimal("0.00")), output_field=_EUROS))
        .annotate(reste=F("solde") - F("recu"), constatee_le=Subquery(alerte.values("constatee_le")[:1]))
        .select_related(
            "ligne_bordereau__bordereau",
            "sinistre__agent",
            "collectivite",
            "sinistre__adhesion__lot__contrat",
        )
        .order_by("ligne_bordereau__bordereau__echeance", "id")
    )


def decomptes_en_attente() -> QuerySet[Decompte]:
    """Décomptes transmis et pas encore entièrement remboursés."""
    return attendus().filter(reste__gt=0)  # type: ignore[misc]


def decomptes_en_retard(*, au: date) -> QuerySet[Decompte]:
    """Ceux dont l'échéance de remboursement est passée à cette date."""
    return decomptes_en_attente().filter(ligne_bordereau__bordereau__echeance__lt=au)


def est_en_retard(*, sinistre: Sinistre, au: date) -> bool:
    """Vrai si un retard de remboursement est constaté et pas levé pour ce dossier à cette date."""
    return AlerteDelai.objects.filter(
        decompte__sinistre=sinistre, constatee_le__lte=au, levee_le__isnull=True
    ).exists()
