"""Les absences, sans nom ni motif détaillé : la matière des statistiques."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, OuterRef, Subquery

from sinistres.models import Certificat


@dataclass(frozen=True, slots=True)
class Absence:
    """Jours d'un certificat valide, avec le premier jour de son arrêt."""

    arret_id: int
    agent_id: int
    risque: str
    debut: date
    fin: date
    debut_arret: date


def absences_de(*, du: date, au: date, collectivite: Any = None) -> list[Absence]:
    """Certificats valides de dossiers non annulés ayant un jour dans [du ; au], dans le périmètre courant."""
    premier_jour = (
        Certificat.objects.filter(arret_id=OuterRef("arret_id"), annule_le__isnull=True)
        .order_by()
        .values("arret_id")
        .annotate(m=Min("debut"))
        .values("m")
    )
    lignes = (
        Certificat.objects.filter(annule_le__isnull=True, debut__lte=au, fin__gte=du)
        .exclude(arret__sinistre__etat="ANNULE")
        .annotate(debut_arret=Subquery(premier_jour))
    )
    if collectivite is not None:
        lignes = lignes.filter(collectivite_id=collectivite.id)
    return [
        Absence(*ligne)
        for ligne in lignes.order_by("debut", "id").values_list(
            "arret_id", "agent_id", "arret__sinistre__risque", "debut", "fin", "debut_arret"
        )
    ]
