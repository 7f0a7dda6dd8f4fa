"""Participations, bases et appels de la démonstration."""

from datetime import date
from typing import Any

from cdg_portal.accueil.demonstration.types import DonneesDemonstration
from cdg_portal.accueil.jeu.acteurs import Acteurs
from cotisations.selectors import base_proposee
from cotisations.services import (
    appel_emettre,
    appel_valider,
    appel_verifier,
    base_controler,
    base_declarer,
    participation_emettre,
)


def jouer_contributions(
    donnees: DonneesDemonstration, acteurs: Acteurs, code: str, faites: dict[str, Any]
) -> None:
    """Participation et appel de chaque adhésion, du premier exercice à celui de la date de référence.

    Les derniers appels restent à vérifier ou à valider, pour que la file de travail du CDG vive.
    """
    for adhesion in donnees.adhesions:
        if adhesion.code not in faites:
            continue
        dernier = min(adhesion.terme.year, donnees.date_de_reference.year)
        for exercice in range(max(adhesion.effet.year, dernier - 1), dernier + 1):
            _un_exercice(donnees, acteurs, code, faites[adhesion.code], exercice)


def _un_exercice(
    donnees: DonneesDemonstration, acteurs: Acteurs, code: str, adhesion: Any, exercice: int
) -> None:
    debut = max(date(exercice, 1, 1), adhesion.effet)
    declaree, appelee = date(debut.year, 1, 12), date(debut.year, 1, 20)
    courant = exercice == donnees.date_de_reference.year
    with acteurs.en_cdg("GESTIONNAIRE_CDG"):
        participation_emettre(adhesion=adhesion, exercice=exercice, le=declaree)
    with acteurs.en_rh(code):
        proposee = base_proposee(adhesion=adhesion, exercice=exercice)
        base = base_declarer(
            adhesion=adhesion,
            exercice=exercice,
            montants=proposee["montants"],
            nb_agents=proposee["nb_agents"],
            le=declaree,
        )
    numero = sum(ord(lettre) for lettre in code)
    if courant and numero % 7 == 0:
        return  # base déclarée, pas encore contrôlée
    with acteurs.en_cdg("GESTIONNAIRE_CDG"):
        appel = appel_emettre(base=base_controler(base=base, le=appelee), le=appelee)
        if courant and numero % 5 == 0:
            return  # appel émis, pas encore vérifié
        appel = appel_verifier(appel=appel, le=appelee)
    if courant and numero % 3 == 0:
        return  # appel vérifié, en attente du second regard
    with acteurs.en_cdg("CHEF_SERVICE_CDG"):
        appel_valider(appel=appel, le=date(debut.year, 1, 27))
