"""L'employeur aussi a son histoire : strate (donc taux), nom, SIRET. Elle se lit sur sa fiche, et chez lui seul."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.journal.selectors import chronologie_de
from cdg_portal.perimetres.selectors import sirets_de
from tests.fabriques import CollectiviteFactory

pytestmark = pytest.mark.django_db
CDG = Perimetre(cdg=True)


def test_un_changement_de_strate_se_lit_avant_et_apres():
    """La strate fixe le taux : qui l'a changée, de quoi à quoi."""
    with perimetre(CDG):
        commune = CollectiviteFactory(strate="PETITE")
        commune.strate = "GRANDE"
        commune.save()
        phrases = [fait.phrase for fait in chronologie_de(commune)]
    assert any("Moins de 30 agents CNRACL → 30 agents CNRACL et plus" in phrase for phrase in phrases), (
        phrases
    )


def test_un_demenagement_se_lit_sur_la_collectivite():
    """Un SIRET fermé laisse sa trace."""
    with perimetre(CDG):
        commune = CollectiviteFactory()
        siret = sirets_de(commune).get()
        siret.au = date(2026, 3, 31)
        siret.save()
        phrases = " ".join(fait.phrase for fait in chronologie_de(commune, *sirets_de(commune)))
    assert "31/03/2026" in phrases


def test_l_histoire_d_un_employeur_reste_chez_lui():
    """Les deux couches : le gestionnaire filtre, et la base refuse au SQL brut."""
    with perimetre(CDG):
        ici, ailleurs = CollectiviteFactory(), CollectiviteFactory()
    evenements = apps.get_model("perimetres", "CollectiviteEvenement")
    with perimetre(Perimetre(collectivites=(ici.pk,))), connection.cursor() as c:
        c.execute("SELECT DISTINCT collectivite_id FROM perimetres_collectiviteevenement")
        assert c.fetchall() == [(ici.pk,)]
        assert {e.id for e in evenements.objects.all()} == {ici.pk}
        assert ailleurs.pk != ici.pk
