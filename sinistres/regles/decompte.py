"""Décompte de droits sur une fenêtre mobile, par intervalles de jours.

Sert au CMO (90 jours sur un an), au CLM fractionné (365 et 1 095 jours sur quatre ans) et au CLD
fractionné (1 095 et 1 825 jours sur la carrière). Les jours doivent être présentés dans l'ordre.
"""

from __future__ import annotations

from collections.abc import Iterator
from sys import maxsize

from sinistres.regles.tranches import DEMI, EPUISE, PLEIN, Intervalle, rang_decale


def premier_jour_sorti(jour: int, annees: int) -> int:
    """Premier j tel que `jour` ne soit plus dans la fenêtre [(j - n ans) + 1 ; j]."""
    candidat = rang_decale(jour, 12 * annees)
    return candidat if rang_decale(candidat, -12 * annees) >= jour else candidat + 1


class Decompte:
    """Jours déjà comptés à plein et à demi-traitement.

    `annees` : longueur de la fenêtre (None : toute la carrière) ; `plein` : jours à plein
    traitement ; `total` : jours à plein ou demi-traitement au-delà desquels le droit est épuisé.
    """

    def __init__(self, *, annees: int | None, plein: int, total: int | None) -> None:
        self.annees = annees
        self.plein = plein
        self.total = maxsize if total is None else total
        self._comptes: dict[str, list[Intervalle]] = {PLEIN: [], DEMI: []}

    def compter(self, debut: int, fin: int, droit: str) -> None:
        """Ajoute des jours ; ceux d'un droit épuisé ne comptent pas."""
        liste = self._comptes.get(droit)
        if liste is None:
            return
        if liste and liste[-1][1] + 1 == debut:
            liste[-1] = (liste[-1][0], fin)
        else:
            liste.append((debut, fin))

    def depart(self, jour: int) -> int:
        """Premier jour de la fenêtre de `jour`."""
        return 0 if self.annees is None else rang_decale(jour, -12 * self.annees) + 1

    def _dans_la_fenetre(self, droit: str, depart: int) -> tuple[int, int]:
        """Nombre de jours de ce droit depuis `depart`, et le plus ancien d'entre eux."""
        liste = self._comptes[droit]
        while liste and liste[0][1] < depart:
            del liste[0]
        if not liste:
            return 0, maxsize
        jours = sum(fin - max(debut, depart) + 1 for debut, fin in liste)
        return jours, max(liste[0][0], depart)

    def _sortie(self, jour: int) -> int:
        if self.annees is None or jour == maxsize:
            return maxsize
        return premier_jour_sorti(jour, self.annees)

    def classer(self, debut: int, fin: int) -> Iterator[tuple[int, int, str]]:
        """Classe les jours [debut ; fin] et les compte : (premier, dernier, droit) successifs."""
        jour = debut
        while jour <= fin:
            droit, dernier = self._droit(jour)
            dernier = min(dernier, fin)
            self.compter(jour, dernier, droit)
            yield jour, dernier, droit
            jour = dernier + 1

    def _droit(self, jour: int) -> tuple[str, int]:
        """Droit du jour et dernier jour jusqu'auquel il ne peut pas changer."""
        depart = self.depart(jour)
        pleins, ancien_plein = self._dans_la_fenetre(PLEIN, depart)
        demis, ancien_demi = self._dans_la_fenetre(DEMI, depart)
        reste = self.total - pleins - demis
        if reste <= 0:
            return EPUISE, self._sortie(min(ancien_plein, ancien_demi)) - 1
        if pleins < self.plein:
            return PLEIN, jour + min(self.plein - pleins, reste) - 1
        return DEMI, min(jour + reste, self._sortie(ancien_plein)) - 1
