"""L'écran des statistiques devant des dates absurdes."""

import pytest
from django.urls import reverse

from tests.aides import client_de


@pytest.mark.parametrize("bornes", [{"au": "01/01/0001"}, {"du": "01/01/0001"}, {"au": "31/12/9999"}])
def test_une_date_absurde_est_refusee_a_l_ecran(cdg, bornes):
    reponse = client_de("GESTIONNAIRE_CDG").get(reverse("prevention:statistiques"), bornes)
    assert reponse.status_code == 200
    assert "entre 1900 et 2100" in reponse.content.decode()
