"""Le monde des essais de cloisonnement, complété de ce que les tables nouvelles désignent."""

import pytest

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from tests.cloisonnement.conftest import batir
from tests.modele.ressources import Ressources, preparer


@pytest.fixture
def ressources(db) -> Ressources:
    """Dans la transaction de l'essai ; aucun périmètre ouvert ensuite."""
    with perimetre(Perimetre(cdg=True)):
        return preparer(batir())
