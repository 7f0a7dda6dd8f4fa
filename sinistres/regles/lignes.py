"""Lignes d'un sinistre : chaque segment reçoit son montant, ses motifs et ses articles."""

from __future__ import annotations

from collections.abc import Iterable

from sinistres.regles.articles import REFUS, articles_du_segment
from sinistres.regles.entree import EntreeIndemnisation
from sinistres.regles.montant import (
    Indemnite,
    base_du_segment,
    indemnite_du_jour,
    montant_du_segment,
    part_non_travaillee,
)
from sinistres.regles.resultat import LigneIndemnisation
from sinistres.regles.segments import Segment, segments_du_sinistre
from sinistres.regles.tranches import Tranche
from sinistres.regles.vocabulaire import CARENCE, DEMI_MAINTENU, EPUISE

MOTIF_DU_DROIT = {CARENCE: "carence", EPUISE: "droits-epuises", DEMI_MAINTENU: "attente-decision"}
RANG_DU_REFUS = {motif: rang for rang, motif in enumerate(REFUS)}
# Nature, droit, part du traitement, rang de la rémunération.
Indemnites = dict[tuple[str, str, int, int], Indemnite]


def motifs_du_segment(segment: Segment) -> tuple[str, ...]:
    """Tout ce qui a pesé sur l'un au moins des jours du segment, dans un ordre stable."""
    _, droit, franchise, couvert, *_ = segment.cle
    motifs = ["requalification"] if any([t.requalifiee for t in segment.tranches]) else []
    if droit in MOTIF_DU_DROIT:
        motifs.append(MOTIF_DU_DROIT[droit])
    if franchise:
        motifs.append("franchise")
    if not couvert:
        motifs += sorted({m for t in segment.tranches for m in t.refus}, key=RANG_DU_REFUS.__getitem__)
    return tuple(motifs)


def lignes_du_sinistre(
    tranches: Iterable[Tranche], entree: EntreeIndemnisation, indemnites: Indemnites
) -> list[LigneIndemnisation]:
    """Lignes des tranches qualifiées d'un sinistre ; `indemnites` garde ce qui est déjà chiffré."""
    return [_ligne(segment, entree, indemnites) for segment in segments_du_sinistre(tranches)]


def _ligne(segment: Segment, entree: EntreeIndemnisation, indemnites: Indemnites) -> LigneIndemnisation:
    """Chiffre un segment ; son montant est nul en franchise ou hors couverture."""
    nature, droit, franchise, couvert, traitement, rang, quotite = segment.cle
    contrat = entree.contrat
    cle = nature, droit, traitement, rang
    indemnite = indemnites.get(cle)
    if indemnite is None:
        remuneration = entree.agent.remuneration[rang]
        indemnite = indemnite_du_jour(contrat, remuneration, nature, droit, traitement)
        indemnites[cle] = indemnite
    centimes = 0
    if couvert and not franchise:
        base = base_du_segment(contrat.diviseur, segment.debut, segment.fin, indemnite)
        centimes = montant_du_segment(base, part_non_travaillee(quotite), contrat.taux)
    motifs = motifs_du_segment(segment)
    return LigneIndemnisation(
        segment.debut,
        segment.fin,
        nature,
        droit,
        franchise,
        couvert,
        indemnite,
        quotite,
        centimes,
        motifs,
        articles_du_segment(nature, droit, traitement, motifs),
    )
