"""Forme JSON publiée du calcul d'indemnisation : lire l'entrée, écrire le résultat."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cdg_portal.socle.lecture import Objet
from cdg_portal.socle.montant import arrondi
from sinistres.regles.coherence import verifier_coherence
from sinistres.regles.entree import EntreeIndemnisation
from sinistres.regles.lecture_contrat import lire_agent, lire_contrat
from sinistres.regles.lecture_sinistres import lire_sinistres
from sinistres.regles.resultat import LigneIndemnisation, ResultatIndemnisation, ResultatSinistre


def lire(valeur: object) -> EntreeIndemnisation:
    """Entrée lue et vérifiée ; lève `EntreeRefusee` avec toutes ses erreurs à la fois."""
    racine = Objet.racine(valeur)
    contrat = racine.objet("contrat")
    agent = racine.objet("agent")
    objets = racine.objets("sinistres")
    entree = EntreeIndemnisation(
        contrat=lire_contrat(contrat),
        agent=lire_agent(agent),
        sinistres=lire_sinistres(objets),
        au=racine.jour("au"),
    )
    racine.clore()
    verifier_coherence(entree, racine, objets)
    racine.erreurs.verifier()
    return entree


def ecrire(resultat: ResultatIndemnisation) -> dict[str, Any]:
    """{"resultat": {sinistres, total}, "etapes": [...]}, montants en chaînes à deux décimales."""
    return {
        "resultat": {
            "sinistres": [_sinistre(s) for s in resultat.sinistres],
            "total": ecrire_montant(resultat.total),
        },
        "etapes": [etape for s in resultat.sinistres for etape in _etapes(s)],
    }


def _sinistre(sinistre: ResultatSinistre) -> dict[str, Any]:
    return {
        "reference": sinistre.reference,
        "lignes": [ecrire_ligne(ligne) for ligne in sinistre.lignes],
        "avant_requalification": ecrire_montant(sinistre.avant_requalification),
        "total": ecrire_montant(sinistre.total),
        "solde": ecrire_montant(sinistre.solde),
    }


def ecrire_ligne(ligne: LigneIndemnisation) -> dict[str, Any]:
    """Forme publiée d'une ligne."""
    return {
        "du": str(ligne.du),
        "au": str(ligne.au),
        "jours": ligne.jours,
        "nature": ligne.nature,
        "droit": ligne.droit,
        "franchise": ligne.franchise,
        "couvert": ligne.couvert,
        "ij": ecrire_montant(ligne.ij),
        "proportion": ecrire_montant(ligne.proportion),
        "montant": ecrire_montant(ligne.montant),
        "motifs": list(ligne.motifs),
    }


def _etapes(sinistre: ResultatSinistre) -> list[dict[str, Any]]:
    """Étapes de toutes les lignes, chacune située par la référence et les dates de sa ligne."""
    return [
        {
            "libelle": f"{sinistre.reference}, {_dates(ligne.du, ligne.au)} : {etape.libelle}",
            "references": list(etape.references),
            "valeur": etape.valeur,
        }
        for ligne in sinistre.lignes
        for etape in ligne.etapes
    ]


def ecrire_montant(valeur: Decimal) -> str:
    """Deux décimales, point décimal, jamais « -0.00 »."""
    return str(arrondi(valeur))


def _dates(du: date, au: date) -> str:
    return f"le {du:%d/%m/%Y}" if du == au else f"du {du:%d/%m/%Y} au {au:%d/%m/%Y}"
