"""Recalcul des formules écrites dans les étapes : « A × B = C », ou « A / B = C…, arrondi à D »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

NOMBRE = re.compile(r"\d+(?:\.\d+)?")
FORMULE = re.compile(
    r" : (?P<calcul>[^=:]*) = (?P<resultat>-?[\d ]+(?:,\d+)?)(?P<tronque>…?)(?: €)?"
    r"(?:, arrondi à (?P<arrondi>-?[\d ]+,\d\d) €)?(?: \(\w+\))?$"
)


@dataclass(frozen=True)
class Formule:
    """Formule lue : texte du calcul, valeur exacte recalculée, résultat écrit, arrondi écrit."""

    calcul: str
    valeur: Fraction
    resultat: Fraction
    tronquee: bool
    arrondi: Fraction | None

    @property
    def montants(self) -> set[Fraction]:
        """Montants en euros employés par le calcul."""
        return {nombre(m) for m in re.findall(r"([\d ]+(?:,\d+)?) €", self.calcul)}


def nombre(texte: str) -> Fraction:
    return Fraction(texte.replace(" ", "").replace(",", "."))


def lire(libelle: str) -> Formule | None:
    """Formule d'un libellé, ou None s'il n'en porte pas."""
    trouve = FORMULE.search(libelle.replace("\u00a0", " "))
    if trouve is None:
        return None
    calcul = trouve["calcul"]
    arrondi = trouve["arrondi"]
    return Formule(
        calcul, evaluer(calcul), nombre(trouve["resultat"]), bool(trouve["tronque"]),
        nombre(arrondi) if arrondi else None,
    )  # fmt: skip


def evaluer(calcul: str) -> Fraction:
    """Valeur exacte d'un calcul écrit en français."""
    texte = re.sub(r"(\d+) mois de \d+ j", r"\1", calcul)
    texte = re.sub(r"(?<=\d) (?=\d{3})", "", texte)
    texte = re.sub(r" (non travaillés|remboursés|€|j\b)", "", texte)
    texte = texte.replace(",", ".").replace(";", ",").replace("×", "*").replace("−", "-")
    texte = re.sub(r"(\d+(?:\.\d+)?) %", r"(\1/100)", texte)
    assert re.fullmatch(r"[\d.\s()*/+,min-]*", texte), texte
    return eval(NOMBRE.sub(r'F("\g<0>")', texte), {"F": Fraction, "min": min})  # noqa: S307 - texte vérifié


def verifier(formule: Formule, valeur: str) -> None:
    """Le résultat écrit est celui du calcul, et `valeur` en est l'arrondi écrit (ou lui-même)."""
    if formule.tronquee:
        assert 0 <= formule.valeur - formule.resultat < Fraction(1, 10_000), formule
    else:
        assert formule.valeur == formule.resultat, formule
    if formule.arrondi is not None:
        ecart = abs(formule.arrondi) - abs(formule.valeur)  # demi-supérieur, symétrique
        assert -Fraction(1, 200) < ecart <= Fraction(1, 200), formule
    assert Fraction(valeur) == (formule.resultat if formule.arrondi is None else formule.arrondi), formule
