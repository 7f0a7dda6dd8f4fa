"""Départ, retraite liquidée, prolongation d'activité."""

from datetime import date

import pytest

from adhesions.models import Agent
from adhesions.selectors import agent_pour_calcul
from adhesions.services.carriere import agent_prolonger, agent_retraiter, agent_sortir
from cdg_portal.journal.selectors import evenements_de
from tests.aides import code_et_champ
from tests.fabriques import AgentFactory

LE = date(2026, 6, 15)


@pytest.fixture
def agent(cdg):
    return AgentFactory()


def lu(agent):
    return Agent.objects.get(pk=agent.pk)


def test_depart_note_puis_corrige(agent):
    for _ in range(2):
        agent_sortir(agent=agent, sortie=date(2026, 6, 30), le=LE)
    agent_sortir(agent=agent, sortie=date(2026, 7, 31), le=LE)
    assert lu(agent).sortie == date(2026, 7, 31)
    actes = list(evenements_de(agent))
    assert len(actes) == 2, "redire la même date n'est pas un acte"
    assert "au lieu du 30/06/2026" in actes[0].libelle


def test_dates_refusees(agent):
    assert code_et_champ(agent_sortir, agent=agent, sortie=date(2015, 8, 31), le=LE) == (
        "dates-inversees",
        "sortie",
    )
    assert code_et_champ(agent_sortir, agent=agent, sortie=date(2062, 6, 30), le=LE) == (
        "hors-bornes",
        "sortie",
    )
    refus = code_et_champ(agent_retraiter, agent=agent, retraite_le=agent.entree, le=LE)
    assert refus == ("dates-inversees", "retraite_le")


def test_retraite_et_dernier_jour(agent):
    agent_retraiter(agent=agent, retraite_le=date(2026, 7, 1), le=LE)
    assert lu(agent).sortie == date(2026, 6, 30)
    assert agent_pour_calcul(lu(agent))["retraite"] == "2026-07-01"
    agent_retraiter(agent=agent, retraite_le=date(2026, 9, 1), le=LE)
    assert lu(agent).sortie == date(2026, 8, 31), "le dernier jour suit la correction"
    assert code_et_champ(agent_sortir, agent=agent, sortie=date(2026, 9, 1), le=LE)[0] == "deja-retraite"


def test_un_depart_plus_ancien_reste(agent):
    agent_sortir(agent=agent, sortie=date(2025, 12, 31), le=LE)
    agent_retraiter(agent=agent, retraite_le=date(2026, 7, 1), le=LE)
    assert lu(agent).sortie == date(2025, 12, 31)


def test_prolongation(agent):
    acte = {"agent": agent, "prolongation": True, "reference": "ARR-1", "le": LE}
    assert code_et_champ(agent_prolonger, **acte | {"reference": " "}) == ("champ-manquant", "reference")
    for _ in range(2):
        agent_prolonger(**acte)
    assert agent_pour_calcul(lu(agent))["prolongation_activite"] is True
    assert [e.motif for e in evenements_de(agent)] == ["Décision ARR-1"]
    agent_prolonger(**acte | {"prolongation": False})
    agent_retraiter(agent=agent, retraite_le=date(2026, 7, 1), le=LE)
    assert code_et_champ(agent_prolonger, **acte) == ("deja-retraite", "prolongation")
