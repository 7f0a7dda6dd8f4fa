"""Lecture des cas chiffrés : leurs agents, leurs sinistres et ce qui en est attendu."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cdg_portal.accueil.demonstration.lecture import centimes, lire
from cdg_portal.accueil.demonstration.types import (
    AbsenteismeAttendu,
    Agent,
    BordereauAttendu,
    Cas,
    CasContribution,
    Certificat,
    LigneAttendue,
    Remuneration,
    Requalification,
    Sinistre,
    SinistreDeCas,
    Suivi,
)

FICHIER = "cas.toml"


def _agent(cas: dict[str, Any]) -> Agent:
    ligne = cas["agent"]
    remunerations = tuple(
        Remuneration(rubrique, centimes(montant), paie["depuis"])
        for paie in ligne["remunerations"]
        for rubrique, montant in paie.items()
        if rubrique != "depuis"
    )
    return Agent(
        collectivite=cas["collectivite"],
        matricule=ligne["matricule"],
        nom=ligne["nom"],
        prenom=ligne["prenom"],
        sexe=ligne["sexe"],
        naissance=ligne["naissance"],
        regime="CNRACL",
        statut="TITULAIRE",
        grade=ligne["grade"],
        metier=ligne["metier"],
        quotite=Decimal(100),
        entree=ligne["entree"],
        sortie=None,
        remunerations=remunerations,
        cas=cas["id"],
    )


def _requalification(ligne: dict[str, Any]) -> Requalification:
    return Requalification(
        vers=ligne["vers"],
        effet=ligne["effet"],
        decision_le=ligne["decision"],
        reference_arrete=ligne["reference"],
        transmis_le=ligne.get("transmis"),
        regle_le=ligne.get("regle"),
    )


def _sinistre(cas: str, ligne: dict[str, Any]) -> Sinistre:
    return Sinistre(
        reference=f"{cas}/{ligne['reference']}",
        risque=ligne["risque"],
        motif=ligne["motif"],
        survenance=ligne["survenance"],
        certificats=tuple(Certificat(c["debut"], c["fin"], c["recu"]) for c in ligne["certificats"]),
        suivi=Suivi(**{f"{acte}_le": jour for acte, jour in ligne["suivi"].items()}),
        carence=ligne.get("carence", "AUTO"),
        reprise_le=ligne.get("reprise"),
        requalifications=tuple(_requalification(requal) for requal in ligne.get("requalifications", ())),
    )


def _attendue(ligne: dict[str, Any]) -> LigneAttendue:
    ij, montant = (centimes(ligne[nom]) if nom in ligne else None for nom in ("ij", "montant"))
    return LigneAttendue(ligne.get("du"), ligne.get("au"), ligne.get("jours"), ij, montant)


def _sinistre_de_cas(cas: str, ligne: dict[str, Any]) -> SinistreDeCas:
    return SinistreDeCas(
        sinistre=_sinistre(cas, ligne),
        avant=centimes(ligne["avant"]),
        total=centimes(ligne["total"]),
        solde=centimes(ligne["solde"]),
        en_retard=ligne["en_retard"],
        lignes=tuple(_attendue(attendue) for attendue in ligne.get("lignes", ())),
    )


def charger_cas() -> tuple[tuple[Cas, ...], tuple[Agent, ...]]:
    """Les cas et leurs agents, dans l'ordre du fichier ; un agent par cas."""
    lignes = lire(FICHIER)["cas"]
    cas = tuple(
        Cas(
            id=ligne["id"],
            libelle=ligne["libelle"],
            source=ligne["source"],
            adhesion=f"{ligne['collectivite']}-{ligne['contrat']}",
            collectivite=ligne["collectivite"],
            matricule=ligne["agent"]["matricule"],
            sinistres=tuple(_sinistre_de_cas(ligne["id"], sinistre) for sinistre in ligne["sinistres"]),
            total=centimes(ligne["total"]),
        )
        for ligne in lignes
    )
    return cas, tuple(_agent(ligne) for ligne in lignes)


def charger_contribution() -> CasContribution:
    """Participation et appel attendus."""
    ligne = lire(FICHIER)["contribution"]
    montants = {nom: centimes(ligne[nom]) for nom in ("participation", "appel")}
    echeances = tuple(centimes(montant) for montant in ligne["echeances"])
    return CasContribution(**(ligne | montants | {"echeances": echeances}))


def charger_bordereaux() -> tuple[BordereauAttendu, ...]:
    """Totaux attendus des bordereaux des cas."""
    return tuple(
        BordereauAttendu(**(ligne | {"total": centimes(ligne["total"])}))
        for ligne in lire(FICHIER)["bordereaux"]
    )


def charger_absenteisme() -> AbsenteismeAttendu:
    """Indicateurs attendus."""
    ligne = lire(FICHIER)["absenteisme"]
    taux = {nom: centimes(ligne[nom]) for nom in ("taux_calendaire", "gravite", "frequence", "exposition")}
    return AbsenteismeAttendu(**(ligne | taux))
