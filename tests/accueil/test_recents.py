"""Les fiches récemment ouvertes : un identifiant seulement, relu chaque fois sous les droits du jour."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from cdg_portal.accueil import middleware
from cdg_portal.accueil.models import Consultation
from cdg_portal.accueil.recherche import GARDEES
from cdg_portal.perimetres.models import Habilitation
from tests.aides import client_de
from tests.fabriques import AgentFactory
from tests.sinistres.monde import JOUR, batir, declarer, texte


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    return batir()


def _agent(agent):
    return reverse("adhesions:agent", args=[agent.uid])


def test_la_fiche_ouverte_se_retrouve_a_l_accueil_et_dans_la_recherche(monde, client):
    s = declarer(monde.agent)
    client.force_login(monde.rh)
    client.get(_agent(monde.agent))
    client.get(reverse("sinistres:dossier", args=[s.uid]))
    for page in (
        client.get("/"),
        client.get("/recherche/"),
        client.post("/recherche/propositions/", {"q": ""}),
    ):
        lu = texte(page).split("Ouvertes récemment")[1]
        assert lu.index(s.numero) < lu.index("matricule M001")
    assert "Ouvertes récemment" not in texte(client_de("RH_VALIDEUR", monde.collectivite).get("/"))


def test_la_base_ne_garde_ni_titre_ni_nom(monde, client):
    client.force_login(monde.rh)
    client.get(_agent(monde.agent))
    vue = Consultation.objects.get()
    assert {f.name for f in Consultation._meta.fields} == {"id", "compte", "genre", "objet_uid", "vue_a"}
    assert (vue.compte, vue.genre, vue.objet_uid) == (monde.rh, "agent", monde.agent.uid)


def test_le_titre_se_relit_et_disparait_avec_le_droit(monde, client):
    client.force_login(monde.rh)
    client.get(_agent(monde.agent))
    monde.agent.nom = "Nouveau"
    monde.agent.save()
    assert "NOUVEAU Élodie" in texte(client.get("/recherche/"))
    Habilitation.objects.filter(compte=monde.rh).update(role="LECTEUR")
    assert "NOUVEAU" not in texte(client.get("/recherche/"))
    Habilitation.objects.filter(compte=monde.rh).update(
        collectivite=monde.ailleurs.collectivite, role="RH_SAISIE"
    )
    assert "NOUVEAU" not in texte(client.get("/recherche/"))


def test_ni_refus_ni_absence_ni_fragment_ne_se_notent(monde, client):
    client.force_login(monde.rh)
    client.get(_agent(monde.agent_d_ailleurs))
    client.get(_agent(monde.agent), HTTP_HX_REQUEST="true")
    client.get(reverse("sinistres:liste"))
    client.head(_agent(monde.agent))
    assert not Consultation.objects.exists()


def test_les_dix_dernieres_une_fois_chacune(monde, client):
    client.force_login(monde.rh)
    agents = AgentFactory.create_batch(2 * GARDEES + 3, collectivite=monde.collectivite)
    for agent in (*agents, agents[-1]):
        client.get(_agent(agent))
    assert Consultation.objects.count() == 2 * GARDEES
    page = client.get("/recherche/").content.decode()
    assert page.count("matricule") == GARDEES


def test_ne_pas_pouvoir_noter_n_empeche_pas_de_lire(monde, client, monkeypatch, caplog):
    def en_panne(**options):
        raise DatabaseError("plein")

    monkeypatch.setattr(middleware, "consultation_noter", en_panne)
    client.force_login(monde.rh)
    assert client.get(_agent(monde.agent)).status_code == 200
    assert "consultation_non_notee" in caplog.text
