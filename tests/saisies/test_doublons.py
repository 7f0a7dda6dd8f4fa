"""Un doublon probable s'annonce avant d'enregistrer ; on confirme, ou l'on corrige."""

import re

import pytest
from django.urls import reverse

from adhesions.models import Agent
from cdg_portal.perimetres.models import Collectivite
from sinistres.models import Sinistre
from tests.aides import client_de
from tests.fabriques import AgentFactory, CollectiviteFactory, siren_numero, siret_de_siren
from tests.saisies.test_brouillons import AGENT
from tests.sinistres.monde import JOUR, batir
from tests.sinistres.test_web_declaration import CERTIFICATS, EVENEMENT, commencer, pas

ANNONCE = "Rien n'est encore enregistré"


def confirmer(reponse):
    """Les cases à cocher de la page."""
    return re.findall(r'name="_confirme" value="([^"]+)"', reponse.content.decode())


def test_un_agent_du_meme_nom_et_de_la_meme_naissance(cdg, settings):
    settings.DATE_DE_REFERENCE = "2026-06-15"
    commune = CollectiviteFactory()
    AgentFactory(collectivite=commune, nom="EBRARD", prenom="zoé", naissance="1980-05-04", matricule="ANCIEN")
    rh, adresse = (
        client_de("RH_VALIDEUR", commune),
        reverse("adhesions:enregistrer_agent", args=[commune.uid]),
    )
    annonce = rh.post(adresse, AGENT)
    assert annonce.status_code == 422
    assert ANNONCE in annonce.content.decode()
    assert "matricule ANCIEN" in annonce.content.decode()
    assert Agent.objects.count() == 1
    assert rh.post(adresse, AGENT | {"_confirme": confirmer(annonce)}).status_code == 302
    assert Agent.objects.count() == 2


def test_une_collectivite_du_meme_nom_puis_du_meme_siren(cdg, settings):
    settings.DATE_DE_REFERENCE = "2026-06-15"
    gestionnaire, adresse = client_de("GESTIONNAIRE_CDG"), reverse("adhesions:creer_collectivite")
    CollectiviteFactory(denomination="Commune de Trésnay")
    siret = siret_de_siren(siren_numero(777))
    espace = f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
    saisie = {"denomination": "commune de tresnay", "siret": espace, "strate": "PETITE"}
    annonce = gestionnaire.post(adresse, saisie)
    assert ANNONCE in annonce.content.decode()
    confirmee = gestionnaire.post(adresse, saisie | {"_confirme": confirmer(annonce)})
    assert confirmee.status_code == 302
    creee = Collectivite.objects.get(siren=siret[:9])
    autre = gestionnaire.post(adresse, saisie | {"denomination": "Autre nom"})
    assert autre.status_code == 422
    assert f"celui de {creee.denomination}" in autre.content.decode()


def test_le_meme_evenement_declare_deux_fois(cdg, settings, client):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    monde = batir()
    client.force_login(monde.rh)
    premier = commencer(client, monde, evenement=EVENEMENT, certificats=CERTIFICATS)
    assert ANNONCE not in client.get(pas(premier, "verification")).content.decode()
    client.post(pas(premier, "verification"))
    second = commencer(
        client,
        monde,
        evenement=EVENEMENT,
        certificats=CERTIFICATS | {"c0-debut": "13/6/26", "c0-fin": "14/6/26"},
    )
    annonce = client.post(pas(second, "verification"))
    assert ANNONCE in annonce.content.decode()
    assert Sinistre.objects.get().numero in annonce.content.decode()
    client.post(pas(second, "verification"), {"_confirme": confirmer(annonce)})
    assert Sinistre.objects.count() == 2


@pytest.mark.parametrize("nom", ["motif", "evenement", "certificats"])
def test_la_frappe_d_un_pas_se_garde_et_la_session_finie_ne_perd_rien(cdg, settings, client, nom):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    monde = batir()
    client.force_login(monde.rh)
    brouillon = commencer(client, monde, evenement=EVENEMENT)
    tapes = {"motif": {"motif": "LM"}, "evenement": EVENEMENT, "certificats": CERTIFICATS}[nom]
    garde = client.post(pas(brouillon, nom), tapes | {"garder": "1"}, headers={"Accept": "application/json"})
    assert re.fullmatch(r"\d\d:\d\d", garde.json()["heure"])
    page = client.get(pas(brouillon, nom)).content.decode()
    jeton = re.search(r'name="_saisie" value="([^"]+)"', page)[1]
    client.logout()
    assert "/connexion/" in client.post(pas(brouillon, nom), tapes | {"_saisie": jeton}).url
    client.force_login(monde.rh)
    assert "Votre session avait pris fin" in client.get(pas(brouillon, nom)).content.decode()
