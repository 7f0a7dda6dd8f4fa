"""Les cinquante fautes, réunies."""

from tests.cloisonnement.fautes_semees import droits, fuites, listes, objets
from tests.cloisonnement.fautes_semees.outils import Faute

CATALOGUE: dict[str, Faute] = {
    f.nom: f for f in (*listes.FAUTES, *objets.FAUTES, *droits.FAUTES, *fuites.FAUTES)
}
NOMBRE = 50


def echantillon(lot: int, taille: int = 8) -> list[str]:
    """Un lot de fautes parmi sept : la suite ordinaire joue le premier, `make cloisonnement` tous."""
    noms = list(CATALOGUE)
    debut = lot * taille
    return [noms[(debut + rang) % len(noms)] for rang in range(taille)]
