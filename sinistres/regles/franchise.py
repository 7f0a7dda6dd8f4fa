"""Règle 5, franchise : une seule par sinistre, celle de la garantie de sa dernière nature.

Articles : CCTP-CNRACL-2025 II.a (une seule franchise, fruit de la requalification) et IV ; R-FR-01,
R-FR-02, R-RQ, AMB-04 lecture A. Jours calendaires d'arrêt depuis le premier jour d'arrêt : les jours
non couverts et de carence la consomment, les jours de reprise non.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sinistres.regles.entree import Contrat, EntreeIndemnisation, Garantie
from sinistres.regles.tranches import Tranche, couper, dans_l_ordre, par_sinistre


def garantie_de_franchise(garanties: Mapping[str, Garantie], tranches: Sequence[Tranche]) -> Garantie | None:
    """Garantie dont la franchise s'applique : celle du dernier jour d'arrêt ; si elle n'est pas
    souscrite, celle de la nature souscrite la plus récente ; sinon aucune."""
    # Interprétation : le contrat ne dit rien d'une nature finale non souscrite ; les jours d'une nature
    # souscrite restent couverts, sous la franchise de leur garantie (calculs F-02).
    for tranche in reversed(tranches):
        garantie = garanties.get(tranche.nature)
        if garantie is not None:
            return garantie
    return None


def appliquer_franchise(tranches: Sequence[Tranche], entree: EntreeIndemnisation) -> list[Tranche]:
    """Coupe et marque les jours de franchise (tranches rangées par date)."""
    garanties = entree.contrat.par_risque
    cumulees: dict[str, list[Tranche]] = {}
    marquees: list[Tranche] = []
    if len(entree.sinistres) == 1:
        groupes = [list(tranches)]
    else:
        groupes = par_sinistre(tranches, len(entree.sinistres))
    for siennes in groupes:
        garantie = garantie_de_franchise(garanties, siennes)
        if garantie is not None and garantie.franchise.type == "CUMULEE":
            cumulees.setdefault(garantie.risque, []).extend(siennes)
        else:
            marquees += _franchise_du_sinistre(siennes, garantie, entree.contrat)
    for risque, siennes in cumulees.items():
        marquees += _cumulee(dans_l_ordre(siennes), garanties[risque].franchise.jours)
    return dans_l_ordre(marquees) if len(groupes) > 1 else marquees


def _franchise_du_sinistre(
    tranches: Sequence[Tranche], garantie: Garantie | None, contrat: Contrat
) -> Iterable[Tranche]:
    """Types de franchise qui ne dépendent que du sinistre."""
    if garantie is None or not garantie.franchise.jours or garantie.franchise.type == "AUCUNE":
        return tranches
    jours = garantie.franchise.jours
    groupes = [tranches] if contrat.franchise_par == "SINISTRE" else _arrets(tranches)
    if garantie.franchise.type == "RELATIVE":
        for groupe in groupes:
            if sum([t.jours for t in groupe]) <= jours:
                for tranche in groupe:
                    tranche.franchise = True
        return tranches
    return [t for groupe in groupes for t in premiers_jours(groupe, jours)]


def _arrets(tranches: Sequence[Tranche]) -> list[list[Tranche]]:
    """Tranches du sinistre groupées par arrêt (suite ininterrompue de jours)."""
    groupes: dict[int, list[Tranche]] = {}
    for tranche in tranches:
        groupes.setdefault(tranche.arret, []).append(tranche)
    return list(groupes.values())


def premiers_jours(tranches: Iterable[Tranche], jours: int) -> Iterator[Tranche]:
    """Met en franchise les `jours` premiers jours de la suite."""
    for tranche in tranches:
        if jours <= 0:
            yield tranche
            continue
        suite = tranche.detacher(tranche.debut + jours) if tranche.jours > jours else None
        jours -= tranche.jours
        tranche.franchise = True
        yield tranche
        if suite is not None:
            yield suite


def _cumulee(tranches: Sequence[Tranche], jours: int) -> Iterator[Tranche]:
    """Premiers jours d'arrêt de chaque année civile, tous sinistres de la garantie."""
    if not tranches:
        return
    premiere, derniere = date.fromordinal(tranches[0].debut).year, date.fromordinal(tranches[-1].fin).year
    annees: dict[int, list[Tranche]] = {}
    for tranche in couper(tranches, [date(a, 1, 1).toordinal() for a in range(premiere, derniere + 1)]):
        annees.setdefault(date.fromordinal(tranche.debut).year, []).append(tranche)
    for de_l_annee in annees.values():
        yield from premiers_jours(de_l_annee, jours)
