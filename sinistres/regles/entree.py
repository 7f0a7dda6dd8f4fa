"""Ce que le calcul d'indemnisation reçoit : contrat, agent, sinistres de l'agent, date d'arrêté.

Montants en euros (`Decimal`), rémunérations annuelles, taux en %, dates incluses. Rien n'a de
valeur par défaut qui serait une clause de contrat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NATURES = ("CMO", "CLM", "CLD", "CITIS", "MAT", "TPT")
RISQUES_GARANTIS = (*NATURES, "MDT")
ELEMENTS = ("TIB", "NBI", "IR", "SFT", "RI")
GESTIONS = ("CAPITALISATION", "REPARTITION")
DIVISEURS = ("J365", "J360", "J30")
REGIMES_INDEMNITAIRES = ("SUIT", "MAINTENU", "SUPPRIME")
FRANCHISES_PAR = ("SINISTRE", "ARRET")
TYPES_FRANCHISE = ("AUCUNE", "ABSOLUE", "RELATIVE", "CUMULEE")
CARENCES = ("AUTO", "EXEMPT")
REGIMES = ("CNRACL",)


@dataclass(frozen=True, slots=True)
class Franchise:
    """Franchise d'une garantie : type et nombre de jours calendaires (0 pour AUCUNE)."""

    type: str
    jours: int = 0


@dataclass(frozen=True, slots=True)
class Garantie:
    """Risque souscrit et sa franchise."""

    risque: str
    franchise: Franchise


@dataclass(frozen=True, slots=True)
class Contrat:
    """Clauses qui décident du remboursement ; `charges_pct` et `taux_remboursement` en %."""

    effet: date
    fin: date
    gestion: str
    diviseur: str
    elements: tuple[str, ...]
    charges_pct: Decimal
    taux_remboursement: Decimal
    ri: str
    franchise_par: str
    garanties: tuple[Garantie, ...]
    resiliation: date | None = None
    age_cessation: int | None = None

    def garantie(self, risque: str) -> Garantie | None:
        """Garantie souscrite pour ce risque, ou None."""
        return next((g for g in self.garanties if g.risque == risque), None)

    @property
    def terme(self) -> date:
        """Dernier jour du contrat : le plus tôt de la fin et de la résiliation."""
        return self.fin if self.resiliation is None else min(self.fin, self.resiliation)


@dataclass(frozen=True, slots=True)
class LigneRemuneration:
    """Rémunération annuelle (€) par élément, en vigueur depuis cette date."""

    depuis: date
    montants: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Agent:
    """Agent assuré ; `remuneration` est rangée d'elle-même par date d'effet."""

    naissance: date
    regime: str
    remuneration: tuple[LigneRemuneration, ...]
    sortie: date | None = None
    retraite: date | None = None
    prolongation_activite: bool = False

    def __post_init__(self) -> None:
        rangee = tuple(sorted(self.remuneration, key=lambda ligne: ligne.depuis))
        object.__setattr__(self, "remuneration", rangee)


@dataclass(frozen=True, slots=True)
class Certificat:
    """Avis d'arrêt, bornes incluses ; `quotite_travail` en % pour le temps partiel thérapeutique."""

    debut: date
    fin: date
    quotite_travail: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Requalification:
    """À partir de `effet`, la nature devient `vers` ; la date de décision n'a pas d'effet."""

    vers: str
    effet: date
    decision: date | None = None


@dataclass(frozen=True, slots=True)
class Sinistre:
    """Un fait générateur et ses certificats ; `refus_precedent` n'est renseigné que pour un
    événement antérieur au contrat (vrai : l'assureur précédent a refusé)."""

    reference: str
    risque: str
    survenance: date
    certificats: tuple[Certificat, ...]
    carence: str = "AUTO"
    attente_decision: bool = False
    refus_precedent: bool | None = None
    requalifications: tuple[Requalification, ...] = ()
    deja_verse: Decimal | None = None


@dataclass(frozen=True, slots=True)
class EntreeIndemnisation:
    """Tous les sinistres d'un même agent sous un contrat, arrêtés à la date `au` incluse."""

    contrat: Contrat
    agent: Agent
    sinistres: tuple[Sinistre, ...]
    au: date
