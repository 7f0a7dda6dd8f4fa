"""Indemnisation : ce que l'assureur doit pour les arrêts d'un agent.

Enchaîne les règles, dont l'ordre compte : nature, droit, proportion, couverture, franchise,
montant, solde (CCTP-CNRACL-2025 II.a et III ; R-CMO, R-CLM, R-CLD, R-FR, R-IJ, R-RQ, R-TPS).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import arrondi
from sinistres.regles.carence import appliquer_carence
from sinistres.regles.couverture import appliquer_couverture
from sinistres.regles.droits import attribuer_droits
from sinistres.regles.entree import EntreeIndemnisation, Garantie
from sinistres.regles.franchise import appliquer_franchise, garantie_de_franchise
from sinistres.regles.lignes import expliquer, ligne_du_segment
from sinistres.regles.nature import tranches_de_l_agent
from sinistres.regles.resultat import LigneIndemnisation, ResultatIndemnisation, ResultatSinistre
from sinistres.regles.segments import appliquer_remuneration, segments_du_sinistre
from sinistres.regles.tranches import Tranche

ZERO = Decimal("0.00")
Lignes = tuple[LigneIndemnisation, ...]


class RemunerationAbsente(ErreurMetier):
    """Un jour d'arrêt précède toute ligne de rémunération."""

    def __init__(self) -> None:
        message = "Un jour d'arrêt n'a aucune ligne de rémunération."
        super().__init__("remuneration-absente", message, ("R-IJ-05",), "agent.remuneration")


def indemniser(entree: EntreeIndemnisation, *, avec_etapes: bool = True) -> ResultatIndemnisation:
    """Calcule les lignes, totaux et soldes de tous les sinistres de l'agent.

    L'entrée est supposée cohérente (voir `contrat_json.lire`) ; lève `RemunerationAbsente` si un
    jour d'arrêt n'a pas de rémunération. `avec_etapes` à faux omet les explications des lignes.
    """
    lignes = lignes_par_sinistre(entree, avec_etapes=avec_etapes)
    sinistres = tuple(_resultat(entree, rang, lignes[rang]) for rang in range(len(entree.sinistres)))
    return ResultatIndemnisation(sinistres, sum((s.total for s in sinistres), ZERO))


def tranches_qualifiees(entree: EntreeIndemnisation) -> list[Tranche]:
    """Jours d'arrêt de l'agent, qualifiés par toutes les règles, dans l'ordre du calendrier."""
    tranches = tranches_de_l_agent(entree)
    premier = entree.agent.remuneration[0].depuis.toordinal() if entree.agent.remuneration else None
    if tranches and (premier is None or tranches[0].debut < premier):
        raise RemunerationAbsente()
    tranches = attribuer_droits(tranches, entree.sinistres)
    tranches = appliquer_carence(tranches, entree.sinistres)
    tranches = appliquer_franchise(tranches, entree)
    tranches = appliquer_couverture(tranches, entree)
    return appliquer_remuneration(tranches, entree.agent.remuneration)


def lignes_par_sinistre(entree: EntreeIndemnisation, *, avec_etapes: bool) -> list[Lignes]:
    """Lignes de chaque sinistre, dans l'ordre de l'entrée."""
    par_sinistre: list[list[Tranche]] = [[] for _ in entree.sinistres]
    for tranche in tranches_qualifiees(entree):
        par_sinistre[tranche.sinistre].append(tranche)
    resultat: list[Lignes] = []
    for tranches in par_sinistre:
        lignes = [ligne_du_segment(s, entree) for s in segments_du_sinistre(tranches, entree)]
        if avec_etapes:
            garantie: Garantie | None = garantie_de_franchise(entree.contrat, tranches)
            lignes = [expliquer(ligne, entree, garantie) for ligne in lignes]
        resultat.append(tuple(lignes))
    return resultat


def _total(lignes: Lignes) -> Decimal:
    return sum((ligne.montant for ligne in lignes), ZERO)


def _resultat(entree: EntreeIndemnisation, rang: int, lignes: Lignes) -> ResultatSinistre:
    """Règle 7, solde : total moins ce qui est déjà versé, sinon moins ce qui était dû avant."""
    sinistre, total = entree.sinistres[rang], _total(lignes)
    avant = _avant_requalification(entree, rang) if sinistre.requalifications else total
    verse = avant if sinistre.deja_verse is None else sinistre.deja_verse
    return ResultatSinistre(sinistre.reference, lignes, avant, total, arrondi(total - verse))


def _avant_requalification(entree: EntreeIndemnisation, rang: int) -> Decimal:
    """Total du sinistre si ses seules requalifications n'avaient pas eu lieu."""
    sinistres = list(entree.sinistres)
    sinistres[rang] = replace(sinistres[rang], requalifications=())
    avant = replace(entree, sinistres=tuple(sinistres))
    return _total(lignes_par_sinistre(avant, avec_etapes=False)[rang])
