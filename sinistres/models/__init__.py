"""Ce qui est arrivé : dossiers, arrêts, demandes, décomptes, bordereaux, règlements."""

from sinistres.models.deces import AyantDroit
from sinistres.models.decompte import Decompte, LigneDecompte, PeriodeIndemnisee
from sinistres.models.demande import Demande
from sinistres.models.frais import Frais
from sinistres.models.instances import Mission, SaisineConseil
from sinistres.models.litige import Contestation, InterruptionPrescription
from sinistres.models.recours import Creance, EncaissementRecours, Recours
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
from sinistres.models.suivi_financier import IJSSRecue, Provision

__all__ = [
    "AlerteDelai",
    "Arret",
    "AyantDroit",
    "Bordereau",
    "Brouillon",
    "Certificat",
    "Contestation",
    "Creance",
    "Decompte",
    "Demande",
    "Ecart",
    "EncaissementRecours",
    "Frais",
    "IJSSRecue",
    "InterruptionPrescription",
    "LigneBordereau",
    "LigneDecompte",
    "Mission",
    "PeriodeIndemnisee",
    "Piece",
    "Provision",
    "Recours",
    "Reglement",
    "Reprise",
    "Requalification",
    "SaisineConseil",
    "Sinistre",
]
