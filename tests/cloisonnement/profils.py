"""Les noms des profils, connus avant que le monde ne soit bâti."""

from cdg_portal.perimetres.roles import ROLES_DU_CDG, Role
from tests.cloisonnement.bilan import COMPLET
from tests.cloisonnement.matrice import MATRICE, PORTAIL, SANS_NOM

DU_CDG = tuple(r for r in Role.values if r in ROLES_DU_CDG)
DE_COLLECTIVITE = (
    "anonyme",
    "sans habilitation",
    *(r for r in Role.values if r not in ROLES_DU_CDG),
    "RH de B",
    "habilitation finie",
    "habilitation future",
    "RH de A, client d'API chez B",
    "RH de A au compte technique",
    "secrétaire de A et B",
)

# Dans la suite ordinaire, ceux-ci parcourent tout ; les autres, ce qui montre un objet ou une liste du portail.
ENTIERS = ("anonyme", "RH_VALIDEUR", "ADMINISTRATEUR")


def adresses_pour(nom: str) -> list[str]:
    """Les adresses qu'un profil parcourt ; toutes, dans `make cloisonnement`."""
    if COMPLET or nom in ENTIERS:
        return [*MATRICE, *SANS_NOM]
    portail = [n for n, ligne in PORTAIL.items() if ligne.objets or ligne.filtres]
    return [*portail, "accueil:accueil", "comptes:compte", "perimetres:mes_acces", "admin:index"]
