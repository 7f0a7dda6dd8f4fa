"""Délais du sinistre : déclaration à l'assureur et remboursement attendu de lui."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import accorde, le
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.periode import ajouter_mois

Unite = Literal["MOIS", "JOURS"]
UNITES: dict[Unite, str] = {"MOIS": "Mois, de date à date", "JOURS": "Jours calendaires"}
ARTICLE_DECLARATION = "CCTP-CNRACL-2025 II.3.a"
ARTICLE_REMBOURSEMENT = "CG-CDG-2022 art. 2-2"


def limite_declaration(connaissance: date, nombre: int, unite: Unite) -> date:
    """Dernier jour utile pour déclarer (R-SIN-01) : `nombre` mois de date à date, ou jours calendaires.

    Le délai part du jour où la collectivité a connaissance de l'arrêt ou de son renouvellement,
    ce jour exclu. Lève `hors-bornes` si `nombre` est négatif, `valeur-interdite` si l'unité est inconnue.
    """
    if nombre < 0:
        raise ErreurMetier(
            "hors-bornes", "Un délai ne peut pas être négatif.", (ARTICLE_DECLARATION,), "nombre"
        )
    if unite == "MOIS":
        return ajouter_mois(connaissance, nombre)
    if unite == "JOURS":
        return connaissance + timedelta(days=nombre)
    raise ErreurMetier("valeur-interdite", "L'unité est MOIS ou JOURS.", (ARTICLE_DECLARATION,), "unite")


def decider_delai_declaration(connaissance: date, nombre: int, unite: Unite) -> Decision[date]:
    """Comme `limite_declaration`, avec l'étape qui l'explique."""
    limite = limite_declaration(connaissance, nombre, unite)
    delai = accorde(nombre, "mois" if unite == "MOIS" else "jour")
    calcul = f"{le(connaissance)} + {delai} = {le(limite)}"
    articles = (ARTICLE_DECLARATION, "R-SIN-01")
    return Decision(limite, (Etape(f"Dernier jour pour déclarer : {calcul}", articles, str(limite)),))


def echeance_remboursement(transmis_le: date, jours: int) -> date:
    """Dernier jour où le remboursement de l'assureur est attendu (R-SIN-08), `jours` calendaires.

    Le délai est une donnée du contrat : aucun document n'en donne la valeur (AMB-27).
    """
    if jours < 0:
        raise ErreurMetier(
            "hors-bornes", "Un délai ne peut pas être négatif.", (ARTICLE_REMBOURSEMENT,), "jours"
        )
    return transmis_le + timedelta(days=jours)
