"""Qui peut faire quoi : une seule table, rôle × action × objet, servie telle quelle aux administrateurs.

Une permission s'exerce là où le rôle est tenu : sur sa collectivité, ou partout pour un rôle du CDG. Ce que
l'on voit d'un objet que l'on peut ouvrir est dans `visibilite.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass

from cdg_portal.perimetres.roles import ROLES_DU_CDG, Role

GESTION = frozenset({Role.GESTIONNAIRE_CDG, Role.CHEF_SERVICE_CDG})
SAISIE = frozenset({Role.RH_SAISIE, Role.RH_VALIDEUR})
VALIDEURS = GESTION | {Role.RH_VALIDEUR}
# Les noms des agents : ceux qui les gèrent, chez l'employeur et au CDG.
NOMINATIF = GESTION | SAISIE
# Adhésions, effectifs chiffrés, appels : aussi les élus et les finances.
ARGENT = NOMINATIF | {Role.FINANCES, Role.LECTEUR}
SOIGNANTS = frozenset({Role.MEDECIN, Role.PSYCHOLOGUE})
DECIDEURS = frozenset({Role.CHEF_SERVICE_CDG, Role.ADMINISTRATEUR})
TOUS = frozenset(Role)
# Un client d'API est une machine : aucun écran ne lui est ouvert.
PERSONNES = TOUS - {Role.CLIENT_API}
# Un dossier, ses natures et ses dates : ceux qui le gèrent, le soignent ou le remboursent (montants : visibilite.py).
DOSSIERS = NOMINATIF | SOIGNANTS | {Role.ASSUREUR}

_BORNE_DES_DROITS = "jamais un rôle au-dessus du sien, ni à soi-même, ni par un droit reçu en délégation"


@dataclass(frozen=True, slots=True)
class Permission:
    """Une ligne de la table ; `precision` dit ce qui restreint encore, vérifié par le service."""

    objet: str
    libelle: str
    roles: frozenset[str]
    precision: str = ""


TABLE: dict[str, Permission] = {
    "accueil.voir": Permission(
        "Accueil",
        "Voir ce qui est attendu et les chiffres clés",
        PERSONNES,
        "un compte sans habilitation y lit à qui la demander",
    ),
    "aide.lire": Permission("Aide", "Lire les règles, les barèmes et les articles", PERSONNES),
    "brouillons.tenir": Permission(
        "Brouillon",
        "Garder, reprendre ou abandonner une saisie",
        PERSONNES,
        "les siens seulement, là où l'on peut enregistrer le formulaire",
    ),
    "galerie.lire": Permission("Aide", "Voir la galerie des composants d'écran", DECIDEURS),
    "simulateurs.utiliser": Permission("Simulateurs", "Simuler un calcul", ARGENT),
    # Collectivités et agents
    "collectivites.lister": Permission(
        "Collectivité",
        "Trouver la liste au menu",
        GESTION | {Role.FINANCES},
        "qui n'a que la sienne y va depuis son adhésion",
    ),
    "collectivites.lire": Permission("Collectivité", "Lire la fiche", ARGENT),
    "collectivites.ecrire": Permission("Collectivité", "Créer ou modifier", GESTION),
    "agents.lire": Permission("Agent", "Lire la fiche et la liste", NOMINATIF),
    "agents.ecrire": Permission("Agent", "Créer, modifier, dater une situation", VALIDEURS),
    # Adhésions et cotisations
    "adhesions.lire": Permission("Adhésion", "Lire l'adhésion et ses garanties", ARGENT),
    "adhesions.ecrire": Permission("Adhésion", "Préparer, activer, résilier", GESTION),
    "adhesions.editer": Permission("Adhésion", "Éditer le certificat", NOMINATIF),
    "bases.lire": Permission("Base déclarée", "Lire", ARGENT),
    "bases.declarer": Permission(
        "Base déclarée",
        "Déclarer",
        frozenset({Role.RH_VALIDEUR}),
        "le CDG la contrôle : il ne la déclare pas",
    ),
    "bases.controler": Permission("Base déclarée", "Contrôler ou retourner", GESTION),
    "appels.lire": Permission("Appel de cotisation", "Lire", ARGENT),
    "appels.emettre": Permission("Appel de cotisation", "Émettre, valider", GESTION),
    "appels.editer": Permission("Appel de cotisation", "Éditer le PDF", NOMINATIF),
    "participations.lire": Permission("Participation", "Lire", ARGENT),
    "participations.ecrire": Permission("Participation", "Calculer et émettre", GESTION),
    # Sinistres
    "sinistres.lire": Permission(
        "Dossier de sinistre",
        "Lire le dossier et la liste",
        DOSSIERS,
        "chacun n'y voit que ce que son rôle montre",
    ),
    "sinistres.declarer": Permission("Dossier de sinistre", "Déclarer", SAISIE),
    "sinistres.completer": Permission(
        "Dossier de sinistre", "Ajouter certificats, reprises et pièces, annuler", NOMINATIF
    ),
    "sinistres.instruire": Permission(
        "Dossier de sinistre", "Contrôler, valider, requalifier, clore", GESTION
    ),
    "decomptes.lire": Permission("Décompte", "Lire", NOMINATIF | {Role.ASSUREUR}),
    "decomptes.demander": Permission("Décompte", "Demander le remboursement", SAISIE),
    "decomptes.etablir": Permission("Décompte", "Contrôler la demande, décompter, régulariser", GESTION),
    "decomptes.editer": Permission("Décompte", "Éditer le PDF", NOMINATIF),
    "reglements.enregistrer": Permission("Règlement", "Enregistrer l'argent reçu", GESTION),
    "bordereaux.lire": Permission("Bordereau", "Lire", ARGENT | {Role.ASSUREUR}),
    "bordereaux.emettre": Permission("Bordereau", "Émettre", GESTION),
    # Le PDF imprime la nature et les dates de chaque congé : ni élus ni finances.
    "bordereaux.editer": Permission("Bordereau", "Éditer les PDF", NOMINATIF),
    "delais.lire": Permission("Délais", "Voir les échéances", NOMINATIF | {Role.FINANCES}),
    "statistiques.lire": Permission("Statistiques", "Voir l'absentéisme", ARGENT | {Role.PREVENTEUR}),
    # Fichiers et travaux
    "documents.lire": Permission(
        "Document",
        "Télécharger un PDF",
        ARGENT | {Role.ASSUREUR},
        "si le rôle voit tous les champs qu'il imprime",
    ),
    "travaux.suivre": Permission(
        "Travail",
        "Suivre une édition",
        ARGENT | {Role.ADMINISTRATEUR},
        "si le rôle a l'action qui l'a demandée",
    ),
    "travaux.relancer": Permission(
        "Travail",
        "Relancer ce qui a échoué",
        ARGENT | {Role.ADMINISTRATEUR},
        "si le rôle a l'action qui l'a demandée",
    ),
    # Comptes et droits
    "comptes.voir": Permission("Compte", "Voir qui a accès à la collectivité", VALIDEURS | DECIDEURS),
    "comptes.inviter": Permission("Compte", "Inviter", VALIDEURS | DECIDEURS, _BORNE_DES_DROITS),
    "comptes.finir": Permission(
        "Compte",
        "Finir un droit",
        VALIDEURS | DECIDEURS,
        "jamais un rôle au-dessus du sien, ni par un droit reçu en délégation ; le sien ne fait que s'abréger",
    ),
    "comptes.decider": Permission(
        "Demande d'accès", "Accepter ou refuser", VALIDEURS | DECIDEURS, _BORNE_DES_DROITS
    ),
    "comptes.deleguer": Permission(
        "Délégation",
        "Confier ses droits pendant une absence",
        NOMINATIF | {Role.FINANCES, Role.ADMINISTRATEUR},
        "les siens seulement, à quelqu'un du même employeur",
    ),
    "permissions.lire": Permission("Compte", "Lire la table des permissions", DECIDEURS),
    "administration.ouvrir": Permission(
        "Administration", "Paramétrer le portail, lire le journal", frozenset({Role.ADMINISTRATEUR})
    ),
    "administration.assister": Permission(
        "Compte",
        "Voir le portail comme un compte, en lecture seule et avec un motif",
        frozenset({Role.ADMINISTRATEUR}),
    ),
}

_DE_COLLECTIVITE = frozenset({Role.RH_SAISIE, Role.RH_VALIDEUR, Role.LECTEUR})
_DU_SERVICE = (
    _DE_COLLECTIVITE | GESTION | SOIGNANTS | {Role.PREVENTEUR, Role.FINANCES, Role.ASSUREUR, Role.CLIENT_API}
)
# Les rôles que chaque rôle peut accorder ou retirer : nul n'accorde au-dessus de lui.
ACCORDABLES: dict[str, frozenset[str]] = {
    Role.RH_VALIDEUR: _DE_COLLECTIVITE,
    Role.GESTIONNAIRE_CDG: _DE_COLLECTIVITE,
    Role.CHEF_SERVICE_CDG: _DU_SERVICE,
    Role.ADMINISTRATEUR: TOUS,
}


def roles_de(action: str) -> frozenset[str]:
    """Les rôles qui ont cette permission ; une action inconnue est une erreur de programme (KeyError)."""
    return TABLE[action].roles


# Du plus proche au plus lointain : à qui l'on demande un droit.
_INTERLOCUTEURS = {
    Role.RH_VALIDEUR: "la personne qui tient le rôle « RH, validation » dans votre collectivité",
    Role.CHEF_SERVICE_CDG: "le chef de service du Centre de gestion",
    Role.ADMINISTRATEUR: "l'administrateur du portail",
}


def a_qui_demander(action: str, roles_tenus: Collection[str]) -> str:
    """Qui peut accorder un rôle ouvrant cette action, au plus près de la personne qui tient ces rôles.

    Une personne du CDG demande un rôle du CDG s'il en est un qui suffise : jamais à une collectivité.
    """
    utiles = roles_de(action)
    au_cdg = bool(roles_tenus) and set(roles_tenus) <= ROLES_DU_CDG
    if au_cdg and utiles & ROLES_DU_CDG:
        utiles = utiles & ROLES_DU_CDG
    for role, interlocuteur in _INTERLOCUTEURS.items():
        if ACCORDABLES[role] & utiles:
            return interlocuteur
    raise LookupError(f"personne ne peut accorder « {action} »")


def qui_accorde(role: str, roles_tenus: Collection[str]) -> str:
    """Qui peut accorder ou retirer ce rôle, au plus près, pour une personne qui tient ces rôles et ne le peut pas."""
    au_cdg = bool(roles_tenus) and set(roles_tenus) <= ROLES_DU_CDG
    proches = (
        r for r in _INTERLOCUTEURS if role in ACCORDABLES[r] and not (au_cdg and r not in ROLES_DU_CDG)
    )
    return _INTERLOCUTEURS[next(proches)]
