"""Articles que cite chaque ligne, et libellés français de ce qu'ils décident."""

from __future__ import annotations

from functools import lru_cache

from sinistres.regles.vocabulaire import CARENCE, DEMI, DEMI_MAINTENU, ENTIER, EPUISE, PLEIN

NATURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "CMO": ("congé de maladie ordinaire", ("CGFP L.822-2", "CCTP-CNRACL-2025 III.3")),
    "CLM": ("congé de longue maladie", ("CGFP L.822-6", "CCTP-CNRACL-2025 III.2")),
    "CLD": ("congé de longue durée", ("CGFP L.822-12", "CCTP-CNRACL-2025 III.2")),
    "CITIS": ("congé imputable au service", ("CGFP L.822-21", "CCTP-CNRACL-2025 III.1")),
    "MAT": ("congé de maternité, paternité ou adoption", ("CGFP L.631-3", "CCTP-CNRACL-2025 III.4")),
    "TPT": ("temps partiel thérapeutique", ("CGFP L.823-1", "CCTP-CNRACL-2025 III.6.a")),
}

DROITS = {
    PLEIN: "plein traitement",
    DEMI: "demi-traitement",
    DEMI_MAINTENU: "demi-traitement maintenu dans l'attente d'une décision",
    CARENCE: "jour de carence, non rémunéré",
    EPUISE: "droits épuisés, rien n'est dû",
}

MAINTIEN = ("CCTP-CNRACL-2025 III.6.e", "R-MDT", "AMB-08")

ARTICLES_DU_DROIT = {
    "CMO": ("CGFP L.822-3", "R-CMO-02", "AMB-28"),
    "CLM": ("CGFP L.822-8", "R-CLM-01"),
    "CLD": ("CGFP L.822-15", "R-CLD-01"),
    "CITIS": ("CGFP L.822-22", "R-CIT-01"),
    "MAT": ("CGFP L.631-3", "R-MAT-01"),
    "TPT": ("Décret 2021-1462", "R-TPT"),
}

ARTICLES_DE_L_EPUISEMENT = {
    "CMO": ("CGFP L.822-2", "R-CMO-05"),
    "CLM": ("CGFP L.822-7", "R-CLM-01"),
    "CLD": ("CGFP L.822-15", "R-CLD-01"),
}

ARTICLES_DE_DROIT_PARTICULIER = {
    CARENCE: ("Loi 2017-1837 art. 115", "R-CAR-01", "AMB-29"),
    DEMI_MAINTENU: MAINTIEN,
}

REQUALIFICATION = ("CCTP-CNRACL-2025 II.a", "R-RQ", "AMB-04")
FRACTIONNE = ("R-CLM-03",)
REPUTE = ("CGFP L.822-14",)
FRANCHISE = ("CCTP-CNRACL-2025 IV", "R-FR-01")
FRANCHISE_ABSOLUE = ("AMB-03",)
AUTRE_GARANTIE = ("INT-01",)
CAPITALISATION = ("CCTP-CNRACL-2025 II.a", "R-TPS-01")
REPARTITION = ("R-TPS-02",)
REPRISE_DU_PASSE = ("CCTP-CNRACL-2025 II.a", "R-TPS-04")
NON_MAINTENU = {"NBI": ("R-REM-01", "CGFP L.822-15"), "RI": ("R-REM-01", "CGFP L.714-6")}
NEUF_DIXIEMES = ("Loi 2025-127 art. 189", "R-CMO-06")
IJ = ("CCTP-CNRACL-2025 II.9", "R-IJ-01", "R-IJ-02")
CHARGES = ("R-ASS-04",)
PLAFOND_MENSUEL = ("R-IJ-02", "R-IJ-03")
MONTANT = ("R-ASS-05", "R-IJ-01")
SOMME = ("R-IJ-01",)
RIEN = ("R-IJ-03",)
SOLDE = ("CCTP-CNRACL-2025 II.a", "R-RQ")
SOLDE_DU_VERSE = ("R-IJ-03",)
RECHUTE = ("R-FR-02", "AMB-06")
PART_TPT = ("CCTP-CNRACL-2025 III.6.a", "R-IJ-07")

REFUS: dict[str, tuple[str, tuple[str, ...]]] = {
    "evenement-anterieur": (
        "événement antérieur au contrat, sans refus établi de l'assureur précédent",
        ("CCTP-CNRACL-2025 II.a", "R-TPS-04"),
    ),
    "hors-contrat": ("fait générateur hors de la période du contrat", ("CCTP-CNRACL-2025 II.a", "R-TPS-01")),
    "apres-contrat": ("gestion en répartition : jour postérieur au terme du contrat", ("R-TPS-02",)),
    "sortie": ("l'agent ne fait plus partie du personnel", ("CCTP-CNRACL-2025 II.7", "R-ASS-CES-01")),
    "retraite": ("pension de retraite liquidée", ("CCTP-CNRACL-2025 II.7", "R-ASS-CES-01")),
    "cessation-age": (
        "limite d'âge de la garantie dépassée",
        ("CCTP-CNRACL-2025 II.7", "R-ASS-CES-01", "AMB-09"),
    ),
    "hors-garantie": ("garantie non souscrite", ("CCTP-CNRACL-2025 IV", "R-FR-04", "AMB-05")),
    "trois-mois-ecoules": (
        "trois mois de demi-traitement maintenu écoulés",
        ("CCTP-CNRACL-2025 III.6.e", "AMB-08"),
    ),
}


def articles_du_droit(nature: str, droit: str) -> tuple[str, ...]:
    """Articles qui fondent le droit du jour ; un droit s'épuise selon les articles de son congé."""
    if droit == EPUISE:
        return ARTICLES_DE_L_EPUISEMENT[nature]
    return ARTICLES_DE_DROIT_PARTICULIER.get(droit, ARTICLES_DU_DROIT[nature])


def est_aux_neuf_dixiemes(nature: str, droit: str, traitement: int) -> bool:
    """Vrai si le plein traitement du congé de maladie ordinaire est réduit."""
    return nature == "CMO" and droit == PLEIN and traitement != ENTIER


@lru_cache(maxsize=4096)
def articles_du_segment(nature: str, droit: str, traitement: int, motifs: tuple[str, ...]) -> tuple[str, ...]:
    """Articles de la ligne, sans répétition, dans l'ordre du raisonnement."""
    cites = [*NATURES[nature][1], *articles_du_droit(nature, droit)]
    if est_aux_neuf_dixiemes(nature, droit, traitement):
        cites += NEUF_DIXIEMES
    for motif in motifs:
        if motif == "requalification":
            cites += REQUALIFICATION
        elif motif == "franchise":
            cites += FRANCHISE
        elif motif in REFUS:
            cites += REFUS[motif][1]
    return tuple(dict.fromkeys((*cites, *IJ)))
