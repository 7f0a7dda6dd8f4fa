"""Recalcul des étapes « formule = résultat », comme un lecteur avec une calculette et un calendrier."""

from __future__ import annotations

import ast
import re
from datetime import date, datetime, timedelta
from fractions import Fraction

from cdg_portal.socle.montant import INSECABLE, arrondi
from cdg_portal.socle.periode import ajouter_mois

_EGALITE = re.compile(r"(?:.* : )?(?P<formule>[^:=]+) = (?P<resultat>[^=]+)")
_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
_DUREE = re.compile(r"(?P<signe>[+−]) (?P<n>\d+)(?: × (?P<fois>\d+))? (?P<unite>jour|jours|mois|ans)\b")
_OPERATIONS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


def verifier_etape(libelle: str, valeur: str) -> bool:
    """Vrai si l'étape porte une égalité, qui doit alors être juste ; faux si elle n'en porte pas."""
    egalite = _EGALITE.fullmatch(libelle)
    if egalite is None:
        assert " = " not in libelle, libelle
        return False
    formule, ecrit = egalite["formule"], egalite["resultat"]
    obtenu = _dates(formule) if _DATE.match(formule) else _nombres(formule)
    if isinstance(obtenu, date):
        assert (f"{obtenu:%d/%m/%Y}", str(obtenu)) == (ecrit, valeur), libelle
    else:
        _verifier_nombre(libelle, obtenu, ecrit, valeur)
    return True


def _verifier_nombre(libelle: str, obtenu: Fraction, ecrit: str, valeur: str) -> None:
    nombre = ecrit.removesuffix(", arrondi au centime")
    if "tronquée au centime" in libelle:
        obtenu = Fraction(int(obtenu * 100), 100)
    lu = _lire(nombre.removesuffix(f"{INSECABLE}€").rstrip("…"))
    assert lu == (Fraction(int(obtenu * 10**4), 10**4) if "…" in nombre else obtenu), libelle
    attendu = arrondi(obtenu) if nombre != ecrit else obtenu
    assert Fraction(valeur) == Fraction(attendu), libelle


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


def _nombres(formule: str) -> Fraction:
    texte = formule.replace(f"{INSECABLE}€", "").replace(f"{INSECABLE}%", "/100").replace(INSECABLE, "")
    texte = re.sub(r" (jours?|mois|ans)\b", "", texte).replace(",", ".").replace("×", "*").replace("−", "-")
    return _evaluer(ast.parse(texte.strip(), mode="eval").body, texte)


def _evaluer(noeud: ast.expr, texte: str) -> Fraction:
    if isinstance(noeud, ast.BinOp):
        operation = _OPERATIONS[type(noeud.op)]
        return operation(_evaluer(noeud.left, texte), _evaluer(noeud.right, texte))
    return Fraction(ast.get_source_segment(texte, noeud))


def _lire(nombre: str) -> Fraction:
    texte = re.sub(r" (jours?|mois|ans)$", "", nombre).replace(INSECABLE, "").replace(",", ".")
    return Fraction(texte)
