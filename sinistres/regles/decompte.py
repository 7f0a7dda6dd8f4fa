"""Décompte de droits sur une fenêtre mobile, par intervalles de jours.

Sert au CMO (90 jours sur un an), au CLM fractionné (365 et 1 095 jours sur quatre ans) et au CLD
fractionné (1 095 et 1 825 jours sur la carrière). Les jours doivent être présentés dans l'ordre.
"""

from __future__ import annotations

from sinistres.regles.tranches import JAMAIS, Tranche, premier_jour_sorti, rang_decale
from sinistres.regles.vocabulaire import DEMI, EPUISE, PLEIN


class Decompte:
    """Jours déjà comptés à plein et à demi-traitement.

    `annees` : longueur de la fenêtre (None : toute la carrière) ; `plein` : jours à plein
    traitement ; `total` : jours à plein ou demi-traitement au-delà desquels le droit est épuisé.
    """

    def __init__(self, *, annees: int | None, plein: int, total: int = JAMAIS) -> None:
        self.annees, self.plein, self.total = annees, plein, total
        self._comptes: dict[str, list[tuple[int, int]]] = {PLEIN: [], DEMI: []}

    def compter(self, debut: int, fin: int, droit: str) -> None:
        """Ajoute des jours ; ceux d'un droit épuisé ne comptent pas."""
        if droit == EPUISE:
            return
        liste = self._comptes[droit]
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
            return 0, JAMAIS
        if liste[0][0] < depart:
            liste[0] = (depart, liste[0][1])
        return sum([fin - debut + 1 for debut, fin in liste]), liste[0][0]

    def _sortie(self, jour: int) -> int:
        if self.annees is None or jour == JAMAIS:
            return JAMAIS
        return premier_jour_sorti(jour, self.annees)

    def classer(self, tranche: Tranche) -> list[Tranche]:
        """Classe et compte les jours de la tranche, coupée à chaque changement de droit."""
        classees = [tranche]
        jour, fin, precedent = tranche.debut, tranche.fin, ""
        while jour <= fin:
            droit, dernier = self._droit(jour)
            self.compter(jour, min(dernier, fin), droit)
            if precedent and droit != precedent:
                tranche = tranche.detacher(jour)
                classees.append(tranche)
            tranche.droit = tranche.classement = precedent = droit
            jour = dernier + 1
        return classees

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
