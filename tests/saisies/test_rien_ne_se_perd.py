"""Onglets, session finie, refus, envoi sans effet : ce qui est tapé n'est ni chassé, ni effacé, ni doublé."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from adhesions.models import Agent
from cdg_portal.echanges.models import CleIdempotence
from cdg_portal.saisies import jeton as jetons
from cdg_portal.saisies import services
from cdg_portal.saisies.contenu import ouvrir
from cdg_portal.saisies.models import SaisieGardee
from tests.fabriques import AgentFactory
from tests.saisies.test_brouillons import AGENT, GARDER, garder, jeton_de, page_agent, valeur

pytestmark = pytest.mark.usefixtures("jour")

JSON = {"Accept": "application/json"}


def noms():
    return {ouvrir(g.contenu)["nom"][0] for g in SaisieGardee.objects.all()}


# ---------------------------------------------------------------- brouillon refusé


@pytest.mark.parametrize("cause", ["trop de brouillons", "trop longue"])
@pytest.mark.parametrize("entetes", [{}, JSON], ids=["bouton", "frappe"])
def test_un_brouillon_refuse_rend_ce_qui_etait_tape(rh, commune, monkeypatch, cause, entetes):
    envoi = AGENT | {"grade": "x" * 70_000} if cause == "trop longue" else AGENT
    if cause == "trop de brouillons":
        monkeypatch.setattr(services, "PAR_COMPTE", 0)
    reponse = garder(rh, page_agent(commune), envoi, headers=entetes)
    assert not SaisieGardee.objects.exists()
    if entetes:
        assert reponse.status_code == 422  # la page reste à l'écran
        assert "brouillon" in reponse.json()["message"]
        return
    revenue = rh.get(reponse.url)
    assert valeur(revenue, "nom") == "Ébrard"
    assert valeur(revenue, "grade") == envoi.get("grade", "")
    assert "ni gardé en brouillon" in revenue.content.decode()
    assert "data-a-garder" in revenue.content.decode()


# ---------------------------------------------------------------- session finie, plusieurs pages


def test_un_visiteur_ne_fait_pas_grossir_la_base(rh, commune):
    jeton = jeton_de(rh.get(page_agent(commune)))
    rh.logout()
    for grade, retenu in (("x" * 70_000, True), ("x" * 900_000, False)):
        rh.post(page_agent(commune), AGENT | {"_saisie": jeton, "grade": grade})
        assert ("saisies_en_attente" in rh.session) == retenu
        rh.session.flush()
        rh.cookies.clear()


def test_chaque_page_attend_a_sa_place(rh, commune):
    agent = AgentFactory(collectivite=commune)
    depart = reverse("adhesions:sortir", args=[agent.uid])
    premier, second = jeton_de(rh.get(page_agent(commune))), jeton_de(rh.get(depart))
    compte = rh.compte
    rh.logout()
    rh.post(page_agent(commune), AGENT | {"_saisie": premier})
    rh.post(GARDER, {"sortie": "3/2/26", "_saisie": second, "_discret": "1"})
    rh.force_login(compte)
    page = rh.get(depart)
    assert valeur(page, "sortie") == "3/2/26"
    rh.post(GARDER, {"sortie": "3/2/26", "_saisie": jeton_de(page)}, headers=JSON)
    assert valeur(rh.get(page_agent(commune)), "nom") == "Ébrard"


def test_la_frappe_ne_remplace_pas_l_envoi(rh, commune):
    jeton = jeton_de(rh.get(page_agent(commune)))
    compte = rh.compte
    rh.logout()
    rh.post(page_agent(commune), AGENT | {"_saisie": jeton})
    rh.post(GARDER, AGENT | {"_saisie": jeton, "nom": "Éb"}, headers=JSON)
    rh.force_login(compte)
    assert valeur(rh.get(page_agent(commune)), "nom") == "Ébrard"


def test_les_places_sont_comptees(rh, commune):
    signes = [jeton_de(rh.get(page_agent(commune))) for _ in range(8)]
    rh.logout()
    rh.post(page_agent(commune), AGENT | {"_saisie": signes[0]})
    for signe in signes[1:]:
        rh.post(GARDER, AGENT | {"_saisie": signe}, headers=JSON)
    places = rh.session["saisies_en_attente"]
    assert len(places) == 6
    assert jetons.lire(signes[0]).cle in places  # l'envoi reste, la frappe cède


def test_un_envoi_a_corriger_n_oublie_rien(rh, commune):
    jeton = jeton_de(rh.get(page_agent(commune)))
    compte = rh.compte
    rh.logout()
    rh.post(page_agent(commune), AGENT | {"_saisie": jeton})
    rh.force_login(compte)
    revenue = jeton_de(rh.get(page_agent(commune)))
    assert rh.post(page_agent(commune), AGENT | {"_saisie": revenue, "nom": ""}).status_code == 422
    assert valeur(rh.get(page_agent(commune)), "nom") == "Ébrard"


def test_un_brouillon_plus_recent_se_reprend_malgre_ce_qui_attend(rh, commune):
    jeton, autre = (jeton_de(rh.get(page_agent(commune))) for _ in range(2))
    compte = rh.compte
    rh.logout()
    rh.post(page_agent(commune), AGENT | {"_saisie": jeton})
    rh.force_login(compte)
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        rh.post(GARDER, AGENT | {"_saisie": autre, "nom": "Odet"})
        reprise = rh.get(f"{page_agent(commune)}?reprendre={SaisieGardee.objects.get().uid}")
    assert valeur(reprise, "nom") == "Odet"
    assert "est reprise" in reprise.content.decode()


# ---------------------------------------------------------------- deux onglets, frappe en retard


def test_deux_onglets_font_deux_brouillons(rh, commune):
    signes = [jeton_de(rh.get(page_agent(commune))) for _ in range(2)]
    rh.post(GARDER, AGENT | {"_saisie": signes[0]}, headers=JSON)
    rh.post(GARDER, AGENT | {"_saisie": signes[1], "nom": "Odet"}, headers=JSON)
    assert noms() == {"Ébrard", "Odet"}
    assert rh.post(page_agent(commune), AGENT | {"_saisie": signes[0]}).status_code == 302
    assert noms() == {"Odet"}


def test_la_frappe_arrivee_apres_l_envoi_ne_fait_pas_renaitre_le_brouillon(rh, commune):
    jeton = jeton_de(rh.get(page_agent(commune)))
    assert rh.post(page_agent(commune), AGENT | {"_saisie": jeton}).status_code == 302
    tardive = rh.post(GARDER, AGENT | {"_saisie": jeton}, headers=JSON)
    assert tardive.status_code == 422
    assert "déjà enregistrée" in tardive.json()["message"]
    assert not SaisieGardee.objects.exists()


# ---------------------------------------------------------------- envoi sans effet, page rendue


def test_un_envoi_sans_effet_garde_ce_qui_etait_tape(rh, commune):
    """Un collègue a enregistré le même agent : la vue y mène, mais rien n'est enregistré."""
    jeton = jeton_de(rh.get(page_agent(commune)))
    AgentFactory(collectivite=commune, nom="Ébrard", prenom="Zoé", naissance="1980-05-04", matricule="M-1")
    reponse = rh.post(page_agent(commune), AGENT | {"_saisie": jeton})
    assert reponse.status_code == 302
    assert "Mes brouillons" in rh.get(reponse.url).content.decode()
    assert noms() == {"Ébrard"}
    assert Agent.objects.count() == 1
    assert not CleIdempotence.objects.exists()


