"""Lecture des collectivités, de leurs adhésions, des comptes et des personnes à deux employeurs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.demonstration import identifiants
from cdg_portal.accueil.demonstration.contrats import composer
from cdg_portal.accueil.demonstration.lecture import centimes, lire
from cdg_portal.accueil.demonstration.types import (
    Adhesion,
    Agent,
    Collectivite,
    Contrat,
    Habilitation,
    Remuneration,
    Utilisateur,
)
from cdg_portal.socle.texte import cle_tri

FICHIER = "collectivites.toml"
SEUIL_DE_STRATE = 30
REMUNERATION_DEPUIS = date(2022, 1, 1)


def _collectivite(ligne: dict[str, Any], effectifs: dict[str, int]) -> Collectivite:
    siren = identifiants.siren(ligne["radical"])
    return Collectivite(
        code=ligne["code"],
        denomination=ligne["denomination"],
        type=ligne["type"],
        strate="GRANDE" if effectifs[ligne["code"]] >= SEUIL_DE_STRATE else "PETITE",
        siren=siren,
        siret=identifiants.siret(siren),
        representant=ligne["representant"],
        adresse=ligne["adresse"],
        est_cdg=ligne["type"] == "CDG",
        effectif=ligne["effectif"],
    )


def charger_collectivites(effectifs_a_part: dict[str, int]) -> tuple[Collectivite, ...]:
    """Collectivités du fichier ; `effectifs_a_part` donne l'effectif de celles qui ont le leur ailleurs."""
    lignes = lire(FICHIER)["collectivites"]
    effectifs = {ligne["code"]: ligne["effectif"] for ligne in lignes} | effectifs_a_part
    return tuple(_collectivite(ligne, effectifs) for ligne in lignes)


def charger_adhesions(contrats: Sequence[Contrat]) -> tuple[Adhesion, ...]:
    """Adhésions du fichier, codées « collectivité-contrat », leurs offres composées en garanties."""
    par_code = {contrat.code: contrat for contrat in contrats}
    adhesions = []
    for ligne in lire(FICHIER)["collectivites"]:
        for choix in ligne["adhesions"]:
            contrat = par_code[choix["contrat"]]
            adhesions.append(
                Adhesion(
                    code=f"{ligne['code']}-{contrat.code}",
                    collectivite=ligne["code"],
                    contrat=contrat.code,
                    offres=tuple(choix["offres"]),
                    garanties=composer(contrat, choix["offres"]),
                    elements=tuple(choix["elements"]),
                    effet=contrat.effet,
                    fin=contrat.fin,
                    resiliation=choix.get("resiliation"),
                    convention_signee_le=choix["convention"],
                )
            )
    return tuple(adhesions)


def charger_utilisateurs() -> tuple[Utilisateur, ...]:
    """Comptes de démonstration ; l'adresse se déduit du nom, dans un domaine réservé aux exemples."""
    utilisateurs = []
    for ligne in lire(FICHIER)["utilisateurs"]:
        adresse = ".".join(cle_tri(ligne[champ]).replace(" ", "-") for champ in ("prenom", "nom"))
        habilitations = tuple(
            Habilitation(role, code) for role, codes in ligne["habilitations"].items() for code in codes
        )
        utilisateurs.append(
            Utilisateur(
                f"{adresse}@exemple.fr", ligne["prenom"], ligne["nom"], ligne["fonction"], habilitations
            )
        )
    return tuple(utilisateurs)


def charger_agents_partages() -> tuple[Agent, ...]:
    """Un agent par employeur pour chaque personne qui en a deux, reliés par `personne`."""
    return tuple(
        Agent(
            collectivite=emploi["collectivite"],
            matricule=f"{emploi['collectivite'][:2]}-{ligne['personne']}",
            nom=ligne["nom"],
            prenom=ligne["prenom"],
            sexe=ligne["sexe"],
            naissance=ligne["naissance"],
            regime="CNRACL",
            statut="TITULAIRE",
            grade=ligne["grade"],
            metier=ligne["metier"],
            quotite=Decimal(emploi["quotite"]),
            entree=emploi["entree"],
            sortie=None,
            remunerations=(Remuneration("TIB", centimes(emploi["TIB"]), REMUNERATION_DEPUIS),),
            personne=ligne["personne"],
        )
        for ligne in lire(FICHIER)["personnes_partagees"]
        for emploi in ligne["emplois"]
    )
