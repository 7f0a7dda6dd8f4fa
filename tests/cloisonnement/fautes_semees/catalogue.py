"""Les cinquante fautes, réunies."""

from tests.cloisonnement.fautes_semees import droits, fuites, listes, objets
from tests.cloisonnement.fautes_semees.outils import Faute

CATALOGUE: dict[str, Faute] = {
    f.nom: f for f in (*listes.FAUTES, *objets.FAUTES, *droits.FAUTES, *fuites.FAUTES)
}
NOMBRE = 50
