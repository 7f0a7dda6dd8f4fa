"""Explication de la couverture d'une ligne : à quel titre elle est garantie, ou tout ce qui s'y oppose."""

from __future__ import annotations

from functools import lru_cache

from cdg_portal.socle.decision import Etape
from sinistres.regles import articles
from sinistres.regles.entree import Contrat, Sinistre
from sinistres.regles.resultat import LigneIndemnisation
from sinistres.regles.vocabulaire import DEMI_MAINTENU

MAINTIEN_NON_SOUSCRIT = "maintien du demi-traitement (MDT) non souscrit"
APRES_REPRISE = "événement antérieur, repris en répartition : jour postérieur au terme du contrat"


def etapes_de_couverture(ligne: LigneIndemnisation, contrat: Contrat, sinistre: Sinistre) -> list[Etape]:
    """Une étape si la ligne est couverte, une par motif sinon."""
    reprise, maintenu = bool(sinistre.refus_precedent), ligne.droit == DEMI_MAINTENU
    if ligne.couvert:
        return [_couverte(contrat.gestion == "REPARTITION", reprise, maintenu)]
    return [_refus(motif, reprise, maintenu) for motif in ligne.motifs if motif in articles.REFUS]


@lru_cache(maxsize=16)
def _couverte(repartition: bool, reprise: bool, maintenu: bool) -> Etape:
    references: tuple[str, ...] = articles.REPARTITION if repartition else articles.CAPITALISATION
    if reprise:
        references = articles.REPRISE_DU_PASSE
    if maintenu:
        references += articles.MAINTIEN
    return Etape("Couverture : jours garantis par le contrat", references, "oui")


@lru_cache(maxsize=64)
def _refus(motif: str, reprise: bool, maintenu: bool) -> Etape:
    libelle, references = articles.REFUS[motif]
    if motif == "hors-garantie" and maintenu:
        libelle, references = MAINTIEN_NON_SOUSCRIT, articles.MAINTIEN
    elif motif == "apres-contrat" and reprise:
        libelle, references = APRES_REPRISE, articles.REPRISE_DU_PASSE
    return Etape(f"Couverture : {libelle}", references, "non")
