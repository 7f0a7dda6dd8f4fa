"""Remboursements attendus de l'assureur et retards."""

from datetime import date
from decimal import Decimal

from django.db.models import (
    Case,
    DateField,
    DecimalField,
    DurationField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce

from adhesions.models.codes import Risque
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import AlerteDelai, Decompte, Reglement, Sinistre
from sinistres.regles.parametres_dates import parametre
from sinistres.regles.prescription import CLES, Garantie, prescription

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


def dernier_jour_pour_agir(sinistre: Sinistre) -> date | None:
    """Dernier jour avant la prescription (R-SIN-06), hors interruptions ; None si la règle ne couvre pas ce jour."""
    garantie: Garantie = "DECES" if sinistre.risque == Risque.DC else "AUTRE"
    try:
        return prescription(evenement=sinistre.survenance, garantie=garantie).valeur
    except ErreurMetier:
        return None


def avec_dernier_jour(dossiers: QuerySet[Sinistre]) -> QuerySet[Sinistre]:
    """Les mêmes dossiers, avec `dernier_jour` : celui de `dernier_jour_pour_agir`, sur lequel trier et borner.

    L'événement le plus ancien n'est pas le plus pressé : un décès se prescrit bien après un arrêt plus récent.
    """
    versions = [
        When(
            _de_la_garantie(garantie) & Q(survenance__gte=v.depuis) & _jusqu_a(v.jusqu_au),
            then=_plus_annees(int(v.valeur)),
        )
        for garantie, cle in CLES.items()
        for v in reversed(parametre(cle).versions)  # la dernière qui a commencé l'emporte
    ]
    return dossiers.annotate(dernier_jour=Case(*versions, default=Value(None), output_field=DateField()))


def _de_la_garantie(garantie: str) -> Q:
    return Q(risque=Risque.DC) if garantie == "DECES" else ~Q(risque=Risque.DC)


def _jusqu_a(jour: date | None) -> Q:
    return Q(survenance__lte=jour) if jour else Q()


def _plus_annees(annees: int) -> Cast:
    duree = Func(Value(annees), function="make_interval", output_field=DurationField())
    return Cast(CombinedExpression(F("survenance"), "+", duree, output_field=DateField()), DateField())
