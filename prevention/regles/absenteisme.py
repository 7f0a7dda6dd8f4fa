"""Indicateurs d'absentéisme d'une période (il n'existe pas de définition légale : formules affichées)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import arrondi
from cdg_portal.socle.periode import Periode

SOURCE = ("Définitions d'usage (aucune définition légale)",)


@dataclass(frozen=True, slots=True)
class Absenteisme:
    """Indicateurs à deux décimales ; None quand leur dénominateur est nul.

    `taux_calendaire` (%), `gravite` (jours par arrêt), `frequence` (arrêts pour 100 agents),
    `exposition` (% d'agents absents au moins une fois), `repetition` (arrêts par agent absent).
    """

    taux_calendaire: Decimal | None
    gravite: Decimal | None
    frequence: Decimal | None
    exposition: Decimal | None
    repetition: Decimal | None


def absenteisme(
    *,
    jours: int,
    arrets: int,
    agents_absents: int,
    effectif: int | Decimal,
    debut: date,
    fin: date,
) -> Decision[Absenteisme]:
    """Indicateurs de la période [debut ; fin] : `jours` calendaires d'arrêt bornés à la période.

    Lève `hors-bornes` si l'effectif est nul ou un compte négatif, `dates-inversees` si fin < debut.
    """
    if effectif <= 0:
        raise ErreurMetier("hors-bornes", "L'effectif doit être positif.", SOURCE, "effectif")
    for champ, compte in (("jours", jours), ("arrets", arrets), ("agents_absents", agents_absents)):
        if compte < 0:
            raise ErreurMetier("hors-bornes", f"« {champ} » ne peut pas être négatif.", SOURCE, champ)
    calendaires = Periode(debut, fin).jours
    valeur = Absenteisme(
        taux_calendaire=_quotient(100 * jours, calendaires * Fraction(effectif)),
        gravite=_quotient(jours, arrets),
        frequence=_quotient(100 * arrets, effectif),
        exposition=_quotient(100 * agents_absents, effectif),
        repetition=_quotient(arrets, agents_absents),
    )
    return Decision(valeur, _etapes(valeur, calendaires))


def _quotient(numerateur: int, denominateur: int | Decimal | Fraction) -> Decimal | None:
    diviseur = Fraction(denominateur)
    return arrondi(numerateur / diviseur) if diviseur else None


def _etapes(valeur: Absenteisme, calendaires: int) -> tuple[Etape, ...]:
    formules = (
        (f"Taux calendaire : jours × 100 / ({calendaires} jours × effectif)", valeur.taux_calendaire),
        ("Gravité : jours / arrêts", valeur.gravite),
        ("Fréquence : arrêts × 100 / effectif", valeur.frequence),
        ("Exposition : agents absents × 100 / effectif", valeur.exposition),
        ("Répétition : arrêts / agents absents", valeur.repetition),
    )
    return tuple(Etape(libelle, SOURCE, "" if v is None else str(v)) for libelle, v in formules)
