"""Segments : tranches qui se suivent et ne diffèrent en rien de ce qui fait le montant.

Ni la limite d'un certificat, ni le mois, ni les motifs ne coupent ; une ligne de rémunération coupe
toujours (CCTP-CNRACL-2025 II.5, R-IJ-05).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from sinistres.regles.entree import LigneRemuneration
from sinistres.regles.proportions import proportion_traitement
from sinistres.regles.tranches import Tranche, couper

# Ce qui fait le montant d'un jour : nature, droit, franchise, couvert, part du traitement, rang de la
# rémunération, quotité (%, en temps partiel thérapeutique seulement).
Cle: TypeAlias = tuple[str, str, bool, bool, int, int, Decimal | None]


class Segment:
    """Suite de jours de même clé ; `tranches` garde les motifs de chacune de ses parties."""

    __slots__ = ("cle", "debut", "fin", "tranches")

    def __init__(self, tranche: Tranche, cle: Cle) -> None:
        self.debut, self.fin, self.cle, self.tranches = tranche.debut, tranche.fin, cle, [tranche]


def appliquer_remuneration(tranches: Sequence[Tranche], lignes: Sequence[LigneRemuneration]) -> list[Tranche]:
    """Coupe les tranches à chaque ligne de rémunération et y note son rang."""
    if len(lignes) == 1:
        return list(tranches)
    depuis = [ligne.depuis.toordinal() for ligne in lignes]
    coupees = couper(tranches, depuis)
    for tranche in coupees:
        tranche.remuneration = bisect_right(depuis, tranche.debut) - 1
    return coupees


def cle_de(tranche: Tranche) -> Cle:
    """Nature, droit, franchise, couverture, part du traitement, rémunération, quotité."""
    return (
        tranche.nature,
        tranche.droit,
        tranche.franchise,
        not tranche.refus,
        proportion_traitement(tranche.nature, tranche.droit, tranche.plein_cmo),
        tranche.remuneration,
        tranche.quotite if tranche.nature == "TPT" else None,
    )


def segments_du_sinistre(tranches: Iterable[Tranche]) -> list[Segment]:
    """Réunit les tranches (d'un sinistre, rangées par date) en segments maximaux."""
    segments: list[Segment] = []
    dernier: Segment | None = None
    for tranche in tranches:
        cle = cle_de(tranche)
        if dernier is not None and dernier.fin + 1 == tranche.debut and dernier.cle == cle:
            dernier.fin = tranche.fin
            dernier.tranches.append(tranche)
        else:
            dernier = Segment(tranche, cle)
            segments.append(dernier)
    return segments
