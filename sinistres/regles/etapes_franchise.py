"""Explication de la franchise d'une ligne : laquelle, et où en sont ses jours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from cdg_portal.socle.decision import Etape
from sinistres.regles import articles
from sinistres.regles.entree import Contrat, Garantie
from sinistres.regles.franchise import garantie_de_franchise
from sinistres.regles.resultat import LigneIndemnisation
from sinistres.regles.tranches import Tranche

SANS_GARANTIE = Etape(
    "Franchise : aucune garantie souscrite n'en porte", articles.FRANCHISE + articles.AUTRE_GARANTIE, "non"
)
Tranches = Sequence[Sequence[Tranche]]


class ExplicationFranchise:
    """Dit, pour chaque ligne du sinistre `rang`, quels jours d'arrêt sa franchise compte.

    `tranches` : celles de chaque sinistre de l'agent ; `garantie` : celle dont la franchise s'applique.
    """

    def __init__(self, rang: int, tranches: Tranches, contrat: Contrat, garantie: Garantie | None) -> None:
        self.siennes, self.tranches = tranches[rang], tranches
        self.contrat, self.garantie = contrat, garantie
        self.references: tuple[str, ...] = articles.FRANCHISE
        self._communes: list[Sequence[Tranche]] | None = None
        self._compte: Callable[[LigneIndemnisation], str] | None = None
        if garantie is None:
            return
        if any([t.requalifiee for t in self.siennes]):
            self.references += articles.REQUALIFICATION
        if contrat.franchise_par == "SINISTRE" and self.siennes and self.siennes[-1].arret:
            self.references += articles.RECHUTE
        if self.siennes[-1].nature != garantie.risque:
            self.references += articles.AUTRE_GARANTIE
        if garantie.franchise.type == "ABSOLUE":
            self.references += articles.FRANCHISE_ABSOLUE
        jours = garantie.franchise.jours
        self._duree = f"{jours} jour{'s' if jours > 1 else ''}"
        comptes = {"ABSOLUE": self._absolue, "RELATIVE": self._relative, "CUMULEE": self._cumulee}
        self._compte = comptes.get(garantie.franchise.type) if jours else None

    def etape(self, ligne: LigneIndemnisation) -> Etape:
        """Étape de franchise d'une ligne."""
        if self.garantie is None:
            return SANS_GARANTIE
        compte = self._compte(ligne) if self._compte else "aucune : remboursement dès le premier jour"
        libelle = f"Franchise de la garantie {self.garantie.risque}, {compte}"
        return Etape(libelle, self.references, "oui" if ligne.franchise else "non")

    def _absolue(self, ligne: LigneIndemnisation) -> str:
        porte = "du sinistre" if self.contrat.franchise_par == "SINISTRE" else "de l'arrêt"
        pris = _jours_avant(self._groupe(ligne), ligne.debut)
        return f"absolue de {self._duree} : {_rangs(pris, ligne.fin - ligne.debut + 1)} {porte}"

    def _relative(self, ligne: LigneIndemnisation) -> str:
        sujet = "les jours d'arrêt du sinistre sont"
        if self.contrat.franchise_par == "ARRET":
            sujet = "les jours de l'arrêt sont"
        return (
            f"relative de {self._duree} : {sujet} au nombre de {sum([t.jours for t in self._groupe(ligne)])}"
        )

    def _cumulee(self, ligne: LigneIndemnisation) -> str:
        """Rangs des jours dans chaque année civile de la ligne : le compte repart à zéro le 1er janvier."""
        if self._communes is None:
            garanties = self.contrat.par_risque
            self._communes = [
                siennes
                for siennes in self.tranches
                if garantie_de_franchise(garanties, siennes) is self.garantie
            ]
        rangs = []
        debut = ligne.debut
        while debut <= ligne.fin:
            annee = date.fromordinal(debut).year
            fin = min(ligne.fin, date(annee, 12, 31).toordinal())
            depuis = date(annee, 1, 1).toordinal()
            pris = sum([_jours_avant(siennes, debut, depuis) for siennes in self._communes])
            rangs.append(f"{_rangs(pris, fin - debut + 1)} de {annee}")
            debut = fin + 1
        return f"cumulée de {self._duree} par année civile : {', puis '.join(rangs)}"

    def _groupe(self, ligne: LigneIndemnisation) -> Iterable[Tranche]:
        """Jours que compte la franchise : ceux du sinistre, ou de l'arrêt de la ligne."""
        if self.contrat.franchise_par == "SINISTRE":
            return self.siennes
        arret = next(t.arret for t in self.siennes if t.debut <= ligne.debut <= t.fin)
        return [t for t in self.siennes if t.arret == arret]


def _jours_avant(tranches: Iterable[Tranche], debut: int, depuis: int = 0) -> int:
    """Jours d'arrêt de [depuis ; debut[."""
    pris = 0
    for t in tranches:
        if t.fin >= depuis and t.debut < debut:
            pris += min(t.fin, debut - 1) - max(t.debut, depuis) + 1
    return pris


def _rangs(pris: int, jours: int) -> str:
    return f"jour d'arrêt {pris + 1}" if jours == 1 else f"jours d'arrêt {pris + 1} à {pris + jours}"
