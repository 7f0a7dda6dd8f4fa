"""Deux adhésions dont les cotisations sont appelées : le monde des files d'attente."""

import pytest

from tests.sinistres.monde import JOUR, batir, cotiser


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    pose = batir()
    for adh in (pose.adhesion, pose.ailleurs):
        cotiser(adh)
    return pose
