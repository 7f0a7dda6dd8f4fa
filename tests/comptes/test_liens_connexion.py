"""La commande qui imprime les liens de la démonstration."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte
from tests.fabriques import CollectiviteFactory, CompteFactory, HabilitationFactory


@pytest.fixture
def comptes(db):
    with perimetre(Perimetre(cdg=True)):
        deux = HabilitationFactory(rh=True).compte
        HabilitationFactory(compte=deux, role="RH_VALIDEUR", collectivite=CollectiviteFactory())
        HabilitationFactory()
    CompteFactory()  # sans habilitation : pas de lien


def _lire(**options) -> str:
    sortie = StringIO()
    call_command("liens_connexion", base_url="http://127.0.0.1:8123/", stdout=sortie, **options)
    return sortie.getvalue()


def test_un_lien_par_compte_habilite_et_il_ouvre_le_portail(client, comptes):
    texte = _lire()
    liens = re.findall(r"http://127\.0\.0\.1:8123(/connexion/lien/\S+/)", texte)
    assert len(liens) == 2
    assert "Gestionnaire du CDG : Centre de gestion" in texte
    assert re.search(r"RH, validation : Commune d'Étrelle-\d+, Commune d'Étrelle-\d+", texte)
    assert client.post(liens[0]).status_code == 302
    assert client.session["_auth_user_id"] in {str(pk) for pk in Compte.objects.values_list("pk", flat=True)}


def test_refuse_en_production(comptes, settings):
    settings.LIENS_DE_CONNEXION = False
    with pytest.raises(CommandError, match="démonstration et en formation"):
        _lire()


def test_base_vide(db):
    with pytest.raises(CommandError, match="make demo"):
        _lire()
