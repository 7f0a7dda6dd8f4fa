"""Le premier usager démarre, le dernier arrête, et deux copies ne se rencontrent pas."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from cdg_portal.embarque import EmbarqueAbsent, Postgres, Redis
from cdg_portal.embarque.chemins import LONGUEUR_MAX, binaire, creer_prive, dossier_socket
from tests.embarque.conftest import RACINE, USAGER, Usager, milieu

Lanceur = Callable[..., Usager]


def qui(url: str) -> str:
    with psycopg.connect(url) as cx:
        ligne = cx.execute("SELECT current_user").fetchone()
    assert ligne is not None
    return str(ligne[0])


def test_deux_demarreurs_simultanes_partagent_un_serveur(var: Path, usager: Lanceur) -> None:
    premier, second = usager(var, "redis"), usager(var, "redis")
    url, file = premier.attendre()
    assert second.attendre() == [url, file]
    assert qui(url) == "cdg_app"
    premier.partir()
    assert Postgres(var).vivant() and Redis(var).vivant(), "le second s'en sert encore"
    second.partir()
    assert not Postgres(var).vivant() and not Redis(var).vivant(), "le dernier arrête"


def test_kill_9_du_dernier_laisse_un_serveur_que_le_suivant_reprend(var: Path, usager: Lanceur) -> None:
    tue = usager(var, "redis")
    url, _ = tue.attendre()
    tue.processus.kill()
    tue.processus.wait()
    assert Postgres(var).vivant() and Redis(var).vivant()
    fiche = (var / "postgres" / "postmaster.pid").read_text()
    suivant = usager(var, "redis")
    assert suivant.attendre()[0] == url
    assert (var / "postgres" / "postmaster.pid").read_text() == fiche, "repris, pas relancé"
    suivant.partir()
    assert not Postgres(var).vivant() and not Redis(var).vivant()


def test_un_serveur_tue_est_relance(var: Path, usager: Lanceur) -> None:
    tue = usager(var)
    tue.attendre()
    os.kill(int((var / "postgres" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    tue.processus.kill()
    tue.processus.wait()
    suivant = usager(var)
    assert qui(suivant.attendre()[0]) == "cdg_app"


def test_ctrl_c_d_un_usager_n_arrete_pas_le_serveur_des_autres(var: Path, usager: Lanceur) -> None:
    interrompu = usager(var, "redis", start_new_session=True, stderr=subprocess.DEVNULL)
    restant = usager(var, "redis")
    url, _ = interrompu.attendre()
    restant.attendre()
    os.killpg(interrompu.processus.pid, signal.SIGINT)
    interrompu.processus.wait(timeout=30)
    assert qui(url) == "cdg_app"
    assert Redis(var).vivant()


def test_deux_copies_cote_a_cote(var: Path, usager: Lanceur) -> None:
    ici, la_bas = usager(var, "redis"), usager(var.parent / "autre", "redis")
    url, file = ici.attendre()
    autre_url, autre_file = la_bas.attendre()
    assert url != autre_url and file != autre_file
    ici.partir()
    assert qui(autre_url) == "cdg_app", "l'arrêt de l'une ne touche pas l'autre"


def test_chemin_trop_long_pour_une_socket(var: Path, usager: Lanceur) -> None:
    loin = var / ("d" * LONGUEUR_MAX)
    assert dossier_socket(loin, "pgsock", "s").parent != loin
    dossiers = Postgres(loin).socket, Redis(loin).socket.parent
    lointain = usager(loin, "redis")
    try:
        assert qui(lointain.attendre()[0]) == "cdg_app"
        assert [stat.S_IMODE(dossier.stat().st_mode) for dossier in dossiers] == [0o700, 0o700]
    finally:
        lointain.partir()
        for dossier in dossiers:
            shutil.rmtree(dossier)


def test_donnees_et_sockets_privees(var: Path, usager: Lanceur) -> None:
    usager(var, "redis").attendre()
    attendu = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    for dossier in (var / "postgres", var / "pgsock"):
        infos = dossier.stat()
        assert stat.S_IMODE(infos.st_mode) == 0o700
        assert pwd.getpwuid(infos.st_uid).pw_name == attendu


def _python_lisible(identite: dict[str, Any]) -> str:
    """Un interpréteur de notre version que ce compte peut lancer : celui de root peut être dans /root."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        lu = subprocess.run(["test", "-x", python], check=False, **identite)
        if lu.returncode == 0:
            return python
    pytest.skip("aucun interpréteur de cette version n'est lisible par un compte ordinaire")


@pytest.mark.skipif(os.geteuid() != 0, reason="seul root peut prendre un autre compte")
def test_un_utilisateur_ordinaire(var: Path) -> None:
    compte = pwd.getpwnam("nobody")
    var.parent.chmod(0o755)
    var.mkdir()
    os.chown(var, compte.pw_uid, compte.pw_gid)
    identite = {"user": compte.pw_uid, "group": compte.pw_gid, "extra_groups": [], "cwd": "/"}
    python = _python_lisible(identite)
    chemins = ":".join([str(RACINE), *(p for p in sys.path if p.endswith("site-packages"))])
    fait = subprocess.run(
        [python, "-c", USAGER, "redis"],
        env={**milieu(var), "PYTHONPATH": chemins, "HOME": "/"},
        input="\n",
        capture_output=True,
        text=True,
        check=False,
        **identite,
    )
    assert fait.returncode == 0, fait.stderr
    assert fait.stdout.startswith("postgres://cdg_app@/")
    assert (var / "postgres").stat().st_uid == compte.pw_uid


def test_dossier_de_socket_pose_par_un_autre(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("seul root peut céder un dossier à un autre compte")
    piege = tmp_path / "sock"
    piege.mkdir()
    os.chown(piege, 4242, 4242)
    with pytest.raises(EmbarqueAbsent, match="autre compte"):
        creer_prive(piege, 65534, 65534)


def test_roue_absente_dit_quoi_faire() -> None:
    with pytest.raises(EmbarqueAbsent, match="make installer"):
        binaire("paquet_qui_n_existe_pas", "bin", "postgres")


def test_adresses_deja_posees_respectees(var: Path) -> None:
    fait = subprocess.run(
        [sys.executable, "-c", USAGER, "redis"],
        env={**milieu(var), "DATABASE_URL": "postgres://ailleurs/x", "REDIS_URL": "redis://ailleurs/0"},
        input="\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert fait.stdout.strip() == "postgres://ailleurs/x redis://ailleurs/0"
    assert not var.exists(), "rien n'est démarré ni créé"


def test_arreter_si_libre(var: Path, usager: Lanceur) -> None:
    encore = usager(var)
    encore.attendre()
    assert not Postgres(var).arreter_si_libre(), "quelqu'un s'en sert"
    encore.processus.kill()
    encore.processus.wait()
    assert Postgres(var).arreter_si_libre()
    assert not Postgres(var).vivant()
