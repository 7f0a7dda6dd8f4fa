"""Règle 4, couverture : ce jour relève-t-il du contrat ?

Articles : CCTP-CNRACL-2025 II.a (capitalisation, requalification, rechute), II.7 (cessation),
III.6.e (droits épuisés, trois mois) ; R-TPS-01, -02 et -04, R-ASS-CES-01, AMB-08.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from cdg_portal.socle.periode import ajouter_annees, fin_de_trimestre
from sinistres.regles.entree import Agent, Contrat, EntreeIndemnisation, Sinistre
from sinistres.regles.parametres_dates import entier_du_jour
from sinistres.regles.tranches import Tranche, couper, rang_decale
from sinistres.regles.vocabulaire import DEMI_MAINTENU

mois_rembourses = entier_du_jour("mdt_mois_rembourses")
Borne = tuple[int, str]


def refus_du_sinistre(contrat: Contrat, sinistre: Sinistre) -> tuple[str, ...]:
    """Pourquoi le fait générateur n'est pas garanti (vide : il l'est)."""
    if sinistre.refus_precedent is False:
        return ("evenement-anterieur",)
    if sinistre.refus_precedent:
        evenement = min(c.debut for c in sinistre.certificats)
    else:
        evenement = sinistre.survenance
    return () if contrat.effet <= evenement <= contrat.terme else ("hors-contrat",)


@lru_cache(maxsize=8192)
def fin_par_age(naissance: date, age: int) -> date:
    """Dernier jour garanti : fin du trimestre civil de l'anniversaire de cet âge."""
    return fin_de_trimestre(ajouter_annees(naissance, age))


def appliquer_couverture(tranches: Sequence[Tranche], entree: EntreeIndemnisation) -> list[Tranche]:
    """Coupe les tranches aux dates de cessation et pose leurs motifs de refus."""
    contrat, sinistres = entree.contrat, entree.sinistres
    refus = [refus_du_sinistre(contrat, s) for s in sinistres]
    terme = contrat.terme.toordinal() + 1
    repartition = contrat.gestion == "REPARTITION"
    bornes = _cessations(contrat, entree.agent)
    limites = _limites_demi_maintenu(tranches)
    couvertes = couper(tranches, [terme, *(jour for jour, _ in bornes), *limites.values()])
    for t in couvertes:
        t.refus = refus[t.sinistre]
        if t.debut >= terme and (repartition or sinistres[t.sinistre].refus_precedent):
            t.refus += ("apres-contrat",)
        for jour, motif in bornes:
            if t.debut >= jour:
                t.refus += (motif,)
        maintenu = t.droit == DEMI_MAINTENU
        if ("MDT" if maintenu else t.nature) not in contrat.par_risque:
            t.refus += ("hors-garantie",)
        if maintenu and t.debut >= limites[t.sinistre]:
            t.refus += ("trois-mois-ecoules",)
    return couvertes


def _cessations(contrat: Contrat, agent: Agent) -> list[Borne]:
    """Premier jour non couvert et motif, pour chaque cause datée de cessation propre à l'agent."""
    bornes: list[Borne] = []
    if agent.sortie:
        bornes.append((agent.sortie.toordinal() + 1, "sortie"))
    if agent.retraite:
        bornes.append((agent.retraite.toordinal(), "retraite"))
    if contrat.age_cessation is not None and not agent.prolongation_activite:
        limite = fin_par_age(agent.naissance, contrat.age_cessation)
        bornes.append((limite.toordinal() + 1, "cessation-age"))
    return bornes


def _limites_demi_maintenu(tranches: Sequence[Tranche]) -> dict[int, int]:
    """Par sinistre, premier jour de demi-traitement maintenu que l'assureur ne rembourse plus."""
    premiers: dict[int, int] = {}
    for tranche in tranches:
        if tranche.droit == DEMI_MAINTENU and tranche.sinistre not in premiers:
            premiers[tranche.sinistre] = rang_decale(tranche.debut, mois_rembourses(tranche.debut))
    return premiers
