"""Premier jour indemnisé d'une incapacité de travail, selon le statut, le risque et l'ancienneté."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.erreurs import ErreurMetier
from prevoyance.regles.parametres_dates import entier

STATUTS = {
    "CONTRACTUEL": "Contractuel de droit public",
    "PRIVE": "Agent de droit privé",
    "TITULAIRE": "Fonctionnaire titulaire ou stagiaire",
}
RISQUES = {"AT": "Accident du travail", "MP": "Maladie professionnelle", "MALADIE": "Maladie ordinaire"}
ARTICLE, REGLE = "CP-PREV-2019 art. 11", "R-PRV-PRE"


@dataclass(frozen=True, slots=True)
class PremierJour:
    """Rang du premier jour indemnisé (1 : premier jour d'arrêt) et sa date."""

    jour: int
    date: date


def premier_jour(*, statut: str, risque: str, debut: date, anciennete_mois: int) -> Decision[PremierJour]:
    """Premier jour indemnisé d'un arrêt qui commence le `debut` (R-PRV-PRE).

    `anciennete_mois` : mois entiers d'ancienneté à cette date. Lève `non-defini` quand la convention ne dit
    rien de ce statut et de ce risque : ses conditions générales ne sont pas au dossier.
    """
    cle, alinea, cas = _cas(statut, risque, debut, anciennete_mois)
    references = (f"{ARTICLE}.{alinea}", REGLE)
    jour = entier(cle, debut, "debut")
    jour_date = debut + timedelta(days=jour - 1)
    qui = f"{STATUTS[statut]}, {RISQUES[risque].lower()}"
    rang = "1er jour" if jour == 1 else f"{jour}e jour"
    compte = f"{debut:%d/%m/%Y} + {jour} jours − 1 jour" if jour > 1 else "le premier jour d'arrêt"
    etapes = (
        Etape(f"{qui}, {cas} : dès le {rang} d'arrêt", references, str(jour)),
        Etape(f"Date : {compte}", references, str(jour_date)),
    )
    return Decision(PremierJour(jour, jour_date), etapes)


def _cas(statut: str, risque: str, debut: date, mois: int) -> tuple[str, str, str]:
    """Paramètre, alinéa et ancienneté qui décident."""
    ici = f"{mois} mois d'ancienneté"
    if risque in ("AT", "MP") and statut == "PRIVE":
        return "accident_jour_droit_prive", "e", "quelle que soit l'ancienneté"
    if risque in ("AT", "MP") and statut == "CONTRACTUEL":
        premier = entier("accident_mois_premier_palier", debut, "debut")
        second = entier("accident_mois_second_palier", debut, "debut")
        if mois < premier:
            return "accident_jour_avant_palier", "b", f"{ici}, moins de {premier}"
        if mois < second:
            return "accident_jour_premier_palier", "c", f"{ici}, de {premier} à moins de {second}"
        return "accident_jour_second_palier", "d", f"{ici}, {second} et plus"
    if risque == "MALADIE" and statut == "CONTRACTUEL":
        limite = entier("maladie_mois_anciennete", debut, "debut")
        if mois < limite:
            return "maladie_jour", "a", f"{ici}, moins de {limite}"
    message = "La convention ne fixe pas de premier jour pour ce statut, ce risque et cette ancienneté."
    raise ErreurMetier("non-defini", message, (ARTICLE, "AMB-22"), "risque")
