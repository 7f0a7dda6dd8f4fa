"""Lecture des organismes et des contrats, et composition des offres d'une adhésion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.demonstration import identifiants
from cdg_portal.accueil.demonstration.lecture import centimes, lire
from cdg_portal.accueil.demonstration.types import Contrat, GarantieOfferte, Offre, Organisme

FICHIER = "contrats.toml"
_DECIMAUX = ("charges_pct", "taux_remboursement")


def _garantie(ligne: dict[str, Any]) -> GarantieOfferte:
    taux = centimes(ligne["taux"]) if "taux" in ligne else None
    return GarantieOfferte(ligne["risque"], ligne["franchise"], ligne.get("jours"), taux)


def _offre(ligne: dict[str, Any]) -> Offre:
    garanties = tuple(_garantie(garantie) for garantie in ligne["garanties"])
    return Offre(ligne["code"], ligne["type"], ligne["libelle"], garanties)


def _contrat(ligne: dict[str, Any], commun: dict[str, Any]) -> Contrat:
    champs = commun | ligne
    for nom in _DECIMAUX:
        champs[nom] = Decimal(champs[nom])
    champs["participation_montant"] = centimes(champs["participation_montant"])
    champs["offres"] = tuple(_offre(offre) for offre in ligne["offres"])
    return Contrat(**champs)


def charger_contrats() -> tuple[date, tuple[Organisme, ...], tuple[Contrat, ...]]:
    """Date de référence, organismes et contrats du fichier."""
    donnees = lire(FICHIER)
    organismes = tuple(
        Organisme(
            ligne["code"],
            ligne["nom"],
            ligne["type"],
            identifiants.siret(identifiants.siren(ligne["radical"])),
        )
        for ligne in donnees["organismes"]
    )
    contrats = tuple(_contrat(ligne, donnees["commun"]) for ligne in donnees["contrats"])
    return donnees["date_de_reference"], organismes, contrats


def composer(contrat: Contrat, offres: Sequence[str]) -> tuple[GarantieOfferte, ...]:
    """Garanties souscrites : celles de la BASE, que les VARIANTE remplacent et que les PSE complètent.

    Lève `ValueError` s'il n'y a pas exactement une BASE, si une variante ne remplace rien ou si une
    prestation supplémentaire double une garantie.
    """
    choisies = [contrat.offre(code) for code in offres]
    if [offre.type for offre in choisies].count("BASE") != 1:
        raise ValueError("Une adhésion comporte exactement une formule de base.")
    retenues: dict[str, GarantieOfferte] = {}
    for type_offre in ("BASE", "VARIANTE", "PSE"):
        for offre in choisies:
            for garantie in offre.garanties if offre.type == type_offre else ():
                if (garantie.risque in retenues) != (type_offre == "VARIANTE"):
                    raise ValueError(f"L'offre {offre.code} ne se compose pas sur {garantie.risque}.")
                retenues[garantie.risque] = garantie
    return tuple(retenues.values())