def test_une_page_rendue_a_corriger_se_garde_d_elle_meme(rh, commune):
    jeton = jeton_de(rh.get(page_agent(commune)))
    assert "data-a-garder" not in rh.get(page_agent(commune)).content.decode()
    fausse = rh.post(page_agent(commune), AGENT | {"_saisie": jeton, "nom": ""})
    assert re.search(r'name="_saisie"[^>]*data-a-garder', fausse.content.decode())


# ---------------------------------------------------------------- adresse de la page


def test_l_adresse_ne_garde_que_ce_qui_remontre_la_page(rf, rh):
    def adresse(chemin, envoi=None):
        requete = rf.post(chemin, envoi) if envoi else rf.get(chemin)
        requete.user = rh.compte
        requete.resolver_match = type("Vue", (), {"view_name": "v:v", "kwargs": {}})
        return jetons.composer(
            requete, collectivite="c", titre="t", action="a", parametres=("vers", "effet")
        ).adresse

    assert adresse("/p/?q=Dupont&vers=CLM&reprendre=1") == "/p/?vers=CLM"
    assert adresse("/p/", {"vers": "CLM", "motif": "secret"}) == "/p/?vers=CLM"
    assert adresse(f"/p/?effet={'%C3%A9' * 200}") == "/p/"
