"""Mes brouillons : les déclarations commencées, bornées à ce que la personne peut encore déclarer."""

import pytest

from cdg_portal.accueil.web import brouillons
from sinistres.models import Brouillon
from tests.fabriques import CollectiviteFactory, HabilitationFactory


@pytest.mark.parametrize(("bornes", "montree"), [(None, True), (frozenset(), False)])
def test_nulle_borne_n_est_pas_nulle_part(cdg, client, monkeypatch, bornes, montree):
    """None veut dire partout ; un ensemble vide, nulle part."""
    collectivite = CollectiviteFactory()
    compte = HabilitationFactory(rh=True, collectivite=collectivite).compte
    Brouillon.objects.create(auteur=compte, collectivite=collectivite, contenu={"nom": "DUPRÉ Élodie"})
    monkeypatch.setattr(brouillons, "bornes", lambda request, action: bornes)
    client.force_login(compte)
    assert ("DUPRÉ Élodie" in client.get("/brouillons/").content.decode()) == montree
