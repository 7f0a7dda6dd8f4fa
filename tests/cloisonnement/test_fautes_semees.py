"""Le robot n'est pas aveugle : chaque faute d'autorisation semée est vue, ou arrêtée par une couche que l'on retire."""

import pytest

from tests.cloisonnement.bilan import COMPLET, inscrire
from tests.cloisonnement.couches import retirer_la_premiere, retirer_la_seconde
from tests.cloisonnement.fautes_semees.catalogue import CATALOGUE, NOMBRE, echantillon
from tests.cloisonnement.fautes_semees.outils import COUCHE_1, COUCHE_2, LES_DEUX, ROBOT

pytestmark = pytest.mark.django_db

# Qui arrête la faute → les couches à retirer pour que le robot la voie.
SANS = {
    ROBOT: (),
    COUCHE_1: (retirer_la_premiere,),
    COUCHE_2: (retirer_la_seconde,),
    LES_DEUX: (retirer_la_premiere, retirer_la_seconde),
}
JOUEES = list(CATALOGUE) if COMPLET else echantillon(0)


def _constats(robot, faute, retirees, *, semee):
    """Ce que le robot voit dans l'app touchée, ces couches retirées, avec ou sans la faute."""
    robot.oublier()
    with pytest.MonkeyPatch.context() as patch:
        for retirer in retirees:
            retirer(patch)
        if semee:
            faute.semer(patch)
        constats = robot.parcourir(faute.ou, [robot.monde.profils[nom] for nom in faute.qui])
        robot.constats.clear()
    return {(c.genre, c.profil, c.methode, c.nom, c.detail) for c in constats}


def _arretee_par(robot, faute) -> str:
    """La première explication : vue telle quelle, puis une couche retirée, puis les deux."""
    for par, retirees in SANS.items():
        vus = _constats(robot, faute, retirees, semee=True)
        if vus and vus - _constats(robot, faute, retirees, semee=False):
            return par
    return ""


def test_il_y_a_cinquante_fautes():
    assert len(CATALOGUE) == NOMBRE
    assert {f.attendu for f in CATALOGUE.values()} == set(SANS)
    assert len({nom for lot in range(7) for nom in echantillon(lot)}) == NOMBRE


@pytest.mark.parametrize("nom", JOUEES)
def test_la_faute_est_attrapee(robot, nom):
    faute = CATALOGUE[nom]
    par = _arretee_par(robot, faute)
    print(f"{faute.app} : {nom} → {par or 'personne'}")
    inscrire(fautes_semees=1, fautes_attrapees=int(bool(par)), par_couche={par or "personne": 1})
    assert par == faute.attendu
