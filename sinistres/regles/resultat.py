"""Ce que le calcul d'indemnisation rend : des lignes expliquées, des totaux, un solde."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Etape


@dataclass(frozen=True, slots=True)
class GroupeIJ:
    """Éléments assurés maintenus à une même proportion, et l'indemnité journalière qu'ils donnent.

    `base` = arrondi(`annuel` / `diviseur`) ; `ij` = arrondi(`base` × (1 + charges)) ;
    `plafond_mensuel` ne sert qu'aux diviseurs J360 et J30. Tout est en euros.
    """

    proportion: Fraction
    elements: tuple[tuple[str, Decimal], ...]
    annuel: Decimal
    diviseur: int
    base: Decimal
    charges_pct: Decimal
    ij: Decimal
    plafond_mensuel: Decimal


@dataclass(frozen=True, slots=True)
class LigneIndemnisation:
    """Segment de jours identiques : ce qui est dû, et pourquoi.

    `ij` est l'indemnité d'un jour pour ce droit, à 100 % de remboursement ; `proportion` est celle
    du traitement ; `part` est 1, ou 1 - quotité en temps partiel thérapeutique ; `taux` est en %.
    """

    du: date
    au: date
    jours: int
    nature: str
    droit: str
    franchise: bool
    couvert: bool
    ij: Decimal
    proportion: Decimal
    montant: Decimal
    motifs: tuple[str, ...]
    articles: tuple[str, ...]
    part: Decimal
    taux: Decimal
    remuneration_depuis: date
    groupes_ij: tuple[GroupeIJ, ...]
    etapes: tuple[Etape, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultatSinistre:
    """Lignes d'un sinistre ; `solde` positif = complément, négatif = indu."""

    reference: str
    lignes: tuple[LigneIndemnisation, ...]
    avant_requalification: Decimal
    total: Decimal
    solde: Decimal


@dataclass(frozen=True, slots=True)
class ResultatIndemnisation:
    """Résultats dans l'ordre des sinistres reçus ; `total` est la somme de leurs totaux."""

    sinistres: tuple[ResultatSinistre, ...]
    total: Decimal
