"""Délai de l'employeur pour décider de l'imputabilité au service, et congé provisoire à défaut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import accorde, le
from cdg_portal.socle.periode import UN_JOUR, ajouter_mois
from sinistres.regles.parametres_dates import entier

Evenement = Literal["ACCIDENT", "MALADIE"]
TYPES: dict[Evenement, str] = {
    "ACCIDENT": "Accident de service ou de trajet",
    "MALADIE": "Maladie professionnelle",
}
ARTICLES = ("Décret 87-602 art. 37-5", "R-CIT-03")


@dataclass(frozen=True, slots=True)
class DecisionCitis:
    """Dernier jour pour décider, et jour où l'agent est placé en congé provisoire faute de décision."""

    limite: date
    citis_provisoire_le: date


def decision_citis(
    *, evenement: Evenement, dossier_complet: date, instruction_prolongee: bool
) -> Decision[DecisionCitis]:
    """Délai compté en mois de date à date, en une seule addition, depuis la réception du dossier complet.

    `instruction_prolongee` : enquête, expertise ou saisine du conseil médical. Source : décret 87-602,
    article 37-5.
    """
    mois = entier(f"citis_mois_{evenement.lower()}", dossier_complet, "dossier_complet")
    etapes = [Etape(f"{TYPES[evenement]} : {accorde(mois, 'mois')} pour décider", ARTICLES, str(mois))]
    if instruction_prolongee:
        ajout = entier("citis_mois_prolongation", dossier_complet, "dossier_complet")
        mots = f"Instruction prolongée : {mois} + {ajout} = {mois + ajout} mois"
        mois += ajout
        etapes.append(Etape(mots, ARTICLES, str(mois)))
    limite = ajouter_mois(dossier_complet, mois)
    provisoire = limite + UN_JOUR
    mots = f"Dernier jour pour décider : {le(dossier_complet)} + {mois} mois = {le(limite)}"
    etapes.append(Etape(mots, ARTICLES, str(limite)))
    mots = f"Sans décision, congé provisoire dès le : {le(limite)} + 1 jour = {le(provisoire)}"
    etapes.append(Etape(mots, ARTICLES, str(provisoire)))
    return Decision(DecisionCitis(limite, provisoire), tuple(etapes))
