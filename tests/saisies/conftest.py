"""Une commune, sa RH connectée, et le jour de référence."""

import pytest

from tests.aides import client_de
from tests.fabriques import CollectiviteFactory


@pytest.fixture
def jour(settings):
    settings.DATE_DE_REFERENCE = "2026-06-15"


@pytest.fixture
def commune(cdg):
    return CollectiviteFactory()


@pytest.fixture
def rh(commune):
    return client_de("RH_VALIDEUR", commune)
