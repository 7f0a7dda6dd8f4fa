"""Forme JSON publiée du calcul d'indemnisation : lire l'entrée, écrire le résultat."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.montant import ecrire_centimes, quotient_arrondi
from sinistres.regles.entree import EntreeIndemnisation
from sinistres.regles.forme_entree import ENTREE
from sinistres.regles.indemnisation import indemniser
from sinistres.regles.resultat import LigneIndemnisation, ResultatIndemnisation, ResultatSinistre


def lire(valeur: object) -> EntreeIndemnisation:
    """Entrée lue et vérifiée ; lève `EntreeRefusee` avec toutes ses erreurs à la fois."""
    entree: EntreeIndemnisation = ENTREE.lire_entree(valeur)
    return entree


def decider(entree: EntreeIndemnisation) -> Decision[ResultatIndemnisation]:
    """Le calcul et toutes ses étapes : chaque ligne, chaque sinistre, puis l'agent."""
    resultat = indemniser(entree)
    etapes: list[Etape] = []
    dites: set[int] = set()
    for sinistre in resultat.sinistres:
        for ligne in sinistre.lignes:
            # Ce qui chiffre l'indemnité d'un jour ne se redit pas d'une ligne à l'autre.
            *raisonnement, montant = ligne.raisonnement
            etapes += raisonnement
            for etape in ligne.etapes_ij:
                if id(etape) not in dites:
                    dites.add(id(etape))
                    etapes.append(etape)
            etapes.append(montant)
        etapes += [etape for etape in sinistre.etapes if id(etape) not in dites]
    return Decision(resultat, (*etapes, *resultat.etapes))


def ecrire(resultat: ResultatIndemnisation) -> dict[str, Any]:
    """{"sinistres", "total"}, montants en chaînes à deux décimales."""
    return {
        "sinistres": [_sinistre(s) for s in resultat.sinistres],
        "total": ecrire_centimes(resultat.centimes),
    }


def _sinistre(sinistre: ResultatSinistre) -> dict[str, Any]:
    return {
        "reference": sinistre.reference,
        "lignes": [ecrire_ligne(ligne) for ligne in sinistre.lignes],
        "avant_requalification": ecrire_centimes(sinistre.centimes_avant),
        "total": ecrire_centimes(sinistre.centimes),
        "solde": ecrire_centimes(sinistre.centimes_solde),
    }


def ecrire_ligne(ligne: LigneIndemnisation) -> dict[str, Any]:
    """Forme publiée d'une ligne."""
    return {
        "du": _iso(ligne.debut),
        "au": _iso(ligne.fin),
        "jours": ligne.fin - ligne.debut + 1,
        "nature": ligne.nature,
        "droit": ligne.droit,
        "franchise": ligne.franchise,
        "couvert": ligne.couvert,
        "ij": ecrire_centimes(ligne.indemnite.ij),
        "proportion": ecrire_centimes(quotient_arrondi(ligne.indemnite.traitement, 100)),
        "montant": ecrire_centimes(ligne.centimes),
        "motifs": list(ligne.motifs),
    }


@lru_cache(maxsize=32768)
def _iso(jour: int) -> str:
    return date.fromordinal(jour).isoformat()
