"""Assistance : un administrateur voit le portail comme un compte, sans pouvoir y écrire.

Elle tient dans sa session, trente minutes au plus ; le motif est au journal. Il reste lui-même l'auteur de
tout ce qui se consigne, et il perd le temps de l'assistance ses propres droits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

CLE = "assistance"
DUREE = timedelta(minutes=30)


class ActePendantAssistance(PermissionDenied):
    """Un acte tenté pendant que l'on voit comme un autre."""


class ExportPendantAssistance(ActePendantAssistance):
    """Un fichier demandé pendant que l'on voit comme un autre."""


@dataclass(frozen=True, slots=True)
class Assistance:
    """Le compte assisté, pourquoi, et jusqu'à quand."""

    compte_id: int
    compte_uid: UUID
    nom: str
    motif: str
    fin: datetime


def ouvrir(request: HttpRequest, *, compte: object, motif: str, maintenant: datetime) -> None:
    """Inscrit l'assistance dans la session de l'administrateur."""
    request.session[CLE] = {
        "compte_id": compte.pk,  # type: ignore[attr-defined]
        "compte_uid": str(compte.uid),  # type: ignore[attr-defined]
        "nom": str(compte),
        "motif": motif,
        "fin": (maintenant + DUREE).isoformat(),
    }


def en_cours(request: HttpRequest, *, maintenant: datetime) -> Assistance | None:
    """L'assistance de cette session ; None s'il n'y en a pas ou si son temps est passé."""
    garde = request.session.get(CLE)
    if not garde:
        return None
    fin = datetime.fromisoformat(garde["fin"])
    if fin <= maintenant:
        return None
    return Assistance(garde["compte_id"], UUID(garde["compte_uid"]), garde["nom"], garde["motif"], fin)


def fermer(request: HttpRequest) -> None:
    """Rend à l'administrateur ses propres droits."""
    request.session.pop(CLE, None)
