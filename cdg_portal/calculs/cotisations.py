"""Calculs des cotisations."""

from __future__ import annotations

from decimal import Decimal

from cdg_portal.calculs.formes import Calcul, Reponse, ecrire
from cdg_portal.socle.champs import lire_choix
from cdg_portal.socle.lecture import Objet, refuser_doublons
from cotisations.regles.cotisation import ELEMENTS, LigneCotisation, TauxGarantie, cotisation

FRACTIONS_MAXIMALES = 366


def calculer_cotisation(valeur: object) -> Reponse:
    """Cotisation annuelle par garantie et ses échéances."""
    o = Objet.racine(valeur)
    elements, assiette = _elements(o), _assiette(o)
    taux = _taux(o)
    fractions = o.entier("fractions", 1, FRACTIONS_MAXIMALES)
    o.clore()
    o.erreurs.verifier()
    decision = cotisation(assiette=assiette, elements=elements, taux=taux, fractions=fractions)
    resultat = {
        "lignes": [_ligne(ligne) for ligne in decision.valeur.lignes],
        "total": str(decision.valeur.total),
        "echeances": [str(echeance) for echeance in decision.valeur.echeances],
    }
    return ecrire(resultat, decision)


def _elements(o: Objet) -> list[str]:
    lus: list[str] = []
    for chemin, brut in o.liste("elements"):
        element = lire_choix(brut, chemin, o.erreurs, ELEMENTS)
        if o.erreurs.fautif(chemin):
            continue
        if element in lus:
            o.erreurs.ajouter(chemin, "doublon", "Cet élément est déjà cité.")
        lus.append(element)
    return lus


def _assiette(o: Objet) -> dict[str, Decimal]:
    fils = o.objet("assiette")
    lus = {element: fils.facultatif(element, fils.decimal) for element in ELEMENTS}
    fils.clore()
    return {element: montant for element, montant in lus.items() if montant is not None}


def _taux(o: Objet) -> list[TauxGarantie]:
    objets = o.objets("taux")
    lus = []
    for objet in objets:
        lus.append(TauxGarantie(objet.texte("garantie"), objet.decimal("taux")))
        objet.clore()
    refuser_doublons(objets, "garantie", (t.garantie for t in lus))
    return lus


def _ligne(ligne: LigneCotisation) -> dict[str, str]:
    return {
        "garantie": ligne.garantie,
        "assiette": str(ligne.assiette),
        "taux": str(ligne.taux),
        "montant": str(ligne.montant),
    }


CALCULS = (Calcul("cotisation", "Cotisation annuelle et échéances", calculer_cotisation),)
