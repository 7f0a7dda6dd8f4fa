"""Ce que le calcul d'indemnisation reçoit : contrat, agent, sinistres de l'agent, date d'arrêté.

Montants en euros (`Decimal`), rémunérations annuelles, taux en %, dates incluses. Rien n'a de
valeur par défaut qui serait une clause de contrat. Les règles ne modifient jamais ces objets (un essai le
vérifie) ; ils ne sont pas gelés, car geler triple le coût de leur construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter

NATURES = {
    "CMO": "Congé de maladie ordinaire",
    "CLM": "Congé de longue maladie",
    "CLD": "Congé de longue durée",
    "CITIS": "Congé imputable au service",
    "MAT": "Maternité, paternité, adoption",
    "TPT": "Temps partiel thérapeutique",
}
RISQUES_GARANTIS = {**NATURES, "MDT": "Maintien du demi-traitement"}
ELEMENTS = {
    "TIB": "Traitement indiciaire brut",
    "NBI": "Nouvelle bonification indiciaire",
    "IR": "Indemnité de résidence",
    "SFT": "Supplément familial de traitement",
    "RI": "Régime indemnitaire",
}
GESTIONS = {
    "CAPITALISATION": "Capitalisation : le sinistre né pendant le contrat est suivi jusqu'à son terme",
    "REPARTITION": "Répartition : rien n'est dû après la fin du contrat",
}
DIVISEURS = {
    "J365": "365 jours",
    "J360": "360 jours, mois entier plafonné au douzième",
    "J30": "Trentième du mois",
}
REGIMES_INDEMNITAIRES = {
    "SUIT": "Suit le traitement",
    "MAINTENU": "Maintenu en entier",
    "SUPPRIME": "Supprimé, sauf congé imputable au service et maternité",
}
FRANCHISES_PAR = {"SINISTRE": "Par sinistre, rechutes comprises", "ARRET": "À chaque arrêt"}
TYPES_FRANCHISE = {
    "AUCUNE": "Aucune",
    "ABSOLUE": "Absolue : les premiers jours restent à charge",
    "RELATIVE": "Relative : rien jusqu'à cette durée, tout au-delà",
    "CUMULEE": "Cumulée sur l'année civile",
}
CARENCES = {"AUTO": "Selon la loi", "EXEMPT": "Exemptée"}
REGIMES = {"CNRACL": "CNRACL"}
ZERO = Decimal("0.00")
Rapport = tuple[int, int]


@dataclass(slots=True)
class Franchise:
    """Franchise d'une garantie : type et nombre de jours calendaires (0 pour AUCUNE)."""

    type: str
    jours: int = 0


@dataclass(slots=True)
class Garantie:
    """Risque souscrit et sa franchise."""

    risque: str
    franchise: Franchise


def _rapport(pour_cent: Decimal) -> Rapport:
    numerateur, denominateur = pour_cent.as_integer_ratio()
    return numerateur, 100 * denominateur


@dataclass(slots=True)
class Contrat:
    """Clauses qui décident du remboursement ; `charges_pct` et `taux_remboursement` en %.

    S'en déduisent : `par_risque`, `terme` (dernier jour du contrat : fin ou résiliation, la première), et
    `taux` et `charges`, rapports d'entiers du taux de remboursement et de (1 + charges).
    """

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
    par_risque: Mapping[str, Garantie] = field(init=False, compare=False, repr=False)
    terme: date = field(init=False, compare=False, repr=False)
    taux: Rapport = field(init=False, compare=False, repr=False)
    charges: Rapport = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.terme = self.fin if self.resiliation is None else min(self.fin, self.resiliation)
        self.taux = _rapport(self.taux_remboursement)
        self.charges = _rapport(100 + self.charges_pct)
        self.par_risque = {g.risque: g for g in self.garanties}


@dataclass(slots=True)
class LigneRemuneration:
    """Rémunération annuelle (€) par élément, en vigueur depuis cette date."""

    depuis: date
    montants: Mapping[str, Decimal]


@dataclass(slots=True)
class Agent:
    """Agent assuré ; `remuneration` est rangée d'elle-même par date d'effet."""

    naissance: date
    regime: str
    remuneration: tuple[LigneRemuneration, ...]
    sortie: date | None = None
    retraite: date | None = None
    prolongation_activite: bool = False

    def __post_init__(self) -> None:
        if len(self.remuneration) > 1:
            self.remuneration = tuple(sorted(self.remuneration, key=attrgetter("depuis")))


@dataclass(slots=True)
class Certificat:
    """Avis d'arrêt, bornes incluses ; `quotite_travail` en % pour le temps partiel thérapeutique."""

    debut: date
    fin: date
    quotite_travail: Decimal | None = None


@dataclass(slots=True)
class Requalification:
    """À partir de `effet`, la nature devient `vers` ; la date de décision n'a pas d'effet."""

    vers: str
    effet: date
    decision: date | None = None


@dataclass(slots=True)
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


@dataclass(slots=True)
class EntreeIndemnisation:
    """Tous les sinistres d'un même agent sous un contrat, arrêtés à la date `au` incluse."""

    contrat: Contrat
    agent: Agent
    sinistres: tuple[Sinistre, ...]
    au: date
