"""Ce qui est arrivé : dossiers, arrêts, demandes, décomptes, bordereaux, règlements."""

from sinistres.models.decompte import Decompte, LigneDecompte, PeriodeIndemnisee
from sinistres.models.demande import Demande
from sinistres.models.reglement import AlerteDelai, Bordereau, Ecart, LigneBordereau, Reglement
from sinistres.models.sinistre import (
    Arret,
    Brouillon,
    Certificat,
    Piece,
    Reprise,
    Requalification,
    Sinistre,
)

__all__ = [
    "AlerteDelai",
    "Arret",
    "Bordereau",
    "Brouillon",
    "Certificat",
    "Decompte",
    "Demande",
    "Ecart",
    "LigneBordereau",
    "LigneDecompte",
    "PeriodeIndemnisee",
    "Piece",
    "Reglement",
    "Reprise",
    "Requalification",
    "Sinistre",
]
