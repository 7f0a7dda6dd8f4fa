"""Règle 1, nature du jour : celle du sinistre, ou de sa dernière requalification qui a pris effet.

Articles : CCTP-CNRACL-2025 II.a (requalification), R-RQ. La dernière requalification est la
dernière décidée (ordre du tableau) ; elle remplace tout ce qui précède à partir de son effet.
"""

from __future__ import annotations

from collections.abc import Sequence

from sinistres.regles.entree import EntreeIndemnisation, Sinistre
from sinistres.regles.tranches import Intervalle, Tranche, couper


def _nature(sinistre: Sinistre, jour: int) -> tuple[str, bool]:
    for requalification in reversed(sinistre.requalifications):
        if requalification.effet.toordinal() <= jour:
            return requalification.vers, True
    return sinistre.risque, False


def tranches_du_sinistre(sinistre: Sinistre, rang: int, au: int) -> list[Tranche]:
    """Jours d'arrêt jusqu'à `au` inclus, coupés aux certificats et aux requalifications."""
    effets = sorted({r.effet.toordinal() for r in sinistre.requalifications})
    resultat: list[Tranche] = []
    arret, veille = -1, None
    for k in sorted(range(len(sinistre.certificats)), key=lambda k: sinistre.certificats[k].debut):
        certificat = sinistre.certificats[k]
        debut, fin = certificat.debut.toordinal(), min(certificat.fin.toordinal(), au)
        if fin < debut:
            continue
        if veille is None or debut > veille + 1:
            arret += 1
        veille = fin
        entiere = Tranche(debut, fin, rang, k, arret, sinistre.risque, False)
        for morceau in couper(entiere, effets):
            nature, requalifiee = _nature(sinistre, morceau.debut)
            resultat.append(morceau._replace(nature=nature, requalifiee=requalifiee))
    return resultat


def tranches_de_l_agent(entree: EntreeIndemnisation) -> list[Tranche]:
    """Jours d'arrêt de tous les sinistres, dans l'ordre du calendrier."""
    au = entree.au.toordinal()
    toutes = [t for i, s in enumerate(entree.sinistres) for t in tranches_du_sinistre(s, i, au)]
    return sorted(toutes, key=lambda t: t.debut)


def arrets(tranches: Sequence[Tranche]) -> list[Intervalle]:
    """Arrêts d'un même sinistre : suites ininterrompues de jours, dans l'ordre."""
    resultat: list[Intervalle] = []
    for tranche in tranches:
        if resultat and resultat[-1][1] + 1 == tranche.debut:
            resultat[-1] = (resultat[-1][0], tranche.fin)
        else:
            resultat.append((tranche.debut, tranche.fin))
    return resultat
