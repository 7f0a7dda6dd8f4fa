"""Aucun champ de modèle envoyé en plus d'une saisie ne change rien : toutes les écritures, portail et admin."""

import pytest

from tests.cloisonnement.bilan import inscrire
from tests.cloisonnement.masse import Essayeur
from tests.cloisonnement.matrice import ADMINISTRATION, MATRICE, PUBLIC
from tests.cloisonnement.parcours import CORPS

pytestmark = pytest.mark.django_db

# Qui a le droit de jouer le plus d'écritures, chez l'employeur, au Centre de gestion, à l'administration.
TITULAIRES = ("RH_VALIDEUR", "CHEF_SERVICE_CDG", "ADMINISTRATEUR")
ECRITURES = [n for n, ligne in MATRICE.items() if "POST" in ligne.methodes and not n.startswith("api:")]
# Saisies propres à une page, pour qu'elle écrive vraiment.
SAISIES = {
    "adhesions:enregistrer_agent": {
        "matricule": "N-0001", "nom": "Nouvelle", "prenom": "Ada", "naissance": "01/02/1980", "sexe": "F",
        "regime": "CNRACL", "entree": "01/06/2026", "statut": "TITULAIRE", "quotite": "100", "TIB": "24000",
    },
    "adhesions:creer_collectivite": {
        "denomination": "Commune neuve", "siret": "21750001600019", "strate": "PETITE",
    },
    "adhesions:sortir": {"sortie": "30/06/2026"},
    "adhesions:revaloriser": {"depuis": "01/06/2026", "TIB": "25000"},
    "adhesions:prolonger": {"prolongation": "oui"},
    "adhesions:retraiter": {"retraite_le": "01/07/2026"},
    # Les rubriques du formulaire : légitimes, donc jamais injectées, même si la page n'a plus d'exercice à proposer.
    "cotisations:declarer": {
        "exercice": "2027", "nb_agents": "1", "tib": "24000", "nbi": "0", "sft": "0", "ir": "0", "primes": "0",
    },
}  # fmt: skip
# Les écritures qui doivent aboutir : sans quoi l'injection ne prouverait rien sur elles.
_DES_DEUX = {
    "accueil:calendrier_abonnement", "adhesions:prolonger", "adhesions:retraiter", "adhesions:sortir",
    "perimetres:demande", "perimetres:renvoyer", "perimetres:retirer", "sinistres:acte", "sinistres:acte_sur",
}  # fmt: skip
REUSSIES = {
    "RH_VALIDEUR": {
        *_DES_DEUX, "cotisations:declarer", "sinistres:declarer_abandonner", "sinistres:declarer_etape",
    },
    "CHEF_SERVICE_CDG": {
        *_DES_DEUX, "adhesions:creer_collectivite", "sinistres:bordereau_emettre", "sinistres:requalifier",
    },
    "ADMINISTRATEUR": {"admin:comptes_compte_mot_de_passe", "admin:comptes_compte_second_facteur"},
}  # fmt: skip


@pytest.mark.parametrize("nom", TITULAIRES)
def test_aucun_champ_injecte_n_est_ecrit(robot, nom):
    profil = robot.monde.profils[nom]
    essayeur = Essayeur(robot.monde, profil.compte)
    interdits, ecrivent = [], set()
    for adresse in ECRITURES:
        ligne = MATRICE[adresse]
        if ligne.action == PUBLIC or (ligne.action == ADMINISTRATION) != (nom == "ADMINISTRATEUR"):
            continue
        for url in robot.adresses.de(adresse, "A"):
            ecrit, trouves = essayeur.ecarts(url, {**CORPS, **SAISIES.get(adresse, {})})
            if ecrit:
                ecrivent.add(adresse)
            interdits += trouves
    print("ECRIT", nom, sorted(ecrivent))
    inscrire(champs_injectes=essayeur.champs_injectes, changements_interdits=len(interdits))
    assert interdits == []
    assert sorted(REUSSIES[nom] - ecrivent) == [], sorted(ecrivent)
