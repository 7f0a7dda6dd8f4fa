"""Le superviseur n'arrête que ce qu'il a lancé, prend le port suivant et raconte l'échec d'un service."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdg_portal.embarque.enfants import Enfants
from cdg_portal.embarque.superviseur import prise_libre

DORMIR = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def enfants(tmp_path: Path) -> Iterator[Enfants]:
    suivis = Enfants(tmp_path)
    yield suivis
    suivis.arreter()


def test_port_occupe_le_suivant_est_pris() -> None:
    with prise_libre(18600) as occupe, prise_libre(18600) as autre:
        assert autre.getsockname()[1] > occupe.getsockname()[1]
        assert occupe.getsockname()[0] == "127.0.0.1"


def test_la_prise_passee_a_l_enfant_repond(enfants: Enfants) -> None:
    code = "import socket,sys; s=socket.socket(fileno=int(sys.argv[1])); s.accept()[0].sendall(b'bonjour')"
    with prise_libre(18600) as prise:
        enfants.lancer("web", [sys.executable, "-c", code, str(prise.fileno())], fds=[prise.fileno()])
        with socket.create_connection(prise.getsockname(), timeout=10) as lien:
            assert lien.recv(16) == b"bonjour"


def test_arreter_ne_touche_que_les_enfants(enfants: Enfants) -> None:
    with subprocess.Popen(DORMIR) as etranger:
        enfants.lancer("dormeur", DORMIR)
        pid = enfants.suivis["dormeur"].pid
        enfants.arreter()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        assert etranger.poll() is None
        etranger.kill()


def test_un_enfant_sourd_a_sigterm_finit_quand_meme(
    enfants: Enfants, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cdg_portal.embarque.enfants.DELAI_ARRET_SECONDES", 0.2)
    sourd = "import signal,time; signal.signal(15, signal.SIG_IGN); print('pret', flush=True); time.sleep(60)"
    enfants.lancer("sourd", [sys.executable, "-c", sourd])
    processus = enfants.suivis["sourd"]
    limite = time.monotonic() + 10
    while not enfants.journal("sourd").read_text() and time.monotonic() < limite:
        time.sleep(0.05)
    enfants.arreter()
    assert processus.returncode == -signal.SIGKILL


def test_un_service_mort_arrete_la_commande_en_cours_et_montre_son_journal(enfants: Enfants) -> None:
    enfants.lancer("worker", [sys.executable, "-c", "raise SystemExit('mauvais rôle')"])
    with pytest.raises(SystemExit, match=r"« worker » s'est arrêté.*\n.*mauvais rôle"):
        enfants.jouer("demo", DORMIR)


def test_le_code_de_la_demonstration_est_rendu(enfants: Enfants) -> None:
    assert enfants.jouer("demo", [sys.executable, "-c", "raise SystemExit(3)"]) == 3
    assert not enfants.suivis


@pytest.mark.skipif(sys.platform != "linux", reason="signal de mort du parent : Linux")
def test_kill_9_du_superviseur_n_abandonne_pas_ses_enfants(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from cdg_portal.embarque.enfants import Enfants\n"
        f"e = Enfants(Path({str(tmp_path)!r})); e.lancer('dormeur', {DORMIR!r})\n"
        "print(e.suivis['dormeur'].pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as superviseur:
        assert superviseur.stdout is not None
        pid = int(superviseur.stdout.readline())
        superviseur.kill()
    limite = time.monotonic() + 10
    while _vit(pid) and time.monotonic() < limite:
        time.sleep(0.05)
    assert not _vit(pid)


def _vit(pid: int) -> bool:
    """Existe, et n'est pas un mort que personne n'a encore relevé."""
    try:
        etat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return etat.rsplit(")", 1)[1].split()[0] != "Z"
