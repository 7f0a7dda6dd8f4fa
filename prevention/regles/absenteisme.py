"""Indicateurs d'absentéisme d'une période (il n'existe pas de définition légale : formules affichées)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import accorde, nombre
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
    duree = accorde(calendaires, "jour")
    periode = f"Période du {debut:%d/%m/%Y} au {fin:%d/%m/%Y}, bornes incluses : {duree}"
    agents, absents = accorde(effectif, "agent"), accorde(agents_absents, "agent absent", "agents absents")
    volume, episodes = accorde(jours, "jour d'absence", "jours d'absence"), accorde(arrets, "arrêt")
    possibles = f"({duree} × {agents})"
    taux = _quotient(
        "Taux calendaire", f"{volume} × 100", 100 * jours, possibles, calendaires * Fraction(effectif)
    )
    gravite = _quotient("Gravité", volume, jours, episodes, arrets)
    frequence = _quotient("Fréquence", f"{episodes} × 100", 100 * arrets, agents, effectif)
    exposition = _quotient("Exposition", f"{absents} × 100", 100 * agents_absents, agents, effectif)
    repetition = _quotient("Répétition", episodes, arrets, absents, agents_absents)
    calculs = (taux, gravite, frequence, exposition, repetition)
    etapes = (Etape(periode, SOURCE, str(calendaires)), *(e for calcul in calculs for e in calcul.etapes))
    valeur = Absenteisme(
        taux_calendaire=taux.valeur,
        gravite=gravite.valeur,
        frequence=frequence.valeur,
        exposition=exposition.valeur,
        repetition=repetition.valeur,
    )
    return Decision(valeur, etapes)


def _quotient(
    indicateur: str, haut: str, numerateur: int, bas: str, denominateur: int | Decimal | Fraction
) -> Decision[Decimal | None]:
    """Quotient à deux décimales et son étape ; None, et une étape sans valeur, si l'on divise par zéro."""
    operation = f"{indicateur} : {haut} / {bas}"
    if not denominateur:
        return Decision(None, (Etape(f"{operation}, sans objet", SOURCE, ""),))
    exact = numerateur / Fraction(denominateur)
    valeur = arrondi(exact)
    suite = "" if valeur == exact else ", arrondi à deux décimales"
    return Decision(valeur, (Etape(f"{operation} = {nombre(exact)}{suite}", SOURCE, str(valeur)),))
