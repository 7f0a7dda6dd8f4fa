"""Chaque couche tient seule : le même parcours, l'une puis l'autre retirée.

Ce que la première ne couvre pas (cloisonnement.md §5) n'est pas écrit dans le projet hors des essais : SQL brut sur
une table cloisonnée, `bulk_create`, QuerySet nu, clé étrangère suivie vers un objet d'une autre collectivité.
"""

import pytest

from tests.cloisonnement.bilan import COMPLET
from tests.cloisonnement.couches import retirer_la_premiere, retirer_la_seconde
from tests.cloisonnement.profils import DE_COLLECTIVITE
from tests.cloisonnement.visite import visiter_sans_rien_trouver

pytestmark = pytest.mark.django_db

COUCHES = {"couche 1": retirer_la_premiere, "couche 2": retirer_la_seconde}
# Dans la suite ordinaire, celui qui lit et écrit chez l'un et entrevoit l'autre ; sinon tous.
PROFILS = DE_COLLECTIVITE if COMPLET else ("RH de A, client d'API chez B",)


@pytest.mark.parametrize("nom", PROFILS)
@pytest.mark.parametrize("retiree", COUCHES)
def test_l_autre_couche_tient_seule(robot, monkeypatch, retiree, nom):
    COUCHES[retiree](monkeypatch)
    visiter_sans_rien_trouver(robot, nom, sans=retiree)
