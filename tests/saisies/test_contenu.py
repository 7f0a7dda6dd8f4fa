"""Ce qui se garde d'une saisie : tout ou rien, sans secret ; illisible, elle ne se reprend pas."""

import pytest
from cryptography.fernet import Fernet
from django import forms
from django.http import QueryDict
from django.urls import reverse
from structlog.testing import capture_logs

from cdg_portal.formulaires import Formulaire
from cdg_portal.saisies.contenu import SaisieTropLongue, exiger_une_longueur, se_garde, tapes
from cdg_portal.saisies.models import SaisieGardee
from tests.aides import client_de
from tests.fabriques import CollectiviteFactory
from tests.saisies.test_brouillons import AGENT, GARDER, garder, jeton_de, page_agent, valeur


def test_un_nom_qui_contient_passe_se_garde():
    assert se_garde("depassement")
    assert se_garde("passe_le")
    assert not se_garde("c0-mot_de_passe")


def test_aucun_champ_de_mot_de_passe_ne_se_garde():
    reverse("accueil:brouillons")  # charge toutes les adresses, donc tous les formulaires
    classes, vues = [Formulaire], set()
    while classes:
        classe = classes.pop()
        classes += classe.__subclasses__()
        vues |= {n for n, c in classe.base_fields.items() if isinstance(c.widget, forms.PasswordInput)}
    assert {"mot_de_passe", "nouveau"} <= vues
    assert not [nom for nom in vues if se_garde(nom)]


def test_rien_ne_se_garde_a_moitie():
    contenu, _ = tapes(QueryDict("&".join(f"c{i}=x" for i in range(301))))
    assert len(contenu) == 301
    with pytest.raises(SaisieTropLongue):
        exiger_une_longueur(contenu)


def test_trop_de_champs_se_dit(cdg, settings):
    settings.DATE_DE_REFERENCE = "2026-06-15"
    commune = CollectiviteFactory()
    rh = client_de("RH_VALIDEUR", commune)
    envoi = {f"c{i}": "x" for i in range(301)} | {"_saisie": jeton_de(rh.get(page_agent(commune)))}
    reponse = rh.post(GARDER, envoi, headers={"Accept": "application/json"})
    assert reponse.status_code == 422
    assert "300 champs" in reponse.json()["message"]
    assert not SaisieGardee.objects.exists()


def test_une_cle_retiree_ne_decoche_rien_et_le_dit(cdg, settings):
    settings.DATE_DE_REFERENCE = "2026-06-15"
    commune = CollectiviteFactory()
    rh = client_de("RH_VALIDEUR", commune)
    retour = garder(rh, page_agent(commune), AGENT).url
    settings.CLES_DE_CHIFFREMENT = [Fernet.generate_key().decode()]
    with capture_logs() as lignes:
        page = rh.get(retour)
    assert "est illisible" in page.content.decode()
    assert "est reprise" not in page.content.decode()
    assert valeur(page, "nom") == ""
    assert [sorted(ligne) for ligne in lignes if ligne["event"] == "saisie_illisible"] == [
        ["event", "log_level"]
    ]
    assert SaisieGardee.objects.exists()
    assert reverse("saisies:abandonner", args=[SaisieGardee.objects.get().uid]) in page.content.decode()
