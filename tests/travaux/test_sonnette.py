"""Redis absent : rien ne se perd, rien n'échoue à l'écran, et le balayage rattrape."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre
from cdg_portal.travaux import services, sonnette
from cdg_portal.travaux.models import Travail
from tests.travaux.conftest import TYPE


@pytest.fixture(params=["redis://127.0.0.1:1/0", "redis+socket:///nulle/part.sock"])
def redis_absent(request, monkeypatch):
    """Personne ne répond au bout du fil."""
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", request.param)


@pytest.mark.django_db(transaction=True)
def test_la_panne_est_journalisee_et_toleree(effets, redis_absent, monkeypatch):
    """La décision est validée, le travail inscrit, la panne dite une fois."""
    dits: list[dict] = []
    monkeypatch.setattr(sonnette.journal, "warning", lambda nom, **k: dits.append({"nom": nom, **k}))
    debut = time.monotonic()
    travail = services.planifier(
        type=TYPE, cle="1", libelle="Essai", parametres={}, perimetre=Perimetre(cdg=True)
    )
    sonnette.sonner([travail.pk] * 50)
    assert time.monotonic() - debut < 5
    assert [d["nom"] for d in dits] == ["sonnette_muette"] * 2 and dits[1]["travaux"] == 50
    assert Travail.objects.get(pk=travail.pk).etat == "EN_ATTENTE"
    monkeypatch.undo()
    reveilles: list[int] = []
    monkeypatch.setattr(services, "sonner", reveilles.extend)
    assert services.balayer(timezone.now() + timedelta(minutes=1)) == 1
    assert reveilles == [travail.pk]


def test_une_file_gelee_ne_retient_pas_l_ecran(redis_muet, monkeypatch):
    """Redis suspendu : la connexion s'ouvre, rien ne répond ; la sonnette renonce en quelques secondes."""
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", redis_muet)
    dits: list[str] = []
    monkeypatch.setattr(sonnette.journal, "warning", lambda nom, **k: dits.append(nom))
    debut = time.monotonic()
    sonnette.sonner([1, 2, 3])
    assert time.monotonic() - debut < 5
    assert dits == ["sonnette_muette"]
