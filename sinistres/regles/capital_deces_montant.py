"""Montant du capital décès, avant partage : selon la date du décès, l'âge et l'imputabilité au service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import au_centime, euros, pour_cent
from cdg_portal.socle.montant import arrondi
from sinistres.regles.capital_deces_age import avant_age_legal
from sinistres.regles.parametres_dates import entier, parametre

REMUNERATION_DEPUIS = date(2021, 1, 1)  # décret 2021-176 : une année de rémunération, non plus un forfait
REFORME_DE_L_ETAT = date(2024, 1, 1)  # décret 2024-555, que les territoriaux ne suivent pas (AMB-12)
MOIS_PAR_AN = 12
IMPUTABLE = ("CSS D.712-23-1", "R-DC-01")


@dataclass(frozen=True, slots=True)
class MontantCapital:
    """Capital (€, arrondi au centime) ; `entier` est faux si l'âge légal l'a réduit."""

    capital: Decimal
    entier: bool


def montant_capital(
    *,
    deces: date,
    naissance: date,
    remuneration_annuelle_brute: Decimal,
    tib_mensuel: Decimal,
    imputable: bool,
) -> Decision[MontantCapital]:
    """Capital d'un agent non retraité, montants en euros.

    Entier avant l'âge légal, et à tout âge si le décès est imputable. Depuis 2021, une année de rémunération
    ou le quart ; avant, quatre forfaits ou un seul, douze traitements mensuels si imputable. Lève
    `hors-bareme` (`naissance`) ou `bareme-absent` (`deces`). Source : CSS D.712-19 à D.712-23-1, décrets
    2021-176 et 2021-1860.
    """
    if imputable:
        mots = "Décès imputable au service : l'âge ne compte pas"
        examen = Decision(True, (Etape(mots, IMPUTABLE, "ENTIER"),))
    else:
        examen = avant_age_legal(deces=deces, naissance=naissance)
    entier_du = examen.valeur
    if deces >= REMUNERATION_DEPUIS:
        exacte, calcul = _remuneration(deces, remuneration_annuelle_brute, entier_du)
    elif imputable:
        exacte = MOIS_PAR_AN * Fraction(tib_mensuel)
        mots = f"Traitement d'une année : {MOIS_PAR_AN} × {euros(tib_mensuel)} = {au_centime(exacte)}"
        calcul = Etape(mots, IMPUTABLE, str(arrondi(exacte)))
    else:
        exacte, calcul = _forfaits(deces, entier_du)
    return Decision(MontantCapital(arrondi(exacte), entier_du), (*examen.etapes, calcul))


def _remuneration(deces: date, annuelle: Decimal, entier_du: bool) -> tuple[Fraction, Etape]:
    lecture = ("AMB-12",) if deces >= REFORME_DE_L_ETAT else ()
    articles = ("CSS D.712-19", "Décret 2021-176", "Décret 2021-1860", "R-DC-01", *lecture)
    exacte = Fraction(annuelle)
    mots = f"Rémunération brute d'une année : {au_centime(exacte)}"
    if not entier_du:
        part = Fraction(parametre("capital_deces_part_apres_age").valeur(deces, "deces"))
        exacte *= part
        articles = ("CSS D.712-22", *articles[1:])
        mots = f"Part versée : {pour_cent(100 * part)} × {euros(annuelle)} = {au_centime(exacte)}"
    return exacte, Etape(mots, articles, str(arrondi(exacte)))


def _forfaits(deces: date, entier_du: bool) -> tuple[Fraction, Etape]:
    cle = "capital_deces_multiple_avant_age" if entier_du else "capital_deces_multiple_apres_age"
    multiple = entier(cle, deces, "deces")
    forfait = parametre("capital_deces_forfait").valeur(deces, "deces")
    exacte = multiple * Fraction(forfait)
    articles = ("CSS D.712-19" if entier_du else "CSS D.712-22", "CSS D.361-1", "R-DC-01", "R-DC-04")
    mots = f"Forfaits : {multiple} × {euros(forfait)} = {euros(exacte)}"
    return exacte, Etape(mots, articles, str(arrondi(exacte)))
