"""Droits à congé de maladie ordinaire : 90 jours à plein traitement, puis demi, sur un an mobile.

Articles : CGFP L.822-2 et L.822-3 ; R-CMO-01, -02, -03 et -05. La fenêtre d'un jour j est
[(j - 1 an) + 1 jour ; j]. Le droit est épuisé quand les douze mois qui précèdent sont tout entiers
en CMO ; un seul jour hors CMO rouvre le décompte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.periode import UN_JOUR, Periode, ajouter_annees
from sinistres.regles.decompte import Decompte
from sinistres.regles.parametres_dates import entier_du_jour
from sinistres.regles.tranches import JAMAIS, Tranche, premier_jour_sorti, rang_decale
from sinistres.regles.vocabulaire import ENTIER, EPUISE, PLEIN

jours_plein = entier_du_jour("cmo_jours_plein")
annees_reference = entier_du_jour("cmo_annees_reference")
ARTICLES = ("CGFP L.822-2", "CGFP L.822-3", "R-CMO-02", "AMB-28")


def droits_cmo(tranches: Sequence[Tranche]) -> list[Tranche]:
    """Classe les tranches de nature CMO, tous sinistres, dans l'ordre du calendrier."""
    if sum([t.jours for t in tranches]) <= min([jours_plein(t.debut) for t in tranches]):
        return list(tranches)  # trop peu de jours en tout pour sortir du plein traitement
    decompte = Decompte(annees=None, plein=0)
    classees: list[Tranche] = []
    veille, epuise_le = -1, JAMAIS
    for tranche in tranches:
        if tranche.debut != veille + 1:
            decompte.annees = annees_reference(tranche.debut)
            epuise_le = premier_jour_sorti(tranche.debut, decompte.annees)
        decompte.plein = jours_plein(tranche.debut)
        veille = tranche.fin
        if tranche.debut >= epuise_le:
            tranche.droit = tranche.classement = EPUISE
            classees.append(tranche)
            continue
        epuisee = tranche.detacher(epuise_le) if tranche.fin >= epuise_le else None
        classees += decompte.classer(tranche)
        if epuisee is not None:
            epuisee.droit = epuisee.classement = EPUISE
            classees.append(epuisee)
    return classees


def pleins_avant(tranches: Sequence[Sequence[Tranche]], jour: int) -> tuple[int, int]:
    """Jours de CMO à plein traitement pris avant `jour` dans son année médicale, et début de celle-ci.

    `tranches` : celles de chaque sinistre, droits attribués ; un jour de carence garde son classement.
    """
    depart = rang_decale(jour, -12 * annees_reference(jour)) + 1
    pris = 0
    for siennes in tranches:
        for t in siennes:
            if t.debut < jour and t.fin >= depart and t.nature == "CMO" and t.classement == PLEIN:
                pris += min(t.fin, jour - 1) - max(t.debut, depart) + 1
    return pris, depart


@dataclass(frozen=True, slots=True)
class SegmentDroit:
    """Jours consécutifs de même droit : PLEIN, DEMI ou EPUISE."""

    du: date
    au: date
    jours: int
    droit: str


def segments_cmo(certificats: Sequence[Periode]) -> Decision[tuple[SegmentDroit, ...]]:
    """Droits de certificats de CMO sans chevauchement, hors carence : segments consécutifs."""
    tranches = [
        Tranche(p.debut.toordinal(), p.fin.toordinal(), 0, 0, "CMO", ENTIER) for p in sorted(certificats)
    ]
    classees = droits_cmo(tranches)
    groupes: list[tuple[int, int, str]] = []
    for t in classees:
        if groupes and groupes[-1][1] + 1 == t.debut and groupes[-1][2] == t.droit:
            groupes[-1] = (groupes[-1][0], t.fin, t.droit)
        else:
            groupes.append((t.debut, t.fin, t.droit))
    segments = tuple(
        SegmentDroit(date.fromordinal(debut), date.fromordinal(fin), fin - debut + 1, droit)
        for debut, fin, droit in groupes
    )
    return Decision(segments, tuple(_etape(s, classees) for s in segments))


def _etape(segment: SegmentDroit, classees: Sequence[Tranche]) -> Etape:
    jour = segment.du.toordinal()
    pris, depart = pleins_avant((classees,), jour)
    plafond = jours_plein(jour)
    periode = f"Du {segment.du:%d/%m/%Y} au {segment.au:%d/%m/%Y}, {segment.jours} j"
    fenetre = f"depuis le {date.fromordinal(depart):%d/%m/%Y}"
    if segment.droit == EPUISE:
        articles = ("CGFP L.822-2", "R-CMO-05")
        return Etape(f"{periode} : les douze mois qui précèdent sont tout entiers en congé", articles, EPUISE)
    pleins = f"jours à plein traitement déjà pris {fenetre} : {pris} sur {plafond}"
    return Etape(f"{periode} : {pleins}", ARTICLES, segment.droit)


def annee_medicale(jour: date) -> Decision[Periode]:
    """Année médicale d'un jour d'arrêt (R-CMO-02) : de (j - 1 an) + 1 jour à j, bornes incluses."""
    annees = annees_reference(jour.toordinal())
    depart = ajouter_annees(jour, -annees)
    periode = Periode(depart + UN_JOUR, jour)
    recul = f"{jour:%d/%m/%Y} moins {annees} an de date à date : {depart:%d/%m/%Y}"
    references = ("CGFP L.822-2", "R-CMO-02")
    etapes = (
        Etape(recul, references, str(depart)),
        Etape(
            f"Le lendemain commence l'année médicale : {periode.debut:%d/%m/%Y}",
            references,
            str(periode.debut),
        ),
        Etape(f"Elle finit le jour même : {jour:%d/%m/%Y}", references, str(jour)),
    )
    return Decision(periode, etapes)
