"""Droits à congé de maladie ordinaire : 90 jours à plein traitement, puis demi, sur un an mobile.

Articles : CGFP L.822-2 et L.822-3 ; R-CMO-01, -02, -03 et -05. La fenêtre d'un jour j est
[(j - 1 an) + 1 jour ; j]. Le droit est épuisé quand les douze mois qui précèdent sont tout entiers
en CMO ; un seul jour hors CMO rouvre le décompte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.periode import UN_JOUR, Periode, ajouter_annees
from sinistres.regles.decompte import Decompte, premier_jour_sorti
from sinistres.regles.parametres_dates import entier_du_jour
from sinistres.regles.tranches import EPUISE, Tranche, couper

jours_plein = entier_du_jour("cmo_jours_plein")
annees_reference = entier_du_jour("cmo_annees_reference")
ARTICLES = ("CGFP L.822-2", "CGFP L.822-3", "R-CMO-02")


def droits_cmo(tranches: Iterable[Tranche]) -> Iterator[Tranche]:
    """Classe les tranches de nature CMO, tous sinistres, dans l'ordre du calendrier."""
    decompte = Decompte(annees=None, plein=0, total=None)
    veille = epuise_le = -1
    for tranche in tranches:
        if tranche.debut != veille + 1:
            decompte.annees = annees_reference(tranche.debut)
            epuise_le = premier_jour_sorti(tranche.debut, decompte.annees)
        decompte.plein = jours_plein(tranche.debut)
        veille = tranche.fin
        for morceau in couper(tranche, (epuise_le,)):
            if morceau.debut >= epuise_le:
                yield morceau._replace(droit=EPUISE)
                continue
            for debut, fin, droit in decompte.classer(morceau.debut, morceau.fin):
                yield morceau._replace(debut=debut, fin=fin, droit=droit)


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
        Tranche(p.debut.toordinal(), p.fin.toordinal(), 0, k, 0, "CMO", False)
        for k, p in enumerate(sorted(certificats))
    ]
    groupes: list[tuple[int, int, str]] = []
    for t in droits_cmo(tranches):
        if groupes and groupes[-1][1] + 1 == t.debut and groupes[-1][2] == t.droit:
            groupes[-1] = (groupes[-1][0], t.fin, t.droit)
        else:
            groupes.append((t.debut, t.fin, t.droit))
    segments = tuple(
        SegmentDroit(date.fromordinal(debut), date.fromordinal(fin), fin - debut + 1, droit)
        for debut, fin, droit in groupes
    )
    etapes = (
        Etape(f"Du {s.du:%d/%m/%Y} au {s.au:%d/%m/%Y}, {s.jours} j", ARTICLES, s.droit) for s in segments
    )
    return Decision(segments, tuple(etapes))


def annee_medicale(jour: date) -> Decision[Periode]:
    """Année médicale d'un jour d'arrêt (R-CMO-02) : de (j - 1 an) + 1 jour à j, bornes incluses."""
    periode = Periode(ajouter_annees(jour, -annees_reference(jour.toordinal())) + UN_JOUR, jour)
    etape = Etape("(jour - 1 an) + 1 jour", ("CGFP L.822-2", "R-CMO-02"), str(periode.debut))
    return Decision(periode, (etape,))
