"""Corriger à l'écran : annuler une reprise, recalculer après une revalorisation, lire un retard constaté."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from adhesions.services.agents import remuneration_revaloriser
from sinistres.models import Decompte, Reprise, Requalification
from sinistres.services.delais import retards_constater
from tests.sinistres.monde import JOUR, batir, declarer, decompter, reprendre, texte, transmettre, valider


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    return batir()


def dossier(client, s) -> str:
    return client.get(reverse("sinistres:dossier", args=[s.uid])).content.decode()


def test_annuler_une_reprise(monde, client):
    s = declarer(monde.agent)
    reprise = reprendre(s, date(2026, 5, 4))
    client.force_login(monde.rh)
    adresse = reverse("sinistres:acte_sur", args=[s.uid, "reprise-annuler", reprise.uid])
    assert adresse in dossier(client, s)
    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {"motif": ""}).status_code == 200
    assert client.post(adresse, {"motif": "Mauvaise date"}).status_code == 302
    assert not Reprise.objects.exists()
    client.force_login(monde.rh_d_ailleurs)
    assert client.get(adresse).status_code == 404


def test_recalculer_apres_une_revalorisation(monde, client):
    s = declarer(monde.agent)
    decompte = decompter(s)
    client.force_login(monde.gestionnaire)
    acte = reverse("sinistres:acte", args=[s.uid, "regulariser"])
    assert acte not in dossier(client, s)
    remuneration_revaloriser(
        agent=monde.agent, depuis=date(2026, 2, 1), montants={"TIB": Decimal("40000")}, le=JOUR
    )
    accueil = client.get(reverse("accueil:accueil"))
    assert "Décomptes à recalculer" in texte(accueil)
    assert "?attente=a-recalculer" in accueil.content.decode()
    liste = client.get(reverse("sinistres:liste"), {"attente": "a-recalculer"})
    assert s.numero in texte(liste)
    page = dossier(client, s)
    assert acte in page
    assert f"Régulariser le décompte {decompte.numero}" in page
    assert client.post(acte).status_code == 302
    assert Decompte.objects.filter(remplace=decompte).exists()
    assert acte not in dossier(client, s)


def test_certificat_apres_un_temps_partiel_requalifie(monde, client):
    """Le calcul veut encore la quotité : l'écran la demande, comme le service."""
    s = valider(declarer(monde.agent))
    Requalification.objects.create(
        collectivite_id=s.collectivite_id,
        sinistre=s,
        rang=1,
        de="TPT",
        vers="CMO",
        effet=s.survenance,
        decision_le=JOUR,
        reference_arrete="2026-1",
    )
    client.force_login(monde.rh)
    adresse = reverse("sinistres:acte", args=[s.uid, "certificat"])
    assert "quotite_travail" in client.get(adresse).content.decode()
    r = client.post(adresse, {"debut": "1/5/26", "fin": "10/5/26", "quotite_travail": "50"})
    assert r.status_code == 302


def test_le_jour_du_constat_se_lit_aux_echeances(monde, client):
    s = declarer(monde.agent)
    transmettre(decompter(s, le=date(2026, 5, 4)), le=date(2026, 5, 4))
    client.force_login(monde.gestionnaire)
    echeances = reverse("sinistres:echeances")
    assert "constaté le" not in texte(client.get(echeances))
    retards_constater(au=date(2026, 6, 10))
    assert "constaté le 10/06/2026" in texte(client.get(echeances))
    assert "Retard constaté le 10/06/2026" in dossier(client, s)
