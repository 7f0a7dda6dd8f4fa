"""Bandeau de jours : un mois par ligne, une case par jour, et son équivalent en texte."""

import calendar
import datetime
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django import template

from cdg_portal.accueil.templatetags.affichage import MOIS, date_fr

register = template.Library()

NATURES = {
    "droit": "Droit ouvert, non remboursé",
    "franchise": "Franchise",
    "paye": "Remboursé",
    "refuse": "Non garanti",
    "hors": "Hors arrêt",
}


@dataclass(frozen=True)
class Case:
    numero: int
    nature: str
    titre: str


@dataclass(frozen=True)
class MoisDeBande:
    libelle: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Suite:
    du: datetime.date
    au: datetime.date
    jours: int
    nature: str
    libelle: str
    montant: Decimal | None


@dataclass(frozen=True)
class Bande:
    mois: tuple[MoisDeBande, ...]
    suites: tuple[Suite, ...]
    legende: tuple[tuple[str, str], ...]
    resume: str


def _nature(ligne) -> str:
    """Nature d'affichage d'une ligne de décompte (couvert, franchise, montant)."""
    if not ligne.couvert:
        return "refuse"
    if ligne.franchise:
        return "franchise"
    return "paye" if ligne.montant else "droit"


def _case(jour: datetime.date, nature: str) -> Case:
    return Case(jour.day, nature, f"{date_fr(jour)} : {NATURES[nature].lower()}")


def _mois(suites: tuple[Suite, ...]) -> tuple[MoisDeBande, ...]:
    natures = {
        suite.du + datetime.timedelta(days=n): suite.nature
        for suite in suites
        for n in range((suite.au - suite.du).days + 1)
    }
    rangs = sorted({(jour.year, jour.month) for jour in natures})
    resultat = []
    for annee, mois in rangs:
        dernier = calendar.monthrange(annee, mois)[1]
        jours = (datetime.date(annee, mois, n) for n in range(1, dernier + 1))
        cases = tuple(_case(jour, natures.get(jour, "hors")) for jour in jours)
        resultat.append(MoisDeBande(f"{MOIS[mois - 1].capitalize()} {annee}", cases))
    return tuple(resultat)


def _resume(suites: tuple[Suite, ...]) -> str:
    """« 30 jours en franchise, 150 jours remboursés » : lu par les lecteurs d'écran."""
    par_nature = groupby(sorted(suites, key=lambda s: list(NATURES).index(s.nature)), key=lambda s: s.nature)
    morceaux = []
    for nature, groupe in par_nature:
        jours = sum(suite.jours for suite in groupe)
        morceaux.append(f"{NATURES[nature].lower()} : {jours} jour{'s' if jours > 1 else ''}")
    return " ; ".join(morceaux)


@register.simple_tag
def bande_de_jours(lignes):
    """Construit la bande depuis des lignes de décompte.

    Chaque ligne porte `du`, `au` (inclus), `couvert`, `franchise`, `montant` et peut porter `libelle`.
    """
    suites = []
    for ligne in sorted(lignes, key=lambda ligne: ligne.du):
        nature = _nature(ligne)
        libelle = getattr(ligne, "libelle", "") or NATURES[nature]
        jours = (ligne.au - ligne.du).days + 1
        suites.append(Suite(ligne.du, ligne.au, jours, nature, libelle, ligne.montant))
    ordre = tuple(suites)
    mois = _mois(ordre)
    presentes = {case.nature for ligne in mois for case in ligne.cases}
    legende = tuple((code, libelle) for code, libelle in NATURES.items() if code in presentes)
    return Bande(mois, ordre, legende, _resume(ordre))
