"""Indemnisation : ce que l'assureur doit pour les arrêts d'un agent.

Enchaîne les règles, dont l'ordre compte : nature, droit, proportion, couverture, franchise,
montant, solde (CCTP-CNRACL-2025 II.a et III ; R-CMO, R-CLM, R-CLD, R-FR, R-IJ, R-RQ, R-TPS).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import de_centimes, en_centimes
from sinistres.regles.carence import appliquer_carence
from sinistres.regles.couverture import appliquer_couverture
from sinistres.regles.droits import attribuer_droits
from sinistres.regles.entree import EntreeIndemnisation
from sinistres.regles.etapes import expliquer_agent, expliquer_sinistre
from sinistres.regles.etapes_montant import ExplicationIndemnites
from sinistres.regles.franchise import appliquer_franchise
from sinistres.regles.lignes import Indemnites, lignes_du_sinistre
from sinistres.regles.nature import tranches_de_l_agent
from sinistres.regles.resultat import LigneIndemnisation, ResultatIndemnisation, ResultatSinistre
from sinistres.regles.segments import appliquer_remuneration
from sinistres.regles.tranches import Tranche, par_sinistre

Lignes = list[LigneIndemnisation]


class RemunerationAbsente(ErreurMetier):
    """Un jour d'arrêt précède toute ligne de rémunération."""

    def __init__(self) -> None:
        message = "Un jour d'arrêt n'a aucune ligne de rémunération."
        super().__init__("remuneration-absente", message, ("R-IJ-05",), "agent.remuneration")


class Calcul(NamedTuple):
    """Tranches qualifiées de l'agent, et lignes de chaque sinistre dans l'ordre de l'entrée."""

    tranches: list[list[Tranche]]
    lignes: list[Lignes]


def indemniser(entree: EntreeIndemnisation, *, avec_etapes: bool = True) -> ResultatIndemnisation:
    """Calcule les lignes, totaux et soldes de tous les sinistres de l'agent.

    L'entrée est supposée cohérente (voir `contrat_json.lire`) ; lève `RemunerationAbsente` si un
    jour d'arrêt n'a pas de rémunération. `avec_etapes` à faux omet les explications.
    """
    indemnites: Indemnites = {}
    calcul = calculer(entree, indemnites)
    explications = ExplicationIndemnites(entree.contrat)
    sinistres: list[ResultatSinistre] = []
    for rang, sinistre in enumerate(entree.sinistres):
        lignes = calcul.lignes[rang]
        total = _total(lignes)
        lignes_avant = lignes
        if sinistre.requalifications:
            lignes_avant = calculer(_sans_requalification(entree, rang), indemnites).lignes[rang]
        avant = _total(lignes_avant)
        solde = total - avant if sinistre.deja_verse is None else _solde(total, sinistre.deja_verse)
        resultat = ResultatSinistre(sinistre.reference, tuple(lignes), total, avant, solde)
        if avec_etapes:
            expliquer_sinistre(resultat, rang, entree, calcul.tranches, lignes_avant, explications)
        sinistres.append(resultat)
    total_agent = sum([s.centimes for s in sinistres])
    etapes = expliquer_agent(sinistres, total_agent) if avec_etapes else ()
    return ResultatIndemnisation(tuple(sinistres), total_agent, etapes)


def calculer(entree: EntreeIndemnisation, indemnites: Indemnites) -> Calcul:
    """Qualifie les jours d'arrêt par toutes les règles, puis les chiffre."""
    nombre = len(entree.sinistres)
    tranches = par_sinistre(tranches_qualifiees(entree), nombre)
    return Calcul(tranches, [lignes_du_sinistre(siennes, entree, indemnites) for siennes in tranches])


def tranches_qualifiees(entree: EntreeIndemnisation) -> list[Tranche]:
    """Jours d'arrêt de l'agent, qualifiés par toutes les règles, dans l'ordre du calendrier."""
    tranches = tranches_de_l_agent(entree)
    lignes = entree.agent.remuneration
    if tranches and (not lignes or tranches[0].debut < lignes[0].depuis.toordinal()):
        raise RemunerationAbsente()
    tranches = attribuer_droits(tranches, entree.sinistres)
    tranches = appliquer_carence(tranches, entree.sinistres)
    tranches = appliquer_franchise(tranches, entree)
    tranches = appliquer_couverture(tranches, entree)
    return appliquer_remuneration(tranches, lignes)


def _total(lignes: Lignes) -> int:
    return sum([ligne.centimes for ligne in lignes])


def _solde(total: int, deja_verse: Decimal) -> int:
    """Règle 7 : total moins ce qui est déjà versé, arrondi au centime."""
    return en_centimes(de_centimes(total) - deja_verse)


def _sans_requalification(entree: EntreeIndemnisation, rang: int) -> EntreeIndemnisation:
    """La même entrée, si les seules requalifications de ce sinistre n'avaient pas eu lieu."""
    sinistres = list(entree.sinistres)
    sinistres[rang] = replace(sinistres[rang], requalifications=())
    return replace(entree, sinistres=tuple(sinistres))
