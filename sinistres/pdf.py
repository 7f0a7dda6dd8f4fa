"""Contenu des PDF des dossiers : décompte et bordereau. Lit ce qui est émis, ne calcule aucun montant dû."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from adhesions.selectors import libelle_risque
from adhesions.selectors.editions import entete_imprimee
from cdg_portal.journal.selectors.etat import derniere_racine
from sinistres.models import Bordereau, Decompte, LigneBordereau
from sinistres.selectors.explication import expliquer, interpretations_des, totaux

ZERO = Decimal("0.00")


def contexte_decompte(decompte: Decompte) -> dict[str, Any]:
    """Contexte de `pdf/sinistres/decompte.html`, tel que le décompte fut établi (pas tel que le dossier est devenu)."""
    sinistre = decompte.sinistre
    dossier = dossier_du_decompte(decompte)
    lignes = expliquer(decompte.lignes.order_by("rang"))
    compte = totaux(lignes)
    prises = sinistre.requalifications.order_by("rang")[: len(dossier.get("requalifications", []))]
    return {
        **entete_imprimee(adhesion=sinistre.adhesion, au=decompte.emis_le),
        "document_type": "Décompte",
        "document_numero": decompte.numero,
        "document_date": decompte.emis_le,
        "decompte": decompte,
        "sinistre": sinistre,
        "agent": sinistre.agent,
        "risque": libelle_risque(risque_du_decompte(decompte)),
        "requalifications": [(r, libelle_risque(r.de), libelle_risque(r.vers)) for r in prises],
        "lignes": lignes,
        "non_payees": [ligne for ligne in lignes if not ligne.montant],
        "jours": compte.jours,
        "jours_payes": compte.rembourses,
        "nature_du_solde": nature_du_solde(decompte),
        "interpretations": interpretations_des(lignes),
    }


def nature_du_solde(decompte: Decompte) -> str:
    """Ce que le solde représente pour la collectivité."""
    if decompte.solde < 0:
        return "Indu à rendre à l'assureur"
    if decompte.solde == 0:
        return "Solde, rien à verser"
    return "Complément à rembourser" if decompte.remplace_id else "Solde à rembourser"


def dossier_du_decompte(decompte: Decompte) -> dict[str, Any]:
    """Le dossier tel qu'il est entré dans le calcul de ce décompte."""
    dossiers = decompte.entrees.get("sinistres", [])
    return next((d for d in dossiers if d.get("reference") == decompte.sinistre.numero), {})


def risque_du_decompte(decompte: Decompte) -> str:
    """La dernière nature connue du calcul : celle qui choisit la franchise et le sous-total du bordereau."""
    dossier = dossier_du_decompte(decompte)
    prises = dossier.get("requalifications", [])
    return str(prises[-1]["vers"] if prises else dossier.get("risque", decompte.sinistre.risque))


@dataclass(frozen=True, slots=True)
class Envoi:
    """Une ligne du bordereau : l'agent n'y est que son matricule et ses initiales."""

    ligne: LigneBordereau
    decompte: Decompte
    initiales: str
    du: date
    au: date


@dataclass(frozen=True, slots=True)
class SousTotal:
    """Les envois d'un risque et leur somme : de quoi ventiler le titre de recette."""

    risque: str
    envois: list[Envoi]

    @property
    def montant(self) -> Decimal:
        """Somme des montants transmis pour ce risque."""
        return sum((e.ligne.montant for e in self.envois), ZERO)


def contexte_bordereau(bordereau: Bordereau) -> dict[str, Any]:
    """Contexte de `pdf/sinistres/bordereau.html` : lignes par risque, totaux, échéance, racine du journal."""
    lignes = bordereau.lignes.select_related("decompte__sinistre__agent", "decompte__demande").order_by(
        "rang"
    )
    return {
        **entete_imprimee(adhesion=bordereau.adhesion, au=bordereau.transmis_le),
        "document_type": "Bordereau de transmission",
        "document_numero": bordereau.numero,
        "document_date": bordereau.transmis_le,
        "bordereau": bordereau,
        "sous_totaux": _par_risque(lignes),
        "racine": derniere_racine(),
    }


def _par_risque(lignes: Iterable[LigneBordereau]) -> list[SousTotal]:
    groupes: dict[str, list[Envoi]] = {}
    for ligne in lignes:
        decompte, agent = ligne.decompte, ligne.decompte.sinistre.agent
        envoi = Envoi(
            ligne=ligne,
            decompte=decompte,
            initiales=f"{agent.prenom[:1]}.{agent.nom[:1]}.".upper(),
            du=decompte.demande.du,
            au=decompte.au,
        )
        groupes.setdefault(risque_du_decompte(decompte), []).append(envoi)
    return [SousTotal(libelle_risque(risque), envois) for risque, envois in groupes.items()]
