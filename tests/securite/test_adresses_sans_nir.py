"""Un numéro de sécurité sociale collé dans une recherche ne reste pas dans l'adresse, et la page dit pourquoi."""

from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.http import HttpResponse
from django.urls import reverse

from cdg_portal.adresses_sans_nir import AdressesSansNir
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from tests.aides import client_de
from tests.fabriques import CollectiviteFactory, centre_de_gestion

pytestmark = pytest.mark.django_db
NIR = "1 85 05 78 006 084 91"
LISTES = ("sinistres:liste", "adhesions:agents", "accueil:actions", "accueil:recherche", "sinistres:declarer")


@pytest.fixture
def commune():
    with perimetre(Perimetre(cdg=True)):
        centre_de_gestion()
        yield CollectiviteFactory()


@pytest.mark.parametrize("nom", LISTES)
def test_l_adresse_se_redemande_sans_lui(nom, commune):
    navigateur = client_de("RH_VALIDEUR", commune)
    reponse = navigateur.get(reverse(nom), {"q": NIR, "par": "50"})
    assert reponse.status_code == 302
    assert parse_qs(urlsplit(reponse["Location"]).query) == {"par": ["50"], "nir_efface": ["q"]}
    page = unescape(navigateur.get(reponse["Location"]).content.decode())
    assert "numéro de sécurité sociale" in page
    assert "78 006 084" not in page


def test_sans_numero_rien_ne_change(commune):
    assert (
        client_de("RH_VALIDEUR", commune).get(reverse("sinistres:liste"), {"q": "dupre"}).status_code == 200
    )


def test_les_liens_de_page_ne_repetent_pas_le_refus(rf):
    from cdg_portal.accueil.templatetags.affichage import lien_page

    requete = rf.get("/sinistres/", {"par": "50", "nir_efface": "q"})
    assert lien_page({"request": requete}, "page", 2) == "?par=50&page=2"


def test_un_nom_de_parametre_ne_le_porte_pas_davantage(client):
    reponse = client.get("/sinistres/", {"q": NIR, "185057800608491": NIR})
    assert "78006" not in reponse["Location"]


@pytest.mark.parametrize("chemin", ["//ailleurs.exemple/x", "/%2Failleurs.exemple/", "///ailleurs.exemple"])
def test_on_ne_mene_pas_ailleurs(rf, chemin):
    """« //ailleurs.exemple » suivi tel quel mènerait à un autre site, depuis le nom du portail."""
    requete = rf.get("/", {"q": NIR})
    requete.path = unquote(chemin)
    suite = AdressesSansNir(lambda r: HttpResponse("servi"))(requete)["Location"]
    assert urlsplit(suite).netloc == ""
