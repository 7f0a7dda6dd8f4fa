"""Lignes d'un sinistre : chaque segment reçoit son montant, ses motifs et ses articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cdg_portal.socle.montant import arrondi, de_centimes
from sinistres.regles import articles
from sinistres.regles.entree import EntreeIndemnisation, Garantie
from sinistres.regles.etapes import est_aux_neuf_dixiemes, etapes_de_la_ligne
from sinistres.regles.montant import base_du_segment, groupes_ij, ij_exacte, montant_du_segment
from sinistres.regles.resultat import LigneIndemnisation
from sinistres.regles.segments import Segment
from sinistres.regles.tranches import CARENCE, DEMI_MAINTENU, EPUISE

MOTIF_DU_DROIT = {CARENCE: "carence", EPUISE: "droits-epuises", DEMI_MAINTENU: "attente-decision"}


def motifs_du_segment(segment: Segment) -> tuple[str, ...]:
    """Tout ce qui a pesé sur l'un au moins des jours du segment, dans un ordre stable."""
    _, droit, franchise, *_ = segment.cle
    motifs = ["requalification"] if any(t.requalifiee for t in segment.tranches) else []
    if droit in MOTIF_DU_DROIT:
        motifs.append(MOTIF_DU_DROIT[droit])
    if franchise:
        motifs.append("franchise")
    motifs += [m for m in articles.REFUS if any(m in t.refus for t in segment.tranches)]
    return tuple(motifs)


def articles_du_segment(
    nature: str, droit: str, proportion: Decimal, motifs: Iterable[str]
) -> tuple[str, ...]:
    """Articles de la ligne, sans répétition, dans l'ordre du raisonnement."""
    cites = [*articles.NATURES[nature][1], *articles.articles_du_droit(nature, droit)]
    if est_aux_neuf_dixiemes(nature, droit, proportion):
        cites += articles.NEUF_DIXIEMES
    for motif in motifs:
        if motif == "requalification":
            cites += articles.REQUALIFICATION
        elif motif == "franchise":
            cites += articles.FRANCHISE
        elif motif in articles.REFUS:
            cites += articles.REFUS[motif][1]
    return tuple(dict.fromkeys((*cites, *articles.IJ)))


def ligne_du_segment(segment: Segment, entree: EntreeIndemnisation) -> LigneIndemnisation:
    """Chiffre un segment ; son montant est nul en franchise ou hors couverture."""
    nature, droit, franchise, couvert, traitement, rang, part = segment.cle
    contrat, remuneration = entree.contrat, entree.agent.remuneration[rang]
    groupes = groupes_ij(contrat, remuneration, nature, droit, traitement)
    centimes = 0
    if couvert and not franchise and groupes:
        base = base_du_segment(contrat, segment.debut, segment.fin, groupes)
        centimes = montant_du_segment(base, part, contrat.taux_remboursement)
    motifs = motifs_du_segment(segment)
    return LigneIndemnisation(
        du=date.fromordinal(segment.debut),
        au=date.fromordinal(segment.fin),
        jours=segment.fin - segment.debut + 1,
        nature=nature,
        droit=droit,
        franchise=franchise,
        couvert=couvert,
        ij=arrondi(ij_exacte(groupes)),
        proportion=arrondi(traitement),
        montant=de_centimes(centimes),
        motifs=motifs,
        articles=articles_du_segment(nature, droit, arrondi(traitement), motifs),
        part=Decimal(part.numerator) / Decimal(part.denominator),
        taux=contrat.taux_remboursement,
        remuneration_depuis=remuneration.depuis,
        groupes_ij=groupes,
    )


def expliquer(
    ligne: LigneIndemnisation, entree: EntreeIndemnisation, garantie: Garantie | None
) -> LigneIndemnisation:
    """La même ligne, avec ses étapes."""
    return replace(ligne, etapes=etapes_de_la_ligne(ligne, entree.contrat, garantie))
