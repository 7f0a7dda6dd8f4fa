"""Un rôle du CDG voit toutes les collectivités : jamais un champ caché, un secret, ni une page qui tombe."""

import pytest

from tests.cloisonnement.bilan import COMPLET, inscrire
from tests.cloisonnement.matrice import motifs
from tests.cloisonnement.profils import DU_CDG, adresses_pour

pytestmark = pytest.mark.django_db

# Dans la suite ordinaire, qui gère, qui administre et qui voit le moins ; sinon tous.
PROFILS = DU_CDG if COMPLET else ("GESTIONNAIRE_CDG", "ADMINISTRATEUR", "MEDECIN")


@pytest.mark.parametrize("nom", PROFILS)
def test_ni_champ_cache_ni_secret(robot, nom):
    avant = (robot.requetes, robot.octets)
    constats = robot.parcourir(adresses_pour(nom), [robot.monde.profils[nom]])
    inscrire(
        motifs=len(motifs()),
        profils=[nom],
        requetes=robot.requetes - avant[0],
        octets_lus=robot.octets - avant[1],
        canaris=sum(c.genre == "canari" for c in constats),
    )
    assert [str(c) for c in constats] == []
