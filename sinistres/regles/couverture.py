"""Règle 4, couverture : ce jour relève-t-il du contrat ?

Articles : CCTP-CNRACL-2025 II.a (capitalisation, requalification, rechute), II.7 (cessation),
III.6.e (droits épuisés, trois mois) ; R-TPS-01, -02 et -04, R-ASS-CES-01, AMB-08.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cdg_portal.socle.periode import ajouter_annees, fin_de_trimestre
from sinistres.regles.entree import Agent, Contrat, EntreeIndemnisation, Sinistre
from sinistres.regles.parametres_dates import entier_du_jour
from sinistres.regles.tranches import DEMI_MAINTENU, Tranche, couper_toutes, rang_decale

mois_rembourses = entier_du_jour("mdt_mois_rembourses")


def refus_du_sinistre(contrat: Contrat, sinistre: Sinistre) -> tuple[str, ...]:
    """Pourquoi le fait générateur n'est pas garanti (vide : il l'est)."""
    if sinistre.refus_precedent is False:
        return ("evenement-anterieur",)
    if sinistre.refus_precedent:
        evenement = min(c.debut for c in sinistre.certificats)
    else:
        evenement = sinistre.survenance
    return () if contrat.effet <= evenement <= contrat.terme else ("hors-contrat",)


def fin_par_age(contrat: Contrat, agent: Agent) -> date | None:
    """Dernier jour couvert : fin du trimestre civil de l'anniversaire, ou None sans limite d'âge."""
    if contrat.age_cessation is None or agent.prolongation_activite:
        return None
    return fin_de_trimestre(ajouter_annees(agent.naissance, contrat.age_cessation))


def appliquer_couverture(tranches: Sequence[Tranche], entree: EntreeIndemnisation) -> list[Tranche]:
    """Coupe les tranches aux dates de cessation et pose leurs motifs de refus."""
    contrat, agent = entree.contrat, entree.agent
    refus = [refus_du_sinistre(contrat, s) for s in entree.sinistres]
    bornes = _bornes(contrat, agent)
    limites = _limites_demi_maintenu(tranches)
    par_jour = sorted({jour for jour, _ in bornes} | set(limites.values()))
    return [
        t._replace(refus=(*refus[t.sinistre], *_refus_du_jour(t, entree, bornes, limites)))
        for t in couper_toutes(tranches, par_jour)
    ]


def _bornes(contrat: Contrat, agent: Agent) -> list[tuple[int, str]]:
    """Premier jour non couvert et motif, pour chaque cause datée de l'agent et du contrat."""
    bornes = [(contrat.terme.toordinal() + 1, "apres-contrat")]
    if agent.sortie:
        bornes.append((agent.sortie.toordinal() + 1, "sortie"))
    if agent.retraite:
        bornes.append((agent.retraite.toordinal(), "retraite"))
    if limite := fin_par_age(contrat, agent):
        bornes.append((limite.toordinal() + 1, "cessation-age"))
    return bornes


def _limites_demi_maintenu(tranches: Sequence[Tranche]) -> dict[int, int]:
    """Par sinistre, premier jour de demi-traitement maintenu que l'assureur ne rembourse plus."""
    premiers: dict[int, int] = {}
    for tranche in tranches:
        if tranche.droit == DEMI_MAINTENU:
            premiers.setdefault(tranche.sinistre, rang_decale(tranche.debut, mois_rembourses(tranche.debut)))
    return premiers


def _refus_du_jour(
    tranche: Tranche,
    entree: EntreeIndemnisation,
    bornes: Sequence[tuple[int, str]],
    limites: dict[int, int],
) -> list[str]:
    contrat, sinistre = entree.contrat, entree.sinistres[tranche.sinistre]
    repartition = contrat.gestion == "REPARTITION" or sinistre.refus_precedent is True
    motifs = [
        motif for jour, motif in bornes if tranche.debut >= jour and (motif != "apres-contrat" or repartition)
    ]
    maintenu = tranche.droit == DEMI_MAINTENU
    if contrat.garantie("MDT" if maintenu else tranche.nature) is None:
        motifs.append("hors-garantie")
    if maintenu and tranche.debut >= limites[tranche.sinistre]:
        motifs.append("trois-mois-ecoules")
    return motifs
