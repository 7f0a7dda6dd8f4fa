"""Règle 2 du calcul témoin : ce que le statut doit, jour après jour, sur des fenêtres qui glissent."""

from __future__ import annotations

from calendar import monthrange
from collections import deque
from datetime import date, timedelta

PLEIN, DEMI, MAINTENU, CARENCE, EPUISE = "PLEIN", "DEMI", "DEMI_MAINTENU", "CARENCE", "EPUISE"
UN_JOUR = timedelta(days=1)


def plus_ans(jour: date, ans: int) -> date:
    """Même quantième, sinon dernier jour du mois : le 29 février devient le 28 (C-06)."""
    try:
        return jour.replace(year=jour.year + ans)
    except ValueError:
        return jour.replace(year=jour.year + ans, day=28)


def plus_mois(jour: date, mois: int) -> date:
    """De date à date : même quantième, sinon dernier jour du mois."""
    annee, mois_moins_un = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    return date(annee, mois_moins_un + 1, min(jour.day, monthrange(annee, mois_moins_un + 1)[1]))


class DroitsCmo:
    """Maladie ordinaire : 90 jours pleins par année médicale, douze mois ininterrompus au plus."""

    def __init__(self) -> None:
        self.pleins: deque[date] = deque()
        self.depuis = self.dernier = date.min

    def classer(self, jour: date) -> str:
        """Droit du jour hors carence ; les jours se donnent dans l'ordre."""
        il_y_a_un_an = plus_ans(jour, -1)
        if self.dernier != jour - UN_JOUR:
            self.depuis = jour
        self.dernier = jour
        if self.depuis <= il_y_a_un_an:
            return EPUISE
        while self.pleins and self.pleins[0] <= il_y_a_un_an:
            self.pleins.popleft()
        if len(self.pleins) >= 90:
            return DEMI
        self.pleins.append(jour)
        return PLEIN


class DroitsLongs:
    """Blocs et décomptes du CLM (fenêtre de quatre ans) ou du CLD (carrière entière) : C-09, C-10."""

    def __init__(self, *, ans_pleins: int, ans_total: int, fenetre: int | None) -> None:
        self.ans_pleins, self.ans_total, self.fenetre = ans_pleins, ans_total, fenetre
        self.payes: deque[tuple[date, bool]] = deque()
        self.pleins = 0
        self.dernier = self.fin_plein = self.fin_total = date.min
        self.fractionne = False

    def classer(self, jour: date) -> str:
        """Droit du jour ; les jours se donnent dans l'ordre."""
        self._entrer(jour)
        droit = self._fractionne() if self.fractionne else self._continu(jour)
        if droit != EPUISE:
            self._compter(jour, droit == PLEIN)
        return droit

    def reputer_plein(self, jour: date) -> None:
        """Jour d'une autre nature compté ici comme plein (C-12, C-12b)."""
        self._entrer(jour)
        self._compter(jour, True)

    def _entrer(self, jour: date) -> None:
        borne = plus_ans(jour, -self.fenetre) if self.fenetre else date.min
        if self.dernier != jour - UN_JOUR:
            self.fractionne = self.dernier > borne
            self.fin_plein = plus_ans(jour, self.ans_pleins)
            self.fin_total = plus_ans(jour, self.ans_total)
        self.dernier = jour
        while self.payes and self.payes[0][0] <= borne:
            self.pleins -= self.payes.popleft()[1]

    def _compter(self, jour: date, plein: bool) -> None:
        self.payes.append((jour, plein))
        self.pleins += plein

    def _fractionne(self) -> str:
        if len(self.payes) >= 365 * self.ans_total:
            return EPUISE
        return PLEIN if self.pleins < 365 * self.ans_pleins else DEMI

    def _continu(self, jour: date) -> str:
        if jour < self.fin_plein:
            return PLEIN
        return DEMI if jour < self.fin_total else EPUISE
