"""Calculs de la prévention : indicateurs d'absentéisme."""

from __future__ import annotations

from cdg_portal.calculs.formes import Calcul, Reponse, ecrire, ecrire_decimal
from cdg_portal.socle.lecture import Objet
from prevention.regles.absenteisme import absenteisme


def calculer_absenteisme(valeur: object) -> Reponse:
    """Taux, gravité, fréquence, exposition et répétition d'une période."""
    o = Objet.racine(valeur)
    comptes = {cle: o.entier(cle) for cle in ("jours", "arrets", "agents_absents")}
    effectif = o.entier("effectif", 1)
    debut, fin = o.jour("debut"), o.jour("fin")
    o.clore()
    if o.sain("debut", "fin") and fin < debut:
        o.refuser("fin", "dates-inversees", "La fin de la période précède son début.")
    o.erreurs.verifier()
    decision = absenteisme(**comptes, effectif=effectif, debut=debut, fin=fin)
    lu = decision.valeur
    resultat = {
        "taux_calendaire": ecrire_decimal(lu.taux_calendaire),
        "gravite": ecrire_decimal(lu.gravite),
        "frequence": ecrire_decimal(lu.frequence),
        "exposition": ecrire_decimal(lu.exposition),
        "repetition": ecrire_decimal(lu.repetition),
    }
    return ecrire(resultat, decision)


CALCULS = (Calcul("absenteisme", "Indicateurs d'absentéisme d'une période", calculer_absenteisme),)
