"""Règle 2, droit statutaire de chaque jour : les congés limités, puis l'attente d'une décision.

CITIS (L.822-21), maternité (L.631-3) et temps partiel thérapeutique (L.823-1) : plein, sans limite
calculée ici. Droits épuisés dans l'attente d'une décision : demi-traitement maintenu (R-MDT).
"""

from __future__ import annotations

from collections.abc import Sequence

from sinistres.regles.droits_clm_cld import droits_clm_cld
from sinistres.regles.droits_cmo import droits_cmo
from sinistres.regles.entree import Sinistre
from sinistres.regles.tranches import DEMI_MAINTENU, EPUISE, Tranche

LIMITES = ("CMO", "CLM", "CLD")


def attribuer_droits(tranches: Sequence[Tranche], sinistres: Sequence[Sinistre]) -> list[Tranche]:
    """Coupe et classe les tranches (rangées par date) de tous les sinistres de l'agent."""
    classees = [t for t in tranches if t.nature not in LIMITES]
    classees += droits_cmo(t for t in tranches if t.nature == "CMO")
    classees += droits_clm_cld(tranches)
    maintenues = (
        t._replace(droit=DEMI_MAINTENU) if t.droit == EPUISE and sinistres[t.sinistre].attente_decision else t
        for t in classees
    )
    return sorted(maintenues, key=lambda t: t.debut)
