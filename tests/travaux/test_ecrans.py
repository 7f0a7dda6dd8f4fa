"""Avancement à l'écran : au demandeur et au CDG seulement, relu tant que ce n'est pas fini."""

import re
from datetime import date

import pytest
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.models import Collectivite, Habilitation
from cdg_portal.travaux import execution, services
from tests.travaux.conftest import TYPE

pytestmark = pytest.mark.django_db


@pytest.fixture
def compte(django_user_model):
    """Fabrique de comptes habilités ; le CDG et une commune existent."""
    with perimetre(Perimetre(cdg=True)):
        cdg = Collectivite.objects.create(siren="990000001", denomination="CDG", est_cdg=True)
        commune = Collectivite.objects.create(siren="990000002", denomination="Commune")

    def creer(role: str, nom: str = "N"):
        personne = django_user_model.objects.create_user(f"{role}{nom}@exemple.fr", prenom="P", nom=nom)
        with perimetre(Perimetre(cdg=True)):
            lieu = cdg if role == "GESTIONNAIRE_CDG" else commune
            Habilitation.objects.create(compte=personne, role=role, collectivite=lieu, du=date(2020, 1, 1))
        personne.commune = commune
        return personne

    return creer


@pytest.fixture
def lot(effets, compte):
    """Un lot de deux travaux demandé par une RH."""
    rh = compte("RH_SAISIE")
    with perimetre(Perimetre(collectivites=(rh.commune.pk,), utilisateur=rh.pk)):
        lot = services.planifier_lot(
            cle="L",
            libelle="Lot d'essai",
            elements=[(TYPE, str(n), f"Pièce {n}", {"refus": n}) for n in range(2)],
        )
    lot.rh = rh
    return lot


def adresse(lot) -> str:
    """Page du lot."""
    return reverse("travaux:detail", args=[lot.uid])


def sans_jeton(page: str) -> str:
    """La page sans le jeton de formulaire, masqué autrement à chaque rendu."""
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", page)


def test_le_demandeur_suit_son_lot(client, lot):
    """La page se relit chaque seconde, puis s'arrête ; le fragment est celui de la page."""
    client.force_login(lot.rh)
    page = client.get(adresse(lot)).content.decode()
    assert 'hx-trigger="every 1s"' in page and "0 sur 2" in page and 'id="annonces"' in page
    fragment = client.get(adresse(lot), headers={"HX-Request": "true"})
    assert fragment.content.decode().strip().startswith('<div id="avancement"')
    assert "HX-Request" in fragment["Vary"] and "no-store" in fragment["Cache-Control"]
    for element in lot.elements.all():
        execution.executer(element.pk)
    fini = client.get(adresse(lot)).content.decode()
    assert "data-annonce=" in fini and "data-annonce=" not in page
    assert "every 1s" not in fini and "1 en échec" in fini and "Ce dossier est clos." in fini
    relu = client.get(adresse(lot), headers={"HX-Request": "true"}).content.decode().strip()
    assert sans_jeton(relu) in sans_jeton(fini)


def test_le_cdg_voit_les_autres_non(client, lot, compte):
    """Une autre RH de la même collectivité n'est pas la demandeuse."""
    client.force_login(compte("GESTIONNAIRE_CDG"))
    assert client.get(adresse(lot)).status_code == 200
    client.force_login(compte("RH_SAISIE", "autre"))
    assert client.get(adresse(lot)).status_code == 404
    assert client.post(reverse("travaux:relancer", args=[lot.uid])).status_code == 404
    client.logout()
    assert client.get(adresse(lot)).status_code == 302


def test_relancer_depuis_l_ecran(client, lot):
    """Ce qui a échoué repart ; relancer ce qui n'a pas échoué se dit."""
    client.force_login(lot.rh)
    relancer = reverse("travaux:relancer", args=[lot.uid])
    assert "rien à relancer" in client.post(relancer, follow=True).content.decode()
    for element in lot.elements.all():
        execution.executer(element.pk)
    assert "est relancé" in client.post(relancer, follow=True).content.decode()
    lot.refresh_from_db()
    assert lot.etat == "EN_COURS"
    assert client.get(relancer).status_code == 405
