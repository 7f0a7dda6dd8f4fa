"""Recalcul des étapes « formule = résultat », comme un lecteur avec une calculette et un calendrier."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from fractions import Fraction

from cdg_portal.socle.montant import INSECABLE, arrondi
from cdg_portal.socle.periode import ajouter_mois

_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
_DUREE = re.compile(r"(?P<signe>[+−]) (?P<n>\d+)(?: × (?P<fois>\d+))? (?P<unite>jour|jours|mois|ans)\b")
_JETON = re.compile(r"puissance|[()+−×/]|\d+(?:,\d+)?(?: ?%)?")


def verifier_etape(libelle: str, valeur: str) -> bool:
    """Vrai si l'étape porte une égalité, qui doit alors être juste ; faux si elle n'en porte pas."""
    phrase = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", libelle.replace(INSECABLE, " "))
    gauche, egal, ecrit = phrase.partition(" = ")
    if not egal:
        return False
    assert " = " not in ecrit, libelle
    formule = gauche.rpartition(" : ")[2]
    obtenu = _dates(formule) if _DATE.match(formule) else Operation(formule).valeur()
    if isinstance(obtenu, date):
        assert (f"{obtenu:%d/%m/%Y}", str(obtenu)) == (ecrit, valeur), libelle
    else:
        _verifier_nombre(libelle, obtenu, ecrit, valeur)
    return True


def _verifier_nombre(libelle: str, obtenu: Fraction, ecrit: str, valeur: str) -> None:
    if "tronquée au centime" in libelle:
        obtenu = _tronque(obtenu)
    ecrit, _, suite = ecrit.partition(", ")
    unite = 100 if "%" in ecrit else 1  # une étape écrite en % porte le nombre de pour cent
    obtenu *= unite
    lu = Operation(ecrit).valeur() * unite
    assert 0 < obtenu - lu < Fraction(1, 10_000) if "…" in ecrit else lu == obtenu, libelle
    if not suite:
        assert Fraction(valeur) == obtenu, libelle
        return
    sens, _, precision = suite.partition(" ")
    assert precision in ("au centime", "à deux décimales"), libelle
    attendu = {"arrondi": arrondi, "tronqué": _tronque}[sens](obtenu)
    assert Fraction(valeur) == Fraction(attendu) != obtenu, libelle


def _tronque(nombre: Fraction) -> Fraction:
    return Fraction(int(nombre * 100), 100)


def _dates(formule: str) -> date | Fraction:
    """« 15/09/2025 − 6 × 7 jours », ou « 23/11/2025 − 04/08/2025 + 1 jour »."""
    premiere, *autres = (datetime.strptime(d, "%d/%m/%Y").date() for d in _DATE.findall(formule))
    assert not _DUREE.sub("", _DATE.sub("", formule)).strip(" −"), formule
    decalages = [
        (d["signe"], int(d["n"]) * int(d["fois"] or 1), d["unite"]) for d in _DUREE.finditer(formule)
    ]
    if autres:
        ecart = (premiere - autres[0]).days
        return Fraction(ecart + sum(n if signe == "+" else -n for signe, n, _ in decalages))
    for signe, n, unite in decalages:
        n = n if signe == "+" else -n
        mois = {"mois": n, "ans": 12 * n}.get(unite)
        premiere = premiere + timedelta(days=n) if mois is None else ajouter_mois(premiere, mois)
    return premiere


class Operation:
    """Valeur exacte d'une opération écrite en français : « 2 350,00 € × 0,58 % », mots ignorés."""

    def __init__(self, texte: str) -> None:
        self.texte, self.jetons = texte, _JETON.findall(texte)
        assert not re.search(r"[\d*:=;-]", _JETON.sub("", texte)), texte

    def valeur(self) -> Fraction:
        """Le résultat, toute l'opération lue."""
        resultat = self._somme()
        assert self.jetons == [], self.texte
        return resultat

    def _somme(self) -> Fraction:
        resultat = self._produit()
        while self.jetons and self.jetons[0] in "+−":
            signe = 1 if self.jetons.pop(0) == "+" else -1
            resultat += signe * self._produit()
        return resultat

    def _produit(self) -> Fraction:
        resultat = self._puissance()
        while self.jetons and self.jetons[0] in "×/":
            fois = self.jetons.pop(0) == "×"
            resultat = resultat * self._puissance() if fois else resultat / self._puissance()
        return resultat

    def _puissance(self) -> Fraction:
        base = self._atome()
        if self.jetons[:1] == ["puissance"]:
            self.jetons.pop(0)
            return base ** int(self.jetons.pop(0))
        return base

    def _atome(self) -> Fraction:
        assert self.jetons, self.texte
        jeton = self.jetons.pop(0)
        if jeton == "(":
            resultat = self._somme()
            assert self.jetons.pop(0) == ")", self.texte
            return resultat
        lu = Fraction(jeton.rstrip("% ").replace(",", "."))
        return lu / 100 if jeton.endswith("%") else lu
