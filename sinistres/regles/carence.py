"""Jour de carence : premier jour, non rémunéré, d'un arrêt en maladie ordinaire.

Articles : loi 2017-1837 art. 115 ; R-CAR-01 et R-CAR-02. Pas de nouvelle carence si la fin du
certificat précédent du même sinistre est à trois jours de date ou moins (prolongation, ou reprise
de quarante-huit heures au plus pour la même cause). Le jour reste compté dans les droits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sinistres.regles.entree import Sinistre
from sinistres.regles.parametres_dates import entier_du_jour
from sinistres.regles.tranches import Tranche
from sinistres.regles.vocabulaire import CARENCE, DEMI, PLEIN

jours_carence = entier_du_jour("cmo_jours_carence")
ecart_sans_carence = entier_du_jour("cmo_jours_ecart_sans_carence")


def appliquer_carence(tranches: Iterable[Tranche], sinistres: Sequence[Sinistre]) -> list[Tranche]:
    """Coupe le jour de carence de chaque arrêt (tranches rangées par date)."""
    coupees: list[Tranche] = []
    fins: dict[int, int] = {}
    for tranche in tranches:
        precedente = fins.get(tranche.sinistre)
        fins[tranche.sinistre] = tranche.fin
        coupees.append(tranche)
        if _est_due(tranche, precedente, sinistres[tranche.sinistre]):
            if tranche.fin > tranche.debut:
                coupees.append(tranche.detacher(tranche.debut + 1))
            tranche.droit = CARENCE
    return coupees


def _est_due(tranche: Tranche, precedente: int | None, sinistre: Sinistre) -> bool:
    """Vrai si le premier jour de la tranche est un jour de carence."""
    if tranche.nature != "CMO" or tranche.droit not in (PLEIN, DEMI) or sinistre.carence != "AUTO":
        return False
    if jours_carence(tranche.debut) == 0:
        return False
    return precedente is None or tranche.debut - precedente > ecart_sans_carence(tranche.debut)
