"""Pièces attendues d'un dossier selon le risque, le régime et le motif.

Le volet n° 1 de l'avis d'arrêt porte le diagnostic : il reste à l'agent et n'est jamais demandé
(secret médical, code de la santé publique L.1110-4) ; seuls les volets 2 ou 3 remontent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cdg_portal.socle.erreurs import ErreurMetier

Etape = Literal["DECLARATION", "INSTRUCTION", "REMBOURSEMENT", "CLOTURE"]
ARTICLE = "CCTP-CNRACL-2025 II.3.a"


@dataclass(frozen=True, slots=True)
class PieceAttendue:
    """Une pièce : code stable, libellé, caractère obligatoire, étape du dossier où elle est due."""

    code: str
    libelle: str
    obligatoire: bool
    etape: Etape


def _piece(code: str, libelle: str, etape: Etape, obligatoire: bool = True) -> PieceAttendue:
    return PieceAttendue(code, libelle, obligatoire, etape)


DECLARATION = _piece("DECLARATION", "Déclaration de la collectivité", "DECLARATION")
VOLET_2_3 = _piece("VOLET_2_3", "Avis d'arrêt de travail, volet 2 ou 3", "DECLARATION")
BULLETINS = _piece("BULLETINS", "Bulletins de salaire de la période", "REMBOURSEMENT")
ENQUETE = _piece("ENQUETE", "Enquête administrative", "INSTRUCTION")
CERTIFICAT_LESIONS = _piece(
    "CERTIFICAT_LESIONS", "Certificat médical initial, sans diagnostic", "DECLARATION"
)
ARRETE_IMPUTABILITE = _piece("ARRETE_IMPUTABILITE", "Arrêté d'imputabilité au service", "INSTRUCTION")
ARRETE_CITIS = _piece("ARRETE_CITIS", "Arrêté de placement en CITIS", "REMBOURSEMENT")
AVIS_CONSEIL = _piece("AVIS_CONSEIL", "Avis du conseil médical, s'il est requis", "INSTRUCTION", False)
CERTIFICAT_FINAL = _piece("CERTIFICAT_FINAL", "Certificat de guérison ou de consolidation", "CLOTURE", False)
CONSTAT_TIERS = _piece(
    "CONSTAT_TIERS", "Constat ou procès-verbal si un tiers est en cause", "INSTRUCTION", False
)
RAPPORT = _piece("RAPPORT", "Rapport hiérarchique et témoignages", "INSTRUCTION", False)
RAPPORT_PREVENTION = _piece("RAPPORT_PREVENTION", "Rapport du médecin du travail", "INSTRUCTION")
ARRETE_DEMI = _piece("ARRETE_DEMI", "Arrêté de passage à demi-traitement", "REMBOURSEMENT", False)
ARRETE_CONGE = _piece("ARRETE_CONGE", "Arrêté de placement en congé", "REMBOURSEMENT")
AVIS_RESTREINTE = _piece("AVIS_RESTREINTE", "Avis du conseil médical, formation restreinte", "INSTRUCTION")
DECOMPTES_CPAM = _piece("DECOMPTES_CPAM", "Décomptes de la caisse d'assurance maladie", "REMBOURSEMENT")
GROSSESSE = _piece("GROSSESSE", "Certificat indiquant la date présumée de naissance", "DECLARATION")
NAISSANCE = _piece("ACTE_NAISSANCE", "Acte de naissance", "REMBOURSEMENT")
LIVRET = _piece("LIVRET_FAMILLE", "Livret de famille", "REMBOURSEMENT", False)
ADOPTION = _piece("TITRE_ADOPTION", "Titre de placement de l'enfant", "DECLARATION")
PATHOLOGIQUE = _piece("CONGE_PATHOLOGIQUE", "Certificat de congé pathologique", "REMBOURSEMENT", False)
CERTIFICAT_TPT = _piece("CERTIFICAT_TPT", "Certificat prescrivant le temps partiel", "DECLARATION")
MEDECIN_AGREE = _piece("MEDECIN_AGREE", "Avis du médecin agréé, au-delà de trois mois", "INSTRUCTION", False)

_ACCIDENT = (
    DECLARATION, CERTIFICAT_LESIONS, ENQUETE, RAPPORT, CONSTAT_TIERS, AVIS_CONSEIL,
    ARRETE_IMPUTABILITE, ARRETE_CITIS, BULLETINS, CERTIFICAT_FINAL,
)  # fmt: skip
_MALADIE_SERVICE = (
    DECLARATION, CERTIFICAT_LESIONS, ENQUETE, RAPPORT_PREVENTION, AVIS_CONSEIL,
    ARRETE_IMPUTABILITE, ARRETE_CITIS, BULLETINS, CERTIFICAT_FINAL,
)  # fmt: skip
_LONGUE = (DECLARATION, VOLET_2_3, AVIS_RESTREINTE, ARRETE_CONGE, BULLETINS)

PIECES: dict[tuple[str, str], tuple[PieceAttendue, ...]] = {
    ("CITIS", ""): _ACCIDENT,
    ("CITIS", "CITIS_AS"): _ACCIDENT,
    ("CITIS", "CITIS_TRAJET"): _ACCIDENT,
    ("CITIS", "CITIS_MP"): _MALADIE_SERVICE,
    ("CITIS", "CITIS_MIS"): _MALADIE_SERVICE,
    ("CMO", ""): (DECLARATION, VOLET_2_3, AVIS_CONSEIL, ARRETE_DEMI, BULLETINS),
    ("CLM", ""): _LONGUE,
    ("CLD", ""): _LONGUE,
    ("MAT", ""): (DECLARATION, GROSSESSE, ARRETE_CONGE, BULLETINS, NAISSANCE, PATHOLOGIQUE),
    ("MAT", "MATERNITE"): (DECLARATION, GROSSESSE, ARRETE_CONGE, BULLETINS, NAISSANCE, PATHOLOGIQUE),
    ("MAT", "PATERNITE"): (DECLARATION, NAISSANCE, LIVRET, ARRETE_CONGE, BULLETINS),
    ("MAT", "ADOPTION"): (DECLARATION, ADOPTION, LIVRET, ARRETE_CONGE, BULLETINS),
    ("TPT", ""): (DECLARATION, CERTIFICAT_TPT, MEDECIN_AGREE, ARRETE_CONGE, BULLETINS),
}
RISQUES = tuple(dict.fromkeys(risque for risque, _ in PIECES))


def pieces_attendues(risque: str, regime: str, motif: str = "") -> list[PieceAttendue]:
    """Pièces du dossier, dans l'ordre où elles sont dues.

    `motif` (codes de `motifs.MOTIFS`) affine CITIS et MAT ; un motif sans liste propre rend la
    liste générale du risque. Hors CNRACL, les décomptes de la caisse s'ajoutent.
    Lève `valeur-interdite` si le risque est inconnu.
    """
    if risque not in RISQUES:
        raise ErreurMetier("valeur-interdite", f"Risque inconnu : {risque}.", (ARTICLE,), "risque")
    pieces = list(PIECES.get((risque, motif), PIECES[(risque, "")]))
    if regime != "CNRACL":
        pieces.append(DECOMPTES_CPAM)
    return pieces
