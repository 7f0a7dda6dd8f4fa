"""Attente d'une décision, droits épuisés ; retraite liquidée : ce que le décompte en fait."""

from datetime import date
from decimal import Decimal

import pytest

from adhesions.services.carriere import agent_retraiter
from sinistres.services.attente import sinistre_attendre_decision
from tests.aides import code_et_champ
from tests.sinistres.dossiers import GARANTIES, LE, actions, agent_de, declarer, decompter, ouvrir, souscrire

UN_AN_DE_TROP = (date(2024, 1, 1), date(2025, 2, 28))


@pytest.fixture
def souscrite(cdg):
    return souscrire(garanties=GARANTIES | {"MDT": ("AUCUNE", None, Decimal("0"))})


def test_demi_traitement_maintenu(souscrite):
    """Sans attente, plus rien après un an de congé ; avec elle, le demi-traitement continue."""
    epuise = decompter(ouvrir(agent_de(souscrite), UN_AN_DE_TROP), au=UN_AN_DE_TROP[1])
    sinistre = ouvrir(agent_de(souscrite), UN_AN_DE_TROP)
    for _ in range(2):
        sinistre_attendre_decision(sinistre=sinistre, motif="Avis du conseil médical attendu", le=LE)
    assert actions(sinistre).count("attendre_decision") == 1, "une seconde fois ne fait rien"
    assert decompter(sinistre, au=UN_AN_DE_TROP[1]).total > epuise.total


def test_attente_refusee(souscrite):
    citis = declarer(agent_de(souscrite), (date(2024, 1, 1), date(2024, 1, 31)), motif="CITIS_AS")
    acte = {"sinistre": citis, "motif": "Avis attendu", "le": LE}
    assert code_et_champ(sinistre_attendre_decision, **acte) == ("nature-sans-terme", "")
    assert code_et_champ(sinistre_attendre_decision, **acte | {"motif": " "}) == ("champ-manquant", "motif")


def test_un_retraite_n_est_plus_indemnise(souscrite):
    """M12 : le jour de la pension et les suivants ne donnent rien."""
    certificat = (date(2024, 1, 1), date(2024, 3, 31))
    temoin, retraite = agent_de(souscrite), agent_de(souscrite)
    dossiers = [ouvrir(a, certificat) for a in (temoin, retraite)]
    agent_retraiter(agent=retraite, retraite_le=date(2024, 3, 1), le=LE)
    fevrier = decompter(dossiers[0], au=date(2024, 2, 29))
    entier = decompter(dossiers[1], au=date(2024, 3, 31))
    assert entier.total == fevrier.total > 0
