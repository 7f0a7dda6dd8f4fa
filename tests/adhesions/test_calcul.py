"""Ce que le moteur reçoit d'une adhésion et d'un agent : rien de supposé."""

from datetime import date
from decimal import Decimal

import pytest

from adhesions.models import Agent
from adhesions.selectors import agent_pour_calcul, contrat_pour_calcul
from adhesions.services.agents import remuneration_revaloriser
from cdg_portal.socle.refus import EntreeRefusee
from sinistres.regles.contrat_json import lire
from tests.aides import code_et_champ
from tests.fabriques import EFFET, AdhesionFactory, AgentFactory, OffreFactory
from tests.regles.fabrique import entree


def test_pas_de_remuneration_avant_le_traitement(cdg):
    """Une NBI seule ne fait pas un traitement de 0 € : le moteur refusera les jours qui précèdent le TIB."""
    agent = AgentFactory(remuneration={"NBI": Decimal("500")})
    assert agent_pour_calcul(agent)["remuneration"] == []
    remuneration_revaloriser(
        agent=agent, depuis=date(2024, 7, 1), montants={"TIB": Decimal("25000")}, le=EFFET
    )
    lue = agent_pour_calcul(Agent.objects.get(pk=agent.pk))["remuneration"]
    assert [(r["depuis"], r["TIB"], r["NBI"]) for r in lue] == [("2024-07-01", "25000.00", "500.00")]
    with pytest.raises(EntreeRefusee) as refus:
        lire(entree(agent={"remuneration": lue}))
    assert [(e.champ, e.code) for e in refus.value.erreurs] == [
        ("agent.remuneration", "remuneration-absente")
    ]


def test_sans_garantie_a_indemnites_journalieres(cdg):
    """Aucun taux de remboursement n'est supposé : le refus dit ce qui manque."""
    adhesion = AdhesionFactory(lot=OffreFactory(garanties={"DC": ("AUCUNE", None, Decimal("0.20"))}).lot)
    refus = code_et_champ(contrat_pour_calcul, adhesion=adhesion, au=EFFET)
    assert refus == ("garantie-absente", "contrat.garanties")


def test_sans_elements_assures(cdg):
    adhesion = AdhesionFactory()
    adhesion.assiettes.all().delete()
    assert code_et_champ(contrat_pour_calcul, adhesion=adhesion, au=EFFET)[0] == "assiette-absente"
