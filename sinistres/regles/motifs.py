"""Motif de l'arrêt (ce que déclare la collectivité) et risque assuré dont il relève.

Une seule table : le motif est une donnée du dossier, le risque celle de la garantie.
"""

from __future__ import annotations

from dataclasses import dataclass

from cdg_portal.socle.erreurs import ErreurMetier


@dataclass(frozen=True, slots=True)
class Motif:
    """Libellé à l'écran, risque de la garantie, article du cahier des clauses."""

    libelle: str
    risque: str
    reference: str


_CITIS = "CCTP-CNRACL-2025 III.1"
_LONGUE = "CCTP-CNRACL-2025 III.2"
_MAT = "CCTP-CNRACL-2025 III.4"
_DIVERS = "CCTP-CNRACL-2025 III.6"

MOTIFS: dict[str, Motif] = {
    "MO": Motif("Maladie ordinaire", "CMO", "CCTP-CNRACL-2025 III.3"),
    "CLM": Motif("Longue maladie", "CLM", _LONGUE),
    "CLD": Motif("Longue durée", "CLD", _LONGUE),
    "CITIS_AS": Motif("Accident de service", "CITIS", _CITIS),
    "CITIS_TRAJET": Motif("Accident de trajet", "CITIS", _CITIS),
    "CITIS_MP": Motif("Maladie professionnelle", "CITIS", _CITIS),
    "CITIS_MIS": Motif("Maladie imputable au service", "CITIS", _CITIS),
    "MATERNITE": Motif("Maternité", "MAT", _MAT),
    "PATHO": Motif("Grossesse pathologique", "MAT", _MAT),
    "COUCHES_PATHO": Motif("Couches pathologiques", "MAT", _MAT),
    "PATERNITE": Motif("Paternité et accueil de l'enfant", "MAT", _MAT),
    "ADOPTION": Motif("Adoption", "MAT", _MAT),
    "TPT": Motif("Temps partiel thérapeutique", "TPT", f"{_DIVERS}.a"),
    "DISPO_OFFICE": Motif("Disponibilité d'office", "DORS", f"{_DIVERS}.b"),
    "INFIRMITE_GUERRE": Motif("Infirmité de guerre", "IDG", f"{_DIVERS}.c"),
    "AIT": Motif("Invalidité temporaire", "AIT", f"{_DIVERS}.d"),
    "DROITS_EPUISES": Motif("Attente de décision, droits épuisés", "MDT", f"{_DIVERS}.e"),
    "DECES": Motif("Décès", "DC", "CCTP-CNRACL-2025 III.5"),
}


def risque_du_motif(motif: str) -> str:
    """Risque assuré dont relève le motif ; lève `valeur-interdite` si le motif est inconnu."""
    if motif not in MOTIFS:
        raise ErreurMetier("valeur-interdite", f"Motif d'arrêt inconnu : {motif}.", champ="motif")
    return MOTIFS[motif].risque
