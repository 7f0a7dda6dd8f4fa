"""Règle 2, droit statutaire de chaque jour : les congés limités, puis l'attente d'une décision.

CITIS (L.822-21), maternité (L.631-3) et temps partiel thérapeutique (L.823-1) : plein, sans limite
calculée ici. Droits épuisés dans l'attente d'une décision : demi-traitement maintenu (R-MDT).
"""

from __future__ import annotations

from collections.abc import Sequence

from sinistres.regles.droits_clm_cld import droits_clm_cld
from sinistres.regles.droits_cmo import droits_cmo
from sinistres.regles.entree import Sinistre
from sinistres.regles.tranches import Tranche, dans_l_ordre
from sinistres.regles.vocabulaire import DEMI_MAINTENU, EPUISE


def attribuer_droits(tranches: Sequence[Tranche], sinistres: Sequence[Sinistre]) -> list[Tranche]:
    """Coupe et classe les tranches (rangées par date) de tous les sinistres de l'agent."""
    natures = {t.nature for t in tranches}
    classees = [t for t in tranches if t.nature not in ("CMO", "CLM", "CLD")]
    if "CMO" in natures:
        classees += droits_cmo([t for t in tranches if t.nature == "CMO"])
    if "CLM" in natures or "CLD" in natures:
        classees += droits_clm_cld(tranches)
    for tranche in classees:
        if tranche.droit == EPUISE and sinistres[tranche.sinistre].attente_decision:
            tranche.droit = DEMI_MAINTENU
    return dans_l_ordre(classees) if len(natures) > 1 else classees
