"""Composer les offres choisies : base, variantes qui remplacent une franchise, prestations qui ajoutent (R-SIN-09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cdg_portal.socle.erreurs import ErreurMetier

ARTICLE = "R-SIN-09"
_ORDRE = ("BASE", "VARIANTE", "PSE")


@dataclass(frozen=True, slots=True)
class GarantieProposee:
    """Garantie d'une offre : risque, franchise (jours calendaires), taux de remboursement (%)."""

    risque: str
    franchise_type: str
    franchise_jours: int | None
    taux_remboursement: Decimal


@dataclass(frozen=True, slots=True)
class OffreProposee:
    """Offre du lot : `type` vaut BASE, VARIANTE ou PSE."""

    code: str
    type: str
    garanties: tuple[GarantieProposee, ...]


@dataclass(frozen=True, slots=True)
class GarantieRetenue:
    """Garantie souscrite et code de l'offre dont elle vient."""

    offre: str
    garantie: GarantieProposee


def composer(offres: Sequence[OffreProposee]) -> tuple[GarantieRetenue, ...]:
    """Garanties souscrites, une par risque, quel que soit l'ordre dans lequel les offres sont citées.

    Lève `formule-invalide` : pas exactement une base, variante qui ne remplace rien, prestation
    supplémentaire qui double une garantie, deux offres qui visent le même risque au même rang.
    """
    if [o.type for o in offres].count("BASE") != 1:
        raise _refus("Une adhésion comporte exactement une formule de base.")
    retenues: dict[str, GarantieRetenue] = {}
    for rang in _ORDRE:
        vus: set[str] = set()
        for offre in (o for o in offres if o.type == rang):
            for garantie in offre.garanties:
                _verifier(offre, garantie.risque, retenues, vus)
                vus.add(garantie.risque)
                retenues[garantie.risque] = GarantieRetenue(offre.code, garantie)
    return tuple(retenues.values())


def _verifier(offre: OffreProposee, risque: str, retenues: dict[str, GarantieRetenue], vus: set[str]) -> None:
    if risque in vus:
        raise _refus(f"Deux offres de même rang portent la garantie {risque} : n'en choisissez qu'une.")
    if offre.type == "VARIANTE" and risque not in retenues:
        raise _refus(f"La variante « {offre.code} » ne remplace aucune garantie {risque} de la base.")
    if offre.type == "PSE" and risque in retenues:
        raise _refus(f"La garantie {risque} est déjà dans la formule : « {offre.code} » n'ajoute rien.")


def _refus(message: str) -> ErreurMetier:
    return ErreurMetier("formule-invalide", message, (ARTICLE,), "offres")
