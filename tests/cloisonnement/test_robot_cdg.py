"""Un rôle du CDG voit toutes les collectivités : jamais un champ caché, un secret, ni une page qui tombe."""

import pytest

from tests.cloisonnement.bilan import COMPLET
from tests.cloisonnement.profils import DU_CDG
from tests.cloisonnement.visite import visiter_sans_rien_trouver

pytestmark = pytest.mark.django_db

# Dans la suite ordinaire, qui gère, qui administre et qui voit le moins ; sinon tous.
PROFILS = DU_CDG if COMPLET else ("GESTIONNAIRE_CDG", "ADMINISTRATEUR", "MEDECIN")


@pytest.mark.parametrize("nom", PROFILS)
def test_ni_champ_cache_ni_secret(robot, nom):
    visiter_sans_rien_trouver(robot, nom)
