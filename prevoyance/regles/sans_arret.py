"""Période sans arrêt de travail exigée d'un agent qui adhère hors délai."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.periode import UN_JOUR
from prevoyance.regles.parametres_dates import entier

REFERENCES = ("CP-PREV-2019 art. 4.e", "R-PRV-ADH", "AMB-23")


@dataclass(frozen=True, slots=True)
class Arret:
    """Arrêt de travail, bornes incluses ; un temps partiel thérapeutique (`tpt`) n'interrompt rien."""

    debut: date
    fin: date
    tpt: bool = False


def acceptation(*, signature: date, arrets: Iterable[Arret]) -> Decision[date]:
    """Jour où l'adhésion hors délai est acceptée : 30 jours après le départ du compte (R-PRV-ADH).

    Le compte part de la `signature`. Un arrêt qui touche [départ ; départ + 30 jours], bornes incluses,
    le fait repartir du lendemain de sa fin ; l'ordre des `arrets` est sans effet. Lève `dates-inversees`
    si un arrêt finit avant de commencer.
    """
    jours = entier("adhesion_jours_sans_arret", signature, "signature")
    delai = timedelta(days=jours)
    depart = signature
    etapes = [Etape(f"Les {jours} jours sans arrêt partent de la signature", REFERENCES, str(depart))]
    for arret in sorted(arrets, key=lambda a: (a.debut, a.fin)):
        if arret.fin < arret.debut:
            raise ErreurMetier(
                "dates-inversees", "La fin d'un arrêt précède son début.", REFERENCES, "arrets"
            )
        touche = arret.debut <= depart + delai and depart <= arret.fin
        effet = _effet(arret, touche, depart, depart + delai)
        if touche and not arret.tpt:
            depart = arret.fin + UN_JOUR
        dates = f"{arret.debut:%d/%m/%Y} au {arret.fin:%d/%m/%Y}"
        etapes.append(Etape(f"Arrêt du {dates}, {effet}", REFERENCES, str(depart)))
    valeur = depart + delai
    etapes.append(Etape(f"Acceptation : {depart:%d/%m/%Y} + {jours} jours", REFERENCES, str(valeur)))
    return Decision(valeur, tuple(etapes))


def _effet(arret: Arret, touche: bool, depart: date, terme: date) -> str:
    if arret.tpt:
        return "en temps partiel thérapeutique : sans incidence sur le départ"
    periode = f"la période du {depart:%d/%m/%Y} au {terme:%d/%m/%Y}"
    if touche:
        return f"touche {periode} : le départ passe au lendemain de sa fin"
    return f"hors de {periode} : sans incidence sur le départ"
