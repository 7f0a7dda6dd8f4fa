"""Un parcours du robot : rien trouvé, puis — et seulement alors — ses chiffres au bilan."""

from typing import Any

from tests.cloisonnement.bilan import inscrire
from tests.cloisonnement.matrice import motifs
from tests.cloisonnement.parcours import Robot
from tests.cloisonnement.profils import adresses_pour

# Sans l'une des couches, seul compte ce qui se lit : le nombre d'ordres SQL n'est comparé qu'avec les deux.
SANS_COMPARER = ("differe",)


def visiter_sans_rien_trouver(robot: Robot, nom: str, *, sans: str = "") -> None:
    """Ce profil parcourt ses adresses ; `sans` : la couche retirée, dont le bilan est tenu à part."""
    avant = (robot.requetes, robot.octets)
    profil = robot.monde.profils[nom]
    constats = [
        c for c in robot.parcourir(adresses_pour(nom), [profil]) if not (sans and c.genre in SANS_COMPARER)
    ]
    # Avant toute inscription : un parcours en échec ne compte pas dans la preuve.
    assert constats == [], "\n".join(map(str, constats))
    lus: dict[str, Any] = {"octets_lus": robot.octets - avant[1], "canaris": len(constats)}
    inscrire(
        motifs=len(motifs()),
        roles=sorted(profil.roles),
        profils=[nom],
        requetes=robot.requetes - avant[0],
        **lus,
        **({"sans_une_couche": {sans: lus}} if sans else {}),
    )
