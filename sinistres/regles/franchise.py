"""Règle 5, franchise : une seule par sinistre, celle de la garantie de sa dernière nature.

Articles : CCTP-CNRACL-2025 II.a (une seule franchise, fruit de la requalification) et IV ; R-FR-01,
R-FR-02, R-RQ, AMB-04 lecture A. Jours calendaires d'arrêt depuis le premier jour d'arrêt : les jours
non couverts et de carence la consomment, les jours de reprise non.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from sinistres.regles.entree import Contrat, EntreeIndemnisation, Garantie
from sinistres.regles.nature import arrets
from sinistres.regles.tranches import Intervalle, Tranche, bornes_de, contient, couper


def garantie_de_franchise(contrat: Contrat, tranches: Sequence[Tranche]) -> Garantie | None:
    """Garantie dont la franchise s'applique : celle du dernier jour d'arrêt ; si elle n'est pas
    souscrite, celle de la nature souscrite la plus récente ; sinon aucune."""
    # Interprétation : le contrat ne dit rien d'une nature finale non souscrite ; les jours d'une nature
    # souscrite restent couverts, sous la franchise de leur garantie (calculs F-02).
    for tranche in reversed(tranches):
        garantie = contrat.garantie(tranche.nature)
        if garantie is not None:
            return garantie
    return None


def appliquer_franchise(tranches: Sequence[Tranche], entree: EntreeIndemnisation) -> list[Tranche]:
    """Coupe et marque les jours de franchise (tranches rangées par date)."""
    par_sinistre: dict[int, list[Tranche]] = {}
    for tranche in tranches:
        par_sinistre.setdefault(tranche.sinistre, []).append(tranche)
    garanties = {s: garantie_de_franchise(entree.contrat, ts) for s, ts in par_sinistre.items()}
    jours = {s: _jours(garanties[s], arrets(ts), entree.contrat) for s, ts in par_sinistre.items()}
    for garantie in entree.contrat.garanties:
        if garantie.franchise.type == "CUMULEE":
            concernes = [t for t in tranches if garanties[t.sinistre] is garantie]
            cumules = list(_cumulee(arrets(concernes), garantie.franchise.jours))
            jours |= {s: cumules for s, g in garanties.items() if g is garantie}
    bornes = {s: bornes_de(intervalles) for s, intervalles in jours.items()}
    return [
        morceau._replace(franchise=contient(jours[t.sinistre], morceau.debut))
        for t in tranches
        for morceau in couper(t, bornes[t.sinistre])
    ]


def _jours(garantie: Garantie | None, suite: list[Intervalle], contrat: Contrat) -> list[Intervalle]:
    """Jours de franchise d'un sinistre, pour les types qui ne dépendent que de lui."""
    if garantie is None:
        return []
    groupes = [suite] if contrat.franchise_par == "SINISTRE" else [[arret] for arret in suite]
    franchise = garantie.franchise
    if franchise.type == "ABSOLUE":
        return [i for groupe in groupes for i in premiers_jours(groupe, franchise.jours)]
    if franchise.type == "RELATIVE":
        return [i for groupe in groupes if _duree(groupe) <= franchise.jours for i in groupe]
    return []


def premiers_jours(intervalles: Sequence[Intervalle], jours: int) -> Iterator[Intervalle]:
    """Les `jours` premiers jours de la suite d'intervalles."""
    for debut, fin in intervalles:
        if jours <= 0:
            return
        dernier = min(fin, debut + jours - 1)
        yield debut, dernier
        jours -= dernier - debut + 1


def _duree(intervalles: Sequence[Intervalle]) -> int:
    return sum(fin - debut + 1 for debut, fin in intervalles)


def _cumulee(suite: Sequence[Intervalle], jours: int) -> Iterator[Intervalle]:
    """Premiers jours d'arrêt de chaque année civile, tous sinistres de la garantie."""
    if not suite:
        return
    annees = range(date.fromordinal(suite[0][0]).year, date.fromordinal(suite[-1][1]).year + 2)
    for premier, suivant in pairwise(date(annee, 1, 1).toordinal() for annee in annees):
        de_l_annee = [
            (max(d, premier), min(f, suivant - 1)) for d, f in suite if d < suivant and f >= premier
        ]
        yield from premiers_jours(de_l_annee, jours)
