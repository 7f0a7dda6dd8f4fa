"""Semaines légales du congé de maternité, avant et après la date présumée, selon le rang et le nombre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cdg_portal.socle.decision import Decision, Etape
from sinistres.regles.parametres_dates import entier

REGLE = ("CGFP L.631-3", "R-MAT-01")
# Cas : ce qui le définit, et son article.
CAS = {
    "RANG_1_2": ("Premier ou deuxième enfant", "Code du travail L.1225-17"),
    "RANG_3": ("Troisième enfant ou suivant", "Code du travail L.1225-19"),
    "JUMEAUX": ("Jumeaux", "Code du travail L.1225-18"),
    "TRIPLES": ("Triplés ou plus", "Code du travail L.1225-18"),
}


@dataclass(frozen=True, slots=True)
class DureeLegale:
    """Semaines avant la date présumée et après la naissance, et articles qui les fixent."""

    avant: int
    apres: int
    articles: tuple[str, ...]


def duree_legale(*, date_presumee: date, enfants_a_charge: int, nombre: int) -> Decision[DureeLegale]:
    """Durée d'une grossesse de `nombre` enfants, `enfants_a_charge` l'étant déjà avant la naissance.

    Le nombre attendu l'emporte sur le rang ; trois enfants et plus valent des triplés. Source : code du
    travail L.1225-17 à L.1225-19.
    """
    cas = _cas(enfants_a_charge, nombre, date_presumee)
    mots, article = CAS[cas]
    avant = entier(f"maternite_{cas.lower()}_semaines_avant", date_presumee, "date_presumee")
    apres = entier(f"maternite_{cas.lower()}_semaines_apres", date_presumee, "date_presumee")
    duree = DureeLegale(avant, apres, (article, *REGLE))
    libelle = f"{mots} : {avant} semaines avant la date présumée, {apres} après"
    return Decision(duree, (Etape(libelle, duree.articles, cas),))


def _cas(enfants_a_charge: int, nombre: int, jour: date) -> str:
    if nombre > 1:
        return "JUMEAUX" if nombre == 2 else "TRIPLES"
    seuil = entier("maternite_rang_3_enfants_a_charge", jour, "date_presumee")
    return "RANG_3" if enfants_a_charge >= seuil else "RANG_1_2"
