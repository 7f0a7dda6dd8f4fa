"""L'installation ne refait rien, dit la commande exacte à qui n'est pas root, et la remise à zéro est prudente."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from outils import installer, paquets_systeme, preparer_base, sonde
from outils.commun import deja_fait, empreinte
from tests.embarque.conftest import RACINE, Usager, milieu


def test_une_empreinte_inchangee_evite_de_refaire(tmp_path: Path) -> None:
    verrou, marque = tmp_path / "verrou", tmp_path / "marque"
    verrou.write_text("django==5.2")
    marque.write_text(empreinte(verrou, sel="3.11"))
    assert deja_fait(marque, empreinte(verrou, sel="3.11"))
    assert not deja_fait(marque, empreinte(verrou, sel="3.12"))
    verrou.write_text("django==5.3")
    assert not deja_fait(marque, empreinte(verrou, sel="3.11"))


def test_sans_etre_root_la_commande_exacte_est_donnee(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paquets_systeme, "_installe", lambda paquet: paquet != "qpdf")
    monkeypatch.setattr(paquets_systeme.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(paquets_systeme.shutil, "which", lambda nom: f"/usr/bin/{nom}")
    with pytest.raises(SystemExit) as arret:
        paquets_systeme.completer(essais=True)
    assert arret.value.code == 1
    attendu = "sudo apt-get update && sudo apt-get install -y --no-install-recommends qpdf\n"
    assert attendu in capsys.readouterr().err


def test_rien_a_installer_n_appelle_pas_apt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paquets_systeme, "manquants", lambda *, essais: [])
    monkeypatch.setattr(paquets_systeme.shutil, "which", lambda nom: f"/usr/bin/{nom}")
    monkeypatch.setattr(
        paquets_systeme.subprocess, "run", lambda *a, **k: pytest.fail("aucune commande attendue")
    )
    assert paquets_systeme.completer(essais=False) == "rien à installer"


def test_sans_npm_le_node_de_la_roue_est_pris(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installer.shutil, "which", lambda nom: None)
    (node, npm), chemin, origine = installer._npm()
    lu = subprocess.run(
        [node, npm, "--version"], capture_output=True, text=True, check=True, env={"PATH": chemin}
    )
    assert lu.stdout.strip()[0].isdigit()
    assert origine == "le Node de la roue"


@pytest.mark.parametrize(
    "adresse",
    ["postgres://postgres:x@serveur/base", "postgres://cdg_app@serveur/base"],
    ids=["autre rôle", "sans mot de passe"],
)
def test_la_preparation_refuse_une_adresse_incoherente(adresse: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", adresse)
    with pytest.raises(SystemExit):
        preparer_base.adresse("DATABASE_URL", "cdg_app")


def test_la_sonde_du_planificateur_regarde_son_calendrier(tmp_path: Path) -> None:
    assert not sonde.beat(tmp_path / "calendrier")
    fichier = tmp_path / "calendrier.dat"
    fichier.touch()
    assert sonde.beat(tmp_path / "calendrier")
    os.utime(fichier, (0, 0))
    assert not sonde.beat(tmp_path / "calendrier")


def test_la_remise_a_zero_attend_que_personne_ne_s_en_serve(var: Path, usager: Callable[..., Usager]) -> None:
    encore = usager(var, "redis")
    encore.attendre()
    refus = _remettre_a_zero(var)
    assert refus.returncode == 1 and "arrêtez-le d'abord" in refus.stderr
    encore.processus.kill()
    encore.processus.wait()
    assert _remettre_a_zero(var).returncode == 0
    assert not var.exists()
    assert _remettre_a_zero(var).stdout == "Rien à effacer.\n"


def _remettre_a_zero(var: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cdg_portal.embarque", "reset"],
        cwd=RACINE,
        env=milieu(var),
        capture_output=True,
        text=True,
        check=False,
    )
