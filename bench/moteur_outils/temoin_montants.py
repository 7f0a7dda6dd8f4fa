"""Règles 3 et 6 du calcul témoin : proportions par élément, indemnité journalière, montant d'un segment."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from bench.moteur_outils.temoin_droits import CARENCE, EPUISE

if TYPE_CHECKING:
    from bench.moteur_outils.oracle import Jour

ZERO, ENTIER = Decimal("0.00"), Decimal("1.00")
CENTIME = Decimal("0.01")


def arrondi(valeur: Decimal) -> Decimal:
    """Au centime, demi-supérieur."""
    return valeur.quantize(CENTIME, rounding=ROUND_HALF_UP)


def euros(valeur: Decimal) -> str:
    """Deux décimales, jamais « -0.00 » (H-04)."""
    return str(arrondi(valeur) + 0)


@dataclass(frozen=True, slots=True)
class Indemnite:
    """Ce que vaut un jour (non arrondi, G-05), et un mois civil entier, pour un droit donné."""

    jour: Decimal
    mois: Decimal
    affichee: str


class Tarif:
    """Indemnités journalières de l'agent sous ce contrat, calculées une fois par droit rencontré."""

    def __init__(self, contrat: dict[str, Any], lignes: list[dict[str, Any]]) -> None:
        self.elements: list[str] = contrat["elements"]
        self.ri: str = contrat["ri"]
        self.diviseur = Decimal(365 if contrat["diviseur"] == "J365" else 360)
        self.mois_entiers = contrat["diviseur"] != "J365"
        self.mois_de_30 = contrat["diviseur"] == "J30"
        self.charges = 1 + Decimal(contrat["charges_pct"]) / 100
        self.taux = Decimal(contrat["taux_remboursement"]) / 100
        self.lignes = [{e: Decimal(ligne.get(e) or 0) for e in self.elements} for ligne in lignes]
        self._connues: dict[tuple[int, str, str, Decimal], Indemnite] = {}

    def ligne(self, segment: list[Jour]) -> tuple[dict[str, Any], Decimal]:
        """Ligne publiée d'un segment, et son montant."""
        premier, dernier = segment[0], segment[-1]
        proportion = premier.proportion()
        indemnite = self._indemnite(premier, proportion)
        montant = ZERO
        if premier.couvert and not premier.franchise:
            montant = arrondi(self._brut(segment, indemnite) * premier.part() * self.taux)
        return {
            "du": premier.date.isoformat(),
            "au": dernier.date.isoformat(),
            "jours": len(segment),
            "nature": premier.nature,
            "droit": premier.droit,
            "franchise": premier.franchise,
            "couvert": premier.couvert,
            "ij": indemnite.affichee,
            "proportion": str(proportion),
            "montant": str(montant),
        }, montant

    def _brut(self, segment: list[Jour], indemnite: Indemnite) -> Decimal:
        """Jours × indemnité, les mois civils entiers étant plafonnés en J360 et J30 (G-01)."""
        if not self.mois_entiers:
            return len(segment) * indemnite.jour
        brut = Decimal(0)
        for (annee, mois), jours in Counter((j.date.year, j.date.month) for j in segment).items():
            if jours == monthrange(annee, mois)[1]:
                compte = 30 if self.mois_de_30 else jours
                brut += min(compte * indemnite.jour, indemnite.mois)
            else:
                brut += jours * indemnite.jour
        return brut

    def _indemnite(self, jour: Jour, proportion: Decimal) -> Indemnite:
        cle = (jour.remuneration, jour.nature, jour.droit, proportion)
        if cle not in self._connues:
            self._connues[cle] = self._evaluer(*cle)
        return self._connues[cle]

    def _evaluer(self, ligne: int, nature: str, droit: str, proportion: Decimal) -> Indemnite:
        """Un arrondi par proportion distincte : l'annuel au diviseur, puis les charges."""
        annuels: dict[Decimal, Decimal] = {}
        for element, annuel in self.lignes[ligne].items():
            part = self._part_de(element, nature, droit, proportion)
            annuels[part] = annuels.get(part, ZERO) + annuel
        jour = mois = ZERO
        for part, annuel in annuels.items():
            jour += arrondi(arrondi(annuel / self.diviseur) * self.charges) * part
            mois += arrondi(arrondi(annuel / 12) * self.charges) * part
        return Indemnite(jour, mois, euros(jour))

    def _part_de(self, element: str, nature: str, droit: str, proportion: Decimal) -> Decimal:
        """Règle 3 : proportion maintenue d'un élément, le traitement étant à `proportion`."""
        if droit in (CARENCE, EPUISE):
            return ZERO
        if element == "NBI":
            return ZERO if nature == "CLD" else proportion
        if element in ("IR", "SFT"):
            return ENTIER
        if element == "RI" and self.ri == "MAINTENU":
            return ENTIER
        if element == "RI" and self.ri == "SUPPRIME":
            return ENTIER if nature in ("CITIS", "MAT") else ZERO
        return proportion
