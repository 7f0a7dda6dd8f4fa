"""Segments : tranches qui se suivent et ne diffèrent en rien de ce qui fait le montant.

Ni la limite d'un certificat, ni le mois, ni les motifs ne coupent ; une ligne de rémunération coupe
toujours (CCTP-CNRACL-2025 II.5, R-IJ-05).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sinistres.regles.entree import EntreeIndemnisation, LigneRemuneration
from sinistres.regles.proportions import part_remboursee, proportion_traitement
from sinistres.regles.tranches import Tranche, couper_toutes

Cle = tuple[str, str, bool, bool, Fraction, int, Fraction]


@dataclass(slots=True)
class Segment:
    """Suite de jours de même clé ; `tranches` garde les motifs de chacune de ses parties."""

    debut: int
    fin: int
    cle: Cle
    tranches: list[Tranche]


def appliquer_remuneration(tranches: Sequence[Tranche], lignes: Sequence[LigneRemuneration]) -> list[Tranche]:
    """Coupe les tranches à chaque ligne de rémunération et y note son rang."""
    depuis = [ligne.depuis.toordinal() for ligne in lignes]
    return [
        t._replace(remuneration=bisect_right(depuis, t.debut) - 1) for t in couper_toutes(tranches, depuis)
    ]


def cle_de(tranche: Tranche, entree: EntreeIndemnisation) -> Cle:
    """Nature, droit, franchise, couverture, part du traitement, rémunération, part remboursée."""
    certificat = entree.sinistres[tranche.sinistre].certificats[tranche.certificat]
    return (
        tranche.nature,
        tranche.droit,
        tranche.franchise,
        not tranche.refus,
        proportion_traitement(tranche.nature, tranche.droit, certificat.debut),
        tranche.remuneration,
        part_remboursee(tranche.nature, certificat),
    )


def segments_du_sinistre(tranches: Iterable[Tranche], entree: EntreeIndemnisation) -> list[Segment]:
    """Réunit les tranches (d'un sinistre, rangées par date) en segments maximaux."""
    segments: list[Segment] = []
    for tranche in tranches:
        cle = cle_de(tranche, entree)
        dernier = segments[-1] if segments else None
        if dernier and dernier.fin + 1 == tranche.debut and dernier.cle == cle:
            dernier.fin = tranche.fin
            dernier.tranches.append(tranche)
        else:
            segments.append(Segment(tranche.debut, tranche.fin, cle, [tranche]))
    return segments
