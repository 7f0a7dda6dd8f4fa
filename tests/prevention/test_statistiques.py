"""Les indicateurs comptent ce qu'ils disent compter."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from prevention.selectors import indicateurs
from sinistres.services.arrets import CertificatSaisi, certificat_ajouter
from sinistres.services.controle import sinistre_annuler
from sinistres.services.declaration import sinistre_declarer
from tests.fabriques import AdhesionFactory, AgentFactory

DU, AU = date(2025, 7, 1), date(2025, 12, 31)


def _declarer(agent, debut, fin):
    return sinistre_declarer(
        agent=agent,
        motif="CITIS_AS",
        survenance=debut,
        connu_employeur_le=debut,
        certificats=[CertificatSaisi(debut, fin)],
        cle_saisie=uuid4(),
        le=date(2026, 1, 15),
        conservatoire=True,
    )


@pytest.fixture
def adhesion(cdg):
    return AdhesionFactory()


def _agents(adhesion, nombre):
    return [AgentFactory(collectivite=adhesion.collectivite) for _ in range(nombre)]


def test_jours_bornes_a_la_periode_et_frequence_sans_l_arret_commence_avant(adhesion):
    un, deux, *_ = _agents(adhesion, 4)
    _declarer(un, date(2025, 6, 21), date(2025, 7, 10))  # 10 jours dans la période, commencé avant
    sinistre = _declarer(deux, date(2025, 8, 1), date(2025, 8, 10))
    certificat_ajouter(
        sinistre=sinistre, debut=date(2025, 8, 11), fin=date(2025, 8, 20), le=date(2026, 1, 15)
    )

    resultat = indicateurs(du=DU, au=AU)

    assert (resultat.jours, resultat.arrets, resultat.agents_absents) == (30, 1, 2)
    # Formules de metier §5.1 : 30 × 100 / (184 × effectif), 30 / 1, 100 / effectif, 200 / effectif.
    n = resultat.effectif
    valeur = resultat.decision.valeur
    assert valeur.gravite == Decimal("30.00")
    assert valeur.frequence == (Decimal(100) / n).quantize(Decimal("0.01"))
    assert valeur.exposition == (Decimal(200) / n).quantize(Decimal("0.01"))
    assert [ligne.risque for ligne in resultat.par_nature] == ["CITIS"]


def test_un_dossier_annule_ne_compte_pas(adhesion):
    (agent,) = _agents(adhesion, 1)
    sinistre = _declarer(agent, date(2025, 8, 1), date(2025, 8, 10))
    sinistre_annuler(sinistre=sinistre, motif="Déclaré deux fois", le=date(2026, 1, 16))
    assert indicateurs(du=DU, au=AU).jours == 0


def test_sans_agent_present_aucun_indicateur(cdg):
    resultat = indicateurs(du=DU, au=AU)
    assert (resultat.effectif, resultat.decision, resultat.par_nature) == (0, None, ())
