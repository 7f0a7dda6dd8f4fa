"""Ce qu'un compte connecté a vu ne reste ni dans le navigateur ni dans un mandataire."""

from django.urls import reverse

from tests.aides import client_de


def test_aucune_page_d_un_compte_connecte_n_est_gardee(cdg):
    navigateur = client_de("GESTIONNAIRE_CDG")
    for adresse in (reverse("accueil:accueil"), reverse("sinistres:liste"), "/n-existe-pas/"):
        gardee = navigateur.get(adresse)["Cache-Control"]
        assert "no-store" in gardee and "private" in gardee, adresse


def test_la_sortie_non_plus(cdg):
    reponse = client_de("GESTIONNAIRE_CDG").post(reverse("comptes:deconnexion"))
    assert "no-store" in reponse["Cache-Control"]
