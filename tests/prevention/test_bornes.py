"""Les statistiques s'arrêtent aux collectivités où le rôle les ouvre."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from prevention.selectors import SEUIL_DE_SECRET
from sinistres.services.arrets import CertificatSaisi
from sinistres.services.declaration import sinistre_declarer
from tests.aides import client_de
from tests.fabriques import AdhesionFactory, AgentFactory, CollectiviteFactory, HabilitationFactory

pytestmark = pytest.mark.django_db
PERIODE = {"du": "2025-07-01", "au": "2025-12-31"}


def _absences(collectivite, debut, fin):
    """Cinq agents : en dessous, ces rôles ne lisent aucun chiffre."""
    adhesion = AdhesionFactory(collectivite=collectivite)
    for _ in range(SEUIL_DE_SECRET):
        sinistre_declarer(
            agent=AgentFactory(collectivite=adhesion.collectivite),
            motif="CITIS_AS",
            survenance=debut,
            connu_employeur_le=debut,
            certificats=[CertificatSaisi(debut, fin)],
            cle_saisie=uuid4(),
            le=date(2026, 1, 15),
            conservatoire=True,
        )


@pytest.fixture
def communes():
    """Cinquante jours d'absence chez l'une, cent chez l'autre."""
    with perimetre(Perimetre(cdg=True)):
        ici = CollectiviteFactory(denomination="Commune d'Ici")
        ailleurs = CollectiviteFactory(denomination="Commune d'Ailleurs")
        _absences(ici, date(2025, 8, 1), date(2025, 8, 10))
        _absences(ailleurs, date(2025, 8, 1), date(2025, 8, 20))
    return ici, ailleurs


def test_lecteur_ici_assureur_ailleurs_ne_compte_que_ici(communes):
    """L'autre collectivité n'est ni comptée, ni proposée, ni admise."""
    ici, ailleurs = communes
    with perimetre(Perimetre(cdg=True)):
        client = client_de("LECTEUR", ici)
        HabilitationFactory(compte=client.compte, role="ASSUREUR", collectivite=ailleurs)
    reponse = client.get(reverse("prevention:statistiques"), PERIODE)
    assert reponse.context["resultat"].jours == 50
    assert "Ailleurs" not in reponse.content.decode()
    forcee = client.get(reverse("prevention:statistiques"), {**PERIODE, "collectivite": str(ailleurs.uid)})
    assert forcee.context["resultat"] is None


def test_administrateur_du_cdg_et_lecteur_d_une_commune(communes):
    """Le rôle d'administration ouvre le périmètre, pas les statistiques."""
    ici, _ = communes
    with perimetre(Perimetre(cdg=True)):
        client = client_de("ADMINISTRATEUR")
        HabilitationFactory(compte=client.compte, role="LECTEUR", collectivite=ici)
    reponse = client.get(reverse("prevention:statistiques"), PERIODE)
    assert reponse.context["resultat"].jours == 50


def test_le_preventeur_compte_tout(communes):
    with perimetre(Perimetre(cdg=True)):
        client = client_de("PREVENTEUR")
    reponse = client.get(reverse("prevention:statistiques"), PERIODE)
    assert reponse.context["resultat"].jours == 150
