"""Une adresse à jeton ne montre que la collectivité de qui l'a reçue, même ouverte par la RH d'une autre."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.urls import reverse

from tests.cloisonnement.canaris import aplatir
from tests.cloisonnement.jetons import ENVOIS, tirer
from tests.cloisonnement.matrice import MATRICE

pytestmark = pytest.mark.django_db

# Ce que la page montre quand le jeton vaut : sans quoi l'absence de canari ne dirait rien.
MARQUES = {
    "accueil:calendrier_ics": "BEGIN:VEVENT",
    "perimetres:invitation": "Commune de Quorvalin",
    "comptes:lien": "Quorvalinrh",
    "account_reset_password_from_key": "Toutes vos sessions seront fermées",
}


@pytest.fixture
def jetons(robot):
    with transaction.atomic():
        yield tirer(robot.monde.locataires["A"], invite="nouvelle@exemple.fr")
        transaction.set_rollback(True)


def _porteur(robot, nom):
    """L'anonyme qui tient le jeton de A lit A comme sa RH ; la RH de B qui l'ouvre aussi, et garde les siennes."""
    profil = robot.monde.profils[nom]
    return replace(profil, siens=profil.siens + "A", roles=profil.roles | {"RH_VALIDEUR"})


def test_les_quatre_adresses_a_jeton_de_la_matrice_y_sont(jetons):
    a_jeton = {n for n, ligne in MATRICE.items() if {"jeton", "token"} & set(ligne.mots)}
    assert a_jeton == set(MARQUES) == set(jetons.adresses)


@pytest.mark.parametrize("nom", ["anonyme", "RH de B"])
@pytest.mark.parametrize("adresse", MARQUES)
def test_un_jeton_de_a_ne_montre_que_a(robot, jetons, adresse, nom):
    robot.oublier()
    porteur, url = _porteur(robot, nom), jetons.adresses[adresse]
    lu = robot.demander(porteur, "GET", url, adresse)
    if adresse == "account_reset_password_from_key":  # le jeton passe dans la session, et quitte l'adresse
        assert lu.statut == 302
        url = reverse(adresse, args=[url.split("/")[-3], "set-password"])
        lu = robot.demander(porteur, "GET", url, adresse)
    assert lu.statut == 200
    refusee = adresse == "perimetres:invitation" and nom != "anonyme"
    assert aplatir("adressée à quelqu'un d'autre" if refusee else MARQUES[adresse]) in lu.lecture.texte
    if "POST" in MATRICE[adresse].methodes:
        assert robot.demander(porteur, "POST", url, adresse, ENVOIS[adresse]).statut == 302
    assert robot.constats == []


@pytest.mark.parametrize(("nom", "statut"), [("anonyme", 302), ("RH de B", 409)])
def test_accepter_l_invitation_de_a_ne_montre_que_a(robot, jetons, nom, statut):
    """L'invitation n'est qu'à son adresse électronique : la RH de B n'en fait rien."""
    robot.oublier()
    adresse = "perimetres:invitation_accepter"
    corps = {**ENVOIS[adresse], "jeton": jetons.invitation}
    assert robot.demander(_porteur(robot, nom), "POST", reverse(adresse), adresse, corps).statut == statut
    assert robot.constats == []
