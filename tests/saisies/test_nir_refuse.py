"""Un NIR collé n'importe où : refusé avec la raison, jamais réécrit."""

import json

import pytest
from django.core.cache import cache

from cdg_portal.formulaires import ChampMontant, ChampSiret, Formulaire
from cdg_portal.socle.nir import MESSAGE

NIR = "1 80 05 78 006 084 45"


class Fiche(Formulaire):
    """Un formulaire comme un autre."""

    siret = ChampSiret(required=False)
    montant = ChampMontant(required=False)


@pytest.mark.parametrize("champ", ["siret", "montant"])
@pytest.mark.parametrize("prefixe", ["", "ligne1"])
def test_tout_champ_l_efface_et_le_dit(champ, prefixe):
    cle = f"{prefixe}-{champ}" if prefixe else champ
    form = Fiche({cle: NIR}, prefix=prefixe or None)
    assert form.errors == {champ: [MESSAGE]}
    assert "006" not in str(form)


def test_un_siret_colle_avec_des_espaces_est_normalise():
    form = Fiche({"siret": " 217 500 016\u00a000019 "})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["siret"] == "21750001600019"


def test_l_api_le_refuse_sans_le_repeter(client):
    cache.clear()
    corps = json.dumps({"reference": f"agent {NIR}"})
    reponse = client.post("/api/v1/calculs/indemnisation", corps, content_type="application/json")
    assert reponse.status_code == 400
    assert reponse.json()["erreurs"][0]["code"] == "nir-refuse"
    assert "006" not in reponse.content.decode()
