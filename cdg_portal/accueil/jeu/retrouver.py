"""Retrouve en base les objets nés des cas chiffrés."""

from collections.abc import Iterable
from typing import Any

from cdg_portal.accueil.demonstration.types import Cas, DonneesDemonstration, SinistreDeCas
from cdg_portal.accueil.jeu.dossiers import cle_saisie
from cotisations.selectors import appel_de
from sinistres.selectors.calcul import decomptes_de, sinistre_de_saisie


def sinistre_du_cas(cas: Cas, attendu: SinistreDeCas, collectivites: dict[str, Any]) -> Any:
    """Le dossier d'un sinistre de cas."""
    return sinistre_de_saisie(
        collectivite_id=collectivites[cas.collectivite].id,
        cle_saisie=cle_saisie(cas.collectivite, cas.matricule, attendu.sinistre.reference),
    )


def decomptes_des_cas(donnees: DonneesDemonstration, collectivites: dict[str, Any]) -> list[Any]:
    """Tous les décomptes des cas, dans l'ordre d'émission."""
    return [
        decompte
        for cas in donnees.cas
        for attendu in cas.sinistres
        for decompte in decomptes_de(sinistre_du_cas(cas, attendu, collectivites))
    ]


def bordereaux_des_cas(decomptes: Iterable[Any]) -> list[Any]:
    """Les bordereaux qui ont porté ces décomptes, une fois chacun."""
    trouves = {}
    for decompte in decomptes:
        ligne = getattr(decompte, "ligne_bordereau", None)
        if ligne is not None:
            trouves[ligne.bordereau_id] = ligne.bordereau
    return list(trouves.values())


def appel_des_cas(donnees: DonneesDemonstration, collectivites: dict[str, Any]) -> Any:
    """L'appel provisionnel de l'établissement des tableaux."""
    attendue = donnees.adhesion(donnees.contribution.adhesion)
    return appel_de(collectivite=collectivites[attendue.collectivite], exercice=donnees.contribution.exercice)
