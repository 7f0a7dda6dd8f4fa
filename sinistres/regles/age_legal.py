"""Âge légal de départ à la retraite, selon la date de naissance et le barème."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import le
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.parametres import ParametreAbsent
from cdg_portal.socle.periode import ajouter_mois
from sinistres.regles.parametres_dates import entier

Bareme = Literal["REFORME_2023", "LFSS_2026"]
BAREMES: dict[Bareme, str] = {
    "REFORME_2023": "Réforme de 2023",
    "LFSS_2026": "Loi de financement pour 2026",
}
ARTICLES = ("CSS L.161-17-2", "CSS D.161-2-1-9", "R-RET-01")


@dataclass(frozen=True, slots=True)
class AgeLegal:
    """Âge en années et mois, et jour où il est atteint."""

    ans: int
    mois: int
    atteint_le: date


def age_legal(*, naissance: date, bareme: Bareme) -> Decision[AgeLegal]:
    """Âge légal d'un agent sédentaire : la date est `naissance` plus l'âge, de date à date.

    Lève `hors-bareme` sur `naissance` si elle précède le barème. Source : CSS L.161-17-2 et D.161-2-1-9.
    """
    try:
        age = entier(f"age_legal_{bareme.lower()}", naissance)
    except ParametreAbsent as absent:
        message = f"Le barème des âges légaux ne connaît pas une naissance le {le(naissance)}."
        raise ErreurMetier("hors-bareme", message, ARTICLES, "naissance") from absent
    ans, mois = divmod(age, 12)
    atteint = ajouter_mois(naissance, age)
    mots = f"{BAREMES[bareme]}, naissance le {le(naissance)}, {ans} ans et {mois} mois"
    etapes = (
        Etape(f"{mots} : {ans} × 12 + {mois} = {age} mois", ARTICLES, str(age)),
        Etape(f"Âge atteint : {le(naissance)} + {age} mois = {le(atteint)}", ARTICLES, str(atteint)),
    )
    return Decision(AgeLegal(ans, mois, atteint), etapes)
