"""Naissance très avancée d'un enfant hospitalisé : jours ajoutés au congé de maternité."""

from __future__ import annotations

from datetime import date

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import accorde, le
from sinistres.regles.parametres_dates import entier

ARTICLES = ("Code du travail L.1225-23", "CGFP L.631-3", "R-MAT-01")


def jours_ajoutes(*, date_presumee: date, prevu: date, naissance: date, duree: int) -> Decision[int]:
    """Jours ajoutés à `duree` quand l'enfant est hospitalisé : de la naissance au début `prevu` du congé.

    Rien si la naissance n'a pas plus de six semaines d'avance sur la date présumée, ou si elle suit le début
    prévu. Source : code du travail L.1225-23.
    """
    seuil = entier("maternite_avance_jours", date_presumee, "date_presumee")
    avance = (date_presumee - naissance).days
    ajoutes = max(0, (prevu - naissance).days) if avance > seuil else 0
    calcul = f"{le(date_presumee)} − {le(naissance)} = {accorde(avance, 'jour')}"
    etapes = [Etape(f"Enfant hospitalisé, avance : {calcul}", ARTICLES, str(avance))]
    if avance <= seuil:
        etapes.append(Etape(f"Il en faut plus de {seuil} : aucun jour ajouté", ARTICLES, "0"))
    elif not ajoutes:
        etapes.append(Etape("Naissance au début prévu ou après : aucun jour ajouté", ARTICLES, "0"))
    else:
        calcul = f"{le(prevu)} − {le(naissance)} = {accorde(ajoutes, 'jour')}"
        etapes.append(Etape(f"Plus de {seuil}, jours ajoutés : {calcul}", ARTICLES, str(ajoutes)))
        calcul = f"{duree} + {ajoutes} = {duree + ajoutes} jours"
        etapes.append(Etape(f"Durée portée à : {calcul}", ARTICLES, str(duree + ajoutes)))
    return Decision(ajoutes, tuple(etapes))
