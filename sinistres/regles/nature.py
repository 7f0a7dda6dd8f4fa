"""Règle 1, nature du jour : celle du sinistre, ou de sa dernière requalification qui a pris effet.

Articles : CCTP-CNRACL-2025 II.a (requalification), R-RQ. La dernière requalification est la
dernière décidée (ordre du tableau) ; elle remplace tout ce qui précède à partir de son effet.
"""

from __future__ import annotations

from datetime import date
from operator import attrgetter

from sinistres.regles.entree import EntreeIndemnisation, Sinistre
from sinistres.regles.proportions import plein_cmo
from sinistres.regles.tranches import Tranche, couper, dans_l_ordre


def nature_du_jour(sinistre: Sinistre, jour: date) -> tuple[str, bool]:
    """Nature d'un jour d'arrêt, et si elle vient d'une requalification."""
    for requalification in reversed(sinistre.requalifications):
        if requalification.effet <= jour:
            return requalification.vers, True
    return sinistre.risque, False


def tranches_du_sinistre(sinistre: Sinistre, rang: int, au: int) -> list[Tranche]:
    """Jours d'arrêt jusqu'à `au` inclus, coupés aux certificats et aux requalifications."""
    tranches: list[Tranche] = []
    certificats = sinistre.certificats
    if len(certificats) > 1:
        certificats = tuple(sorted(certificats, key=attrgetter("debut")))
    arret = 0
    derniere: Tranche | None = None
    for certificat in certificats:
        debut, fin = certificat.debut.toordinal(), min(certificat.fin.toordinal(), au)
        if fin < debut:
            break  # rangés par début : les suivants sont eux aussi après `au`
        plein, quotite = plein_cmo(certificat.debut), certificat.quotite_travail
        contigu = derniere is not None and debut == derniere.fin + 1
        # Un certificat qui prolonge le précédent aux mêmes conditions n'ouvre pas de tranche.
        if derniere and contigu and derniere.plein_cmo == plein and derniere.quotite == quotite:
            derniere.fin = fin
            continue
        if derniere and not contigu:
            arret += 1
        derniere = Tranche(debut, fin, rang, arret, sinistre.risque, plein, quotite)
        tranches.append(derniere)
    if sinistre.requalifications:
        tranches = couper(tranches, [r.effet.toordinal() for r in sinistre.requalifications])
        for tranche in tranches:
            jour = date.fromordinal(tranche.debut)
            tranche.nature, tranche.requalifiee = nature_du_jour(sinistre, jour)
    return tranches


def tranches_de_l_agent(entree: EntreeIndemnisation) -> list[Tranche]:
    """Jours d'arrêt de tous les sinistres, dans l'ordre du calendrier."""
    au = entree.au.toordinal()
    if len(entree.sinistres) == 1:
        return tranches_du_sinistre(entree.sinistres[0], 0, au)
    return dans_l_ordre(t for i, s in enumerate(entree.sinistres) for t in tranches_du_sinistre(s, i, au))
