"""Explication du droit statutaire d'une ligne : ce qu'il est, et les jours déjà pris qui le décident."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cdg_portal.socle.decision import Etape
from cdg_portal.socle.ecriture import nombre
from sinistres.regles import articles
from sinistres.regles.droits_clm_cld import CLD, CLM, JOURS_PAR_ANNEE, pris_avant
from sinistres.regles.droits_cmo import jours_plein, pleins_avant
from sinistres.regles.ecriture import jour, pour_cent
from sinistres.regles.resultat import LigneIndemnisation
from sinistres.regles.tranches import Tranche, rang_decale
from sinistres.regles.vocabulaire import DEMI, PLEIN

CONGES = {"CLM": CLM, "CLD": CLD}


@lru_cache(maxsize=256)
def etape_simple(nature: str, droit: str, traitement: int) -> Etape:
    """Le droit, sa part du traitement et ses articles."""
    references = articles.articles_du_droit(nature, droit)
    if articles.est_aux_neuf_dixiemes(nature, droit, traitement):
        references += articles.NEUF_DIXIEMES
    libelle = f"Droit : {articles.DROITS[droit]}, {pour_cent(traitement)} du traitement"
    return Etape(libelle, references, droit)


def etape_du_droit(ligne: LigneIndemnisation, rang: int, tranches: Sequence[Sequence[Tranche]]) -> Etape:
    """Étape du droit d'une ligne du sinistre `rang` ; `tranches` : celles de chaque sinistre de l'agent."""
    etape = etape_simple(ligne.nature, ligne.droit, ligne.indemnite.traitement)
    if ligne.nature == "CMO" and ligne.droit in (PLEIN, DEMI):
        pris, depart = pleins_avant(tranches, ligne.debut)
        plafond = jours_plein(ligne.debut)
        precision = f"jours à plein traitement déjà pris depuis le {jour(depart)} : {pris} sur {plafond}"
        return Etape(f"{etape.libelle} ; {precision}", etape.references, ligne.droit)
    if ligne.nature in CONGES:
        premiere = next(t for t in tranches[rang] if t.debut <= ligne.debut <= t.fin)
        precision, reference = _conge(ligne, premiere, tranches)
        return Etape(f"{etape.libelle} ; {precision}", (*etape.references, *reference), ligne.droit)
    return etape


def _conge(
    ligne: LigneIndemnisation, tranche: Tranche, tranches: Sequence[Sequence[Tranche]]
) -> tuple[str, tuple[str, ...]]:
    """Période continue et ses termes, ou congé fractionné et les jours déjà pris."""
    regle = CONGES[ligne.nature]
    plein, total = regle.annees_plein(tranche.bloc), regle.annees_total(tranche.bloc)
    repute = articles.REPUTE if ligne.nature == "CLD" else ()
    if not tranche.fractionne:
        fin_plein = rang_decale(tranche.bloc, 12 * plein) - 1
        fin_droit = rang_decale(tranche.bloc, 12 * total) - 1
        termes = f"plein jusqu'au {jour(fin_plein)}, demi jusqu'au {jour(fin_droit)}"
        return f"période continue ouverte le {jour(tranche.bloc)} : {termes}", repute
    pleins, payes, depart = pris_avant(tranches, ligne.debut, regle, tranche.bloc)
    depuis = f"depuis le {jour(depart)}" if depart else "dans la carrière"
    pris = f"{nombre(pleins)} à plein traitement sur {nombre(JOURS_PAR_ANNEE * plein)}"
    en_tout = f"{nombre(payes)} à plein ou demi-traitement sur {nombre(JOURS_PAR_ANNEE * total)}"
    return f"congé fractionné, jours déjà pris {depuis} : {pris}, {en_tout}", (*articles.FRACTIONNE, *repute)
