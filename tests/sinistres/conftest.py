"""Ce que partagent les essais des dossiers."""

from collections.abc import Iterator
from typing import Any

import pytest

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from tests.fabriques import CompteFactory
from tests.sinistres.dossiers import agent_de, souscrire


@pytest.fixture
def gestionnaire(db) -> Iterator[Any]:
    """Un compte du CDG, qui agit sur tout : le périmètre de l'essai est le sien."""
    compte = CompteFactory()
    with perimetre(Perimetre(cdg=True, utilisateur=compte.pk)):
        yield compte


@pytest.fixture
def adherente(gestionnaire) -> Any:
    """Une adhésion 2024-2028 : CMO 15 jours, CLM sans franchise, CITIS 45 jours, TPT."""
    return souscrire()


@pytest.fixture
def agent(adherente) -> Any:
    """Un agent de l'adhérente, 24 000 € de traitement."""
    return agent_de(adherente)
