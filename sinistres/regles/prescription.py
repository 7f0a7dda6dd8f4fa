"""Prescription des actions nées du contrat : deux ans, dix pour le décès."""

from __future__ import annotations

from datetime import date
from typing import Literal

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import le
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.periode import ajouter_annees
from sinistres.regles.parametres_dates import entier

Garantie = Literal["DECES", "AUTRE"]
GARANTIES: dict[Garantie, str] = {"DECES": "Décès", "AUTRE": "Autre garantie"}
ARTICLES = ("CCTP-CNRACL-2025 II.8", "Code des assurances L.114-1", "R-SIN-06")
CLES = {"DECES": "prescription_annees_deces", "AUTRE": "prescription_annees"}


def prescription(*, evenement: date, garantie: Garantie, connaissance: date | None = None) -> Decision[date]:
    """Dernier jour pour agir : des années de date à date depuis l'événement, ou depuis sa connaissance.

    `connaissance` : jour où l'intéressé prouve avoir connu le sinistre. Lève `incoherent` si elle précède
    l'événement. Sans effet des interruptions (lettre recommandée, expertise). Source : code des assurances
    L.114-1.
    """
    if connaissance is not None and connaissance < evenement:
        raise ErreurMetier("incoherent", "La connaissance précède l'événement.", ARTICLES, "connaissance")
    depart = evenement if connaissance is None else connaissance
    annees = entier(CLES[garantie], depart, "evenement" if connaissance is None else "connaissance")
    limite = ajouter_annees(depart, annees)
    mots = "l'événement" if connaissance is None else "la connaissance de l'événement"
    etapes = (
        Etape(f"Départ du délai, {mots} : {le(depart)}", ARTICLES, str(depart)),
        Etape(
            f"{GARANTIES[garantie]}, dernier jour pour agir : {le(depart)} + {annees} ans = {le(limite)}",
            ARTICLES,
            str(limite),
        ),
    )
    return Decision(limite, etapes)
