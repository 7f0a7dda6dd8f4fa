"""Le robot n'est pas aveugle : chaque faute d'autorisation semée est vue, ou arrêtée par une couche que l'on retire."""

import pytest

from tests.cloisonnement.bilan import COMPLET, inscrire
from tests.cloisonnement.couches import retirer_la_premiere, retirer_la_seconde
from tests.cloisonnement.fautes_semees.catalogue import CATALOGUE, NOMBRE
from tests.cloisonnement.fautes_semees.familles import FAMILLES, echantillon
from tests.cloisonnement.fautes_semees.outils import COUCHE_1, COUCHE_2, LES_DEUX, ROBOT

pytestmark = pytest.mark.django_db

# Qui arrête la faute → les couches à retirer pour que le robot la voie.
SANS = {
    ROBOT: (),
    COUCHE_1: (retirer_la_premiere,),
    COUCHE_2: (retirer_la_seconde,),
    LES_DEUX: (retirer_la_premiere, retirer_la_seconde),
}
JOUEES = list(CATALOGUE) if COMPLET else echantillon()


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


def test_chaque_faute_est_d_une_famille_et_chaque_famille_est_dans_l_echantillon():
    rangees = [nom for noms in FAMILLES.values() for nom in noms]
    assert sorted(rangees) == sorted(CATALOGUE)
    assert all(set(echantillon()) & set(noms) for noms in FAMILLES.values())
    # L'échantillon montre aussi que chaque couche, retirée, laisse voir ce qu'elle arrêtait.
    assert {CATALOGUE[nom].attendu for nom in echantillon()} == set(SANS)


@pytest.mark.parametrize("nom", JOUEES)
def test_la_faute_est_attrapee(robot, nom):
    faute = CATALOGUE[nom]
    # Ce qui est tenté, non ce qui réussit : une faute passée au travers manque aux attrapées.
    inscrire(fautes_semees=1, semees_par_couche={faute.attendu: 1})
    par = _arretee_par(robot, faute)
    print(f"{faute.app} : {nom} → {par or 'personne'}")
    assert par == faute.attendu
    inscrire(fautes_attrapees=1, attrapees_par_couche={par: 1})
