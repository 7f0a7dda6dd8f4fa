"""Aucun octet d'une collectivité ne sort chez une autre : toutes les adresses, tous les profils de collectivité."""

import pytest

from cdg_portal.perimetres.permissions import TABLE
from tests.cloisonnement.matrice import ADMINISTRATION, CONNECTE, MATRICE, PORTAIL, PUBLIC, SANS_NOM, motifs
from tests.cloisonnement.profils import DE_COLLECTIVITE, DU_CDG
from tests.cloisonnement.visite import visiter_sans_rien_trouver

pytestmark = pytest.mark.django_db


def test_chaque_adresse_du_projet_est_dans_la_matrice():
    """Une adresse nouvelle sans ligne ici n'a pas été essayée : elle fait échouer."""
    assert set(motifs()) == {*MATRICE, *SANS_NOM}
    actions = {ligne.action for ligne in MATRICE.values()}
    assert actions - {PUBLIC, CONNECTE} <= set(TABLE)
    assert ADMINISTRATION in actions


def test_la_matrice_dit_l_action_de_chaque_vue():
    ecarts = {
        nom: (ligne.action, action)
        for nom, ligne in PORTAIL.items()
        if (action := getattr(motifs()[nom].callback, "action", "")) and action != ligne.action
    }
    assert ecarts == {}


def test_la_matrice_dit_les_methodes_des_vues_de_classe():
    """Un envoi annoncé que la vue n'a pas ferait croire à une écriture essayée ; un envoi tu ne le serait jamais."""
    vues = {nom: getattr(motifs()[nom].callback, "view_class", None) for nom in PORTAIL}
    envoient = {nom: hasattr(vue, "post") for nom, vue in vues.items() if vue is not None}
    assert {nom: "POST" in PORTAIL[nom].methodes for nom in envoient} == envoient


def test_chaque_parametre_a_ses_valeurs():
    for nom, ligne in MATRICE.items():
        attendus = set(motifs()[nom].pattern.converters) - {"cle", "objet"}
        assert attendus <= {*ligne.objets, *ligne.mots}, nom


def test_les_profils_sont_tous_parcourus(robot):
    assert set(robot.monde.profils) == {*DE_COLLECTIVITE, *DU_CDG}
    for lettre, canaris in robot.canaris.tous.items():
        assert len(canaris) > 60, lettre


@pytest.mark.parametrize("nom", DE_COLLECTIVITE)
def test_aucun_canari(robot, nom):
    visiter_sans_rien_trouver(robot, nom)


def test_les_memes_actes_existent_pour_les_siens(robot):
    """Sans quoi les 404 du parcours ne prouveraient rien : la RH ou le CDG atteint chaque acte."""
    for motif in ("sinistres:acte", "sinistres:acte_sur"):
        for url in robot.adresses.de(motif, "A"):
            statuts = {
                robot.client(robot.monde.profils[p]).get(url).status_code
                for p in ("RH_VALIDEUR", "GESTIONNAIRE_CDG")
            }
            assert statuts & {200, 302}, (url, statuts)
