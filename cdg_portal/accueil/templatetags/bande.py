"""Bandeau de jours : un mois par ligne, une case par jour, et son équivalent en texte.

La couleur et la lettre d'une case disent le droit ; un motif dit ce qui empêche le remboursement.
"""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django import template

from cdg_portal.accueil.templatetags.affichage import MOIS, date_fr

register = template.Library()

# Au-delà, la bande ne se lit plus : les périodes en texte et le tableau disent la suite.
MOIS_AU_PLUS = 120


@dataclass(frozen=True, slots=True)
class Teinte:
    """Un droit : sa classe de couleur, sa lettre, son nom."""

    code: str
    lettre: str
    libelle: str


TEINTES = {
    "PLEIN": Teinte("plein", "P", "Plein traitement"),
    "DEMI": Teinte("demi", "D", "Demi-traitement"),
    "DEMI_MAINTENU": Teinte("maintenu", "M", "Demi-traitement maintenu"),
    "CARENCE": Teinte("carence", "C", "Jour de carence"),
    "EPUISE": Teinte("epuise", "E", "Droits épuisés"),
}
ARRET = Teinte("plein", "J", "Jour d'arrêt")
HORS_ARRET = "Hors arrêt"
MARQUES = {
    "franchise": "Franchise, à la charge de la collectivité",
    "refuse": "Non couvert par le contrat",
    "nul": "Rien n'est remboursé",
}
_SANS_MARQUE = ("carence", "epuise")


@dataclass(frozen=True, slots=True)
class Troncon:
    """Suite de jours de même droit et de même marque."""

    du: datetime.date
    au: datetime.date
    teinte: Teinte
    marque: str = ""
    libelle: str = ""
    montant: Decimal | None = None

    @property
    def jours(self) -> int:
        """Nombre de jours, bornes incluses."""
        return (self.au - self.du).days + 1

    @property
    def nature(self) -> str:
        """« plein traitement, franchise »."""
        marque = f", {MARQUES[self.marque].split(',')[0].lower()}" if self.marque else ""
        return f"{self.teinte.libelle.lower()}{marque}"


@dataclass(frozen=True, slots=True)
class Case:
    """Un jour."""

    numero: int
    teinte: Teinte
    marque: str
    titre: str


@dataclass(frozen=True, slots=True)
class MoisDeBande:
    """Une ligne de la bande."""

    libelle: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Bande:
    """La bande prête à dessiner."""

    mois: tuple[MoisDeBande, ...]
    suites: tuple[Troncon, ...]
    legende: tuple[Teinte, ...]
    marques: tuple[tuple[str, str], ...]
    resume: str
    coupee: bool = False
    numeros: tuple[int, ...] = tuple(range(1, 32))


def construire(troncons: Iterable[Troncon], *, hors: str = HORS_ARRET) -> Bande:
    """La bande de ces suites de jours, rangées par date ; `hors` nomme les autres jours du mois."""
    ailleurs = Teinte("hors", "", hors)
    suites = tuple(sorted(troncons, key=lambda t: (t.du, t.au)))
    mois, coupee = _mois(suites, ailleurs)
    presentes = {case.teinte for ligne in mois for case in ligne.cases}
    ordre = list(dict.fromkeys((*TEINTES.values(), *(s.teinte for s in suites), ailleurs)))
    marques = {s.marque for s in suites}
    return Bande(
        mois=mois,
        suites=suites,
        legende=tuple(sorted(presentes, key=ordre.index)),
        marques=tuple((code, libelle) for code, libelle in MARQUES.items() if code in marques),
        resume=_resume(suites),
        coupee=coupee,
    )


def _mois(suites: tuple[Troncon, ...], ailleurs: Teinte) -> tuple[tuple[MoisDeBande, ...], bool]:
    """Les mois touchés, au plus `MOIS_AU_PLUS` ; vrai s'il en reste."""
    rangs: dict[tuple[int, int], None] = {}
    for suite in suites:
        annee, mois = suite.du.year, suite.du.month
        while (annee, mois) <= (suite.au.year, suite.au.month) and len(rangs) <= MOIS_AU_PLUS:
            rangs[(annee, mois)] = None
            annee, mois = (annee, mois + 1) if mois < 12 else (annee + 1, 1)
    gardes = sorted(rangs)[:MOIS_AU_PLUS]
    lignes = tuple(_ligne(annee, mois, suites, ailleurs) for annee, mois in gardes)
    return lignes, len(rangs) > MOIS_AU_PLUS


def _ligne(annee: int, mois: int, suites: tuple[Troncon, ...], ailleurs: Teinte) -> MoisDeBande:
    dernier = calendar.monthrange(annee, mois)[1]
    premier_jour, dernier_jour = datetime.date(annee, mois, 1), datetime.date(annee, mois, dernier)
    du_mois = [s for s in suites if s.du <= dernier_jour and s.au >= premier_jour]
    cases = []
    for numero in range(1, dernier + 1):
        jour = datetime.date(annee, mois, numero)
        suite = next((s for s in du_mois if s.du <= jour <= s.au), None)
        teinte, marque = (suite.teinte, suite.marque) if suite else (ailleurs, "")
        nature = suite.nature if suite else ailleurs.libelle.lower()
        cases.append(Case(numero, teinte, marque, f"{date_fr(jour)} : {nature}"))
    return MoisDeBande(f"{MOIS[mois - 1].capitalize()} {annee}", tuple(cases))


def _resume(suites: tuple[Troncon, ...]) -> str:
    """« 30 jours en plein traitement, franchise ; … » : lu par les lecteurs d'écran."""
    natures = list(dict.fromkeys(suite.nature for suite in suites))
    par_nature = groupby(
        sorted(suites, key=lambda s: natures.index(s.nature)), key=lambda s: natures.index(s.nature)
    )
    morceaux = []
    for rang, groupe in par_nature:
        jours = sum(suite.jours for suite in groupe)
        morceaux.append(f"{natures[rang]} : {jours} jour{'s' if jours > 1 else ''}")
    return " ; ".join(morceaux)


def teinte_du_droit(droit: str) -> Teinte:
    """La teinte d'un droit, donné par son code ou par son libellé français."""
    if droit in TEINTES:
        return TEINTES[droit]
    libelle = droit.lower()
    candidates = sorted(TEINTES.values(), key=lambda t: -len(t.libelle))
    return next((t for t in candidates if libelle.startswith(t.libelle.lower())), ARRET)


def marque_de(*, couvert: bool, franchise: bool, montant: Decimal | None, teinte: Teinte) -> str:
    """Ce qui empêche le remboursement de ces jours, vide s'il n'y a rien à en dire."""
    if not couvert:
        return "refuse"
    if franchise:
        return "franchise"
    return "nul" if montant is not None and not montant and teinte.code not in _SANS_MARQUE else ""


@register.simple_tag
def bande_de_jours(lignes):
    """Construit la bande depuis des lignes de décompte.

    Chaque ligne porte `du`, `au` (inclus), `couvert`, `franchise`, `montant`, et peut porter `droit` et `libelle`.
    """
    troncons = []
    for ligne in lignes:
        teinte = teinte_du_droit(getattr(ligne, "droit", ""))
        marque = marque_de(
            couvert=ligne.couvert, franchise=ligne.franchise, montant=ligne.montant, teinte=teinte
        )
        troncons.append(
            Troncon(ligne.du, ligne.au, teinte, marque, getattr(ligne, "libelle", ""), ligne.montant)
        )
    return construire(troncons)
