"""Droits à congé de longue maladie et de longue durée, en période continue ou fractionnée.

Articles : CGFP L.822-6 à L.822-8 (CLM), L.822-12 à L.822-15 (CLD) ; R-CLM-01, -03 et R-CLD-01.
Un bloc est une suite ininterrompue de jours de même congé, tous sinistres. Il est fractionné si un
jour du même congé le précède (dans les quatre ans pour le CLM, à toute date pour le CLD).
L'année pleine de CLM d'un sinistre passé en CLD est réputée CLD pour le décompte du CLD.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sinistres.regles.decompte import Decompte
from sinistres.regles.parametres_dates import entier_du_jour
from sinistres.regles.tranches import Tranche, couper, dans_l_ordre, rang_decale
from sinistres.regles.vocabulaire import DEMI, EPUISE, PLEIN


@dataclass(frozen=True, slots=True)
class RegleConge:
    """Durées d'un congé (années), selon le premier jour du bloc ; `fenetre` None : toute la carrière."""

    nature: str
    annees_plein: Callable[[int], int]
    annees_total: Callable[[int], int]
    fenetre: Callable[[int], int] | None


CLM = RegleConge(
    "CLM",
    entier_du_jour("clm_annees_plein"),
    entier_du_jour("clm_annees_total"),
    entier_du_jour("clm_annees_fenetre"),
)
CLD = RegleConge("CLD", entier_du_jour("cld_annees_plein"), entier_du_jour("cld_annees_total"), None)
# Fractionné, une année de droit vaut 365 jours (calculs C-09).
JOURS_PAR_ANNEE = 365


def droits_conge(tranches: Sequence[Tranche], regle: RegleConge) -> list[Tranche]:
    """Classe les tranches du congé, dans l'ordre ; une tranche d'une autre nature est réputée en
    faire partie à plein traitement : elle compte et n'est pas rendue."""
    decompte = Decompte(annees=None, plein=0)
    classees: list[Tranche] = []
    premier, veille, fractionne = 0, 0, False
    for tranche in tranches:
        if not veille or tranche.debut != veille + 1:
            premier = tranche.debut
            decompte.annees = regle.fenetre(premier) if regle.fenetre else None
            decompte.plein = JOURS_PAR_ANNEE * regle.annees_plein(premier)
            decompte.total = JOURS_PAR_ANNEE * regle.annees_total(premier)
            fractionne = bool(veille) and veille >= decompte.depart(premier)
        veille = tranche.fin
        if tranche.nature != regle.nature:
            decompte.compter(tranche.debut, tranche.fin, PLEIN)
            continue
        tranche.bloc, tranche.fractionne = premier, fractionne
        if fractionne:
            classees += decompte.classer(tranche)
        else:
            for morceau in _continu(tranche, premier, regle):
                decompte.compter(morceau.debut, morceau.fin, morceau.droit)
                classees.append(morceau)
    return classees


def _continu(tranche: Tranche, premier: int, regle: RegleConge) -> list[Tranche]:
    """Période continue : de date à date depuis le premier jour du bloc."""
    fin_plein = rang_decale(premier, 12 * regle.annees_plein(premier))
    fin_droit = rang_decale(premier, 12 * regle.annees_total(premier))
    morceaux = couper((tranche,), (fin_plein, fin_droit))
    for morceau in morceaux:
        if morceau.debut >= fin_plein:
            morceau.droit = morceau.classement = DEMI if morceau.debut < fin_droit else EPUISE
    return morceaux


def droits_clm_cld(tranches: Sequence[Tranche]) -> list[Tranche]:
    """Classe les tranches CLM puis CLD (qui dépendent des premières)."""
    clm = droits_conge([t for t in tranches if t.nature == "CLM"], CLM)
    cld = [t for t in tranches if t.nature == "CLD"]
    if not cld:
        return clm
    return clm + droits_conge(dans_l_ordre([*cld, *_reputes([*clm, *cld])]), CLD)


def _reputes(tranches: Iterable[Tranche]) -> list[Tranche]:
    """Jours de CLM à plein traitement, antérieurs au CLD du même sinistre : réputés CLD."""
    premiers: dict[int, int] = {}
    for t in tranches:
        if t.nature == "CLD":
            premiers[t.sinistre] = min(t.debut, premiers.get(t.sinistre, t.debut))
    return [
        t
        for t in tranches
        if t.nature == "CLM" and t.classement == PLEIN and t.debut < premiers.get(t.sinistre, 0)
    ]


def pris_avant(
    tranches: Iterable[Iterable[Tranche]], jour: int, regle: RegleConge, bloc: int
) -> tuple[int, int, int]:
    """Jours du congé pris avant `jour` : à plein, à plein ou demi, et début de la fenêtre (0 : la carrière).

    `tranches` : celles de chaque sinistre, droits attribués ; `bloc` : premier jour du bloc de `jour`.
    """
    depart = 0 if regle.fenetre is None else rang_decale(jour, -12 * regle.fenetre(bloc)) + 1
    toutes = [t for siennes in tranches for t in siennes]
    comptees = [(t, t.classement) for t in toutes if t.nature == regle.nature and t.classement != EPUISE]
    if regle is CLD:
        comptees += [(t, PLEIN) for t in _reputes(toutes)]
    pleins = payes = 0
    for t, droit in comptees:
        jours = min(t.fin, jour - 1) - max(t.debut, depart) + 1
        if jours > 0:
            payes += jours
            pleins += jours if droit == PLEIN else 0
    return pleins, payes, depart
