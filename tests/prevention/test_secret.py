"""Qui ne lit ni la nature ni les dates d'un arrêt ne les déduit pas des statistiques."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from prevention.selectors import SEUIL_DE_SECRET, mois_entiers, secret_des_petits_nombres
from sinistres.selectors.absences import Absence
from sinistres.services.arrets import CertificatSaisi
from sinistres.services.declaration import sinistre_declarer
from tests.aides import client_de
from tests.fabriques import AdhesionFactory, AgentFactory, CollectiviteFactory

PERIODE = {"du": "2025-08-03", "au": "2025-08-03"}
JOUR = date(2025, 8, 3)


def _absences(adhesion, nombre, motif="CITIS_AS"):
    for _ in range(nombre):
        sinistre_declarer(
            agent=AgentFactory(collectivite=adhesion.collectivite),
            motif=motif,
            survenance=JOUR,
            connu_employeur_le=JOUR,
            certificats=[CertificatSaisi(JOUR, date(2025, 8, 10))],
            cle_saisie=uuid4(),
            le=date(2026, 1, 15),
            conservatoire=True,
        )


def _lire(role, nombre):
    with perimetre(Perimetre(cdg=True)):
        adhesion = AdhesionFactory(collectivite=CollectiviteFactory())
        _absences(adhesion, nombre)
        client = client_de(role, adhesion.collectivite)
    return client.get(reverse("prevention:statistiques"), PERIODE)


@pytest.mark.django_db
def test_un_elu_n_apprend_rien_d_un_agent_seul():
    """Ni nature, ni jours, ni nombre ; la page dit pourquoi et que faire."""
    reponse = _lire("LECTEUR", 1)
    texte = reponse.content.decode()
    assert "Moins de cinq agents absents" in texte
    assert "imputable" not in texte
    assert reponse.context["resultat"].jours == 0


@pytest.mark.django_db
def test_cinq_agents_se_comptent_par_mois_entiers():
    """Un jour demandé, le mois rendu : la dichotomie ne mène à aucune date."""
    resultat = _lire("LECTEUR", 5).context["resultat"]
    assert (resultat.du, resultat.au) == (date(2025, 8, 1), date(2025, 8, 31))
    assert (resultat.jours, resultat.agents_absents) == (40, 5)


@pytest.mark.django_db
def test_qui_tient_les_dossiers_lit_tout():
    """Le RH lit déjà chaque arrêt : ses chiffres sont ceux du jour demandé."""
    resultat = _lire("RH_VALIDEUR", 1).context["resultat"]
    assert (resultat.du, resultat.jours, resultat.agents_absents) == (JOUR, 1, 1)
    assert len(resultat.par_nature) == 1


ABSENCES = st.dictionaries(
    st.sampled_from(("MO", "LM", "LD", "AT", "MAT")),
    st.lists(st.integers(1, 12), min_size=1, max_size=15),
    max_size=5,
)


@given(ABSENCES)
def test_aucun_groupe_montre_n_a_moins_de_cinq_agents(agents):
    """Ni par lecture, ni par soustraction au total : tout est montré, ou rien."""
    groupes = {r: [Absence(n, n, r, JOUR, JOUR, JOUR) for n in liste] for r, liste in agents.items()}
    montres = secret_des_petits_nombres(groupes)
    assert all(len({a.agent_id for a in liste}) >= SEUIL_DE_SECRET for liste in montres.values())
    total = sum(len(liste) for liste in groupes.values())
    assert sum(len(liste) for liste in montres.values()) in (0, total)


BORNES = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(BORNES, BORNES)
def test_des_mois_entiers(un, autre):
    """La période rendue contient la demandée, et commence et finit avec un mois."""
    du, au = mois_entiers(min(un, autre), max(un, autre))
    assert du <= min(un, autre) <= max(un, autre) <= au
    assert du.day == 1
    assert (au + timedelta(days=1)).day == 1
