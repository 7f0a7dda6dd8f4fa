"""Chaque contrat d'import mord : on ajoute l'import qu'il interdit à une copie du code, et il le refuse."""

import configparser
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
REGLAGES = RACINE / ".importlinter"
PAQUETS = ("cdg_portal", "adhesions", "sinistres", "cotisations", "prevention", "prevoyance")
LINT = Path(sys.executable).parent / "lint-imports"

# contrat → sabotages : (fichier à créer ou compléter, ligne ajoutée)
SABOTAGES: dict[str, list[tuple[str, str]]] = {
    "apps": [
        ("adhesions/services/__init__.py", "import sinistres.services"),
        ("sinistres/services/__init__.py", "import cotisations.selectors"),
        ("cdg_portal/comptes/services.py", "import cdg_portal.perimetres.roles"),
        ("cdg_portal/socle/montant.py", "import cdg_portal.cloisonnement.periodes"),
    ],
    "portail": [
        ("cdg_portal/perimetres/services/habilitations.py", "import cdg_portal.journal.services"),
        ("cdg_portal/utils.py", "import json"),
    ],
    "couches-metier": [
        ("sinistres/models/__init__.py", "import sinistres.services"),
        ("adhesions/selectors/__init__.py", "import adhesions.services"),
        ("cotisations/regles/__init__.py", "import cotisations.models"),
        ("adhesions/utils.py", "import json"),
    ],
    "couches-comptes": [
        ("cdg_portal/comptes/selectors.py", "import cdg_portal.comptes.services"),
        ("cdg_portal/journal/utils.py", "import json"),
    ],
    "couches-documents": [
        ("cdg_portal/documents/models.py", "import cdg_portal.documents.rendu"),
        ("cdg_portal/documents/utils.py", "import json"),
    ],
    "couches-travaux": [
        ("cdg_portal/travaux/models.py", "import cdg_portal.travaux.services"),
        ("cdg_portal/travaux/utils.py", "import json"),
    ],
    "couches-saisies": [
        ("cdg_portal/saisies/models.py", "import cdg_portal.saisies.services"),
        ("cdg_portal/saisies/utils.py", "import json"),
    ],
    "couches-accueil": [
        ("cdg_portal/accueil/menu.py", "import cdg_portal.accueil.web"),
        ("cdg_portal/accueil/utils.py", "import json"),
    ],
    "purete": [
        ("sinistres/regles/franchise.py", "import django.db.models"),
        ("adhesions/regles/etats.py", "from rest_framework import serializers"),
        ("prevention/regles/absenteisme.py", "import celery"),
        ("cotisations/regles/cotisation.py", "import urllib.request"),
        ("cdg_portal/socle/periode.py", "import cdg_portal.horloge"),
        ("cdg_portal/calculs/registre.py", "import psycopg"),
    ],
    "regles-independantes": [
        ("sinistres/regles/etats.py", "import cotisations.regles.etats"),
        ("cotisations/regles/etats.py", "import adhesions.regles.participation"),
    ],
    "modeles-adhesions": [("sinistres/services/__init__.py", "import adhesions.models.agent")],
    "modeles-sinistres": [("prevention/selectors.py", "from sinistres.models import Sinistre")],
    "modeles-cotisations": [("prevention/selectors.py", "import cotisations.models")],
    "modeles-prevention": [("cdg_portal/accueil/menu.py", "import prevention.models")],
    "modeles-prevoyance": [("prevention/selectors.py", "import prevoyance.models")],
    "modeles-comptes": [("cdg_portal/journal/services.py", "import cdg_portal.comptes.models")],
    "modeles-perimetres": [("adhesions/services/__init__.py", "import cdg_portal.perimetres.models")],
    "modeles-journal": [("sinistres/services/__init__.py", "import cdg_portal.journal.models")],
    "modeles-documents": [("sinistres/services/__init__.py", "import cdg_portal.documents.models")],
    "modeles-echanges": [("adhesions/services/__init__.py", "import cdg_portal.echanges.models")],
    "modeles-saisies": [("adhesions/services/__init__.py", "import cdg_portal.saisies.models")],
    "modeles-travaux": [("cotisations/models/__init__.py", "import cdg_portal.travaux.models")],
    "api-hors-du-metier": [
        ("adhesions/services/__init__.py", "import rest_framework.serializers"),
        ("sinistres/models/__init__.py", "import drf_spectacular.utils"),
    ],
    "un-seul-weasyprint": [("sinistres/services/__init__.py", "import weasyprint")],
}


def _contrats() -> set[str]:
    lus = configparser.ConfigParser()
    lus.read(REGLAGES)
    return {s.removeprefix("importlinter:contract:") for s in lus.sections() if ":contract:" in s}


def _verifier(ou: Path, *contrats: str) -> tuple[int, str]:
    choix = [argument for contrat in contrats for argument in ("--contract", contrat)]
    fait = subprocess.run(
        [str(LINT), "--no-cache", *choix], cwd=ou, capture_output=True, text=True, check=False
    )
    return fait.returncode, fait.stdout + fait.stderr


@pytest.fixture(scope="module")
def copie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ou = tmp_path_factory.mktemp("contrats")
    for paquet in PAQUETS:
        shutil.copytree(
            RACINE / paquet,
            ou / paquet,
            ignore=lambda dossier, noms: [n for n in noms if _inutile(dossier, n)],
        )
    shutil.copy(REGLAGES, ou)
    return ou


def _inutile(dossier: str, nom: str) -> bool:
    return nom == "__pycache__" or (not nom.endswith(".py") and not (Path(dossier) / nom).is_dir())


@contextmanager
def _sabote(copie: Path, sabotages: list[tuple[str, str]]) -> Iterator[None]:
    avant = {copie / f: (copie / f).read_bytes() if (copie / f).exists() else None for f, _ in sabotages}
    for fichier, ligne in sabotages:
        with (copie / fichier).open("a") as ouvert:
            ouvert.write(f"\n{ligne}\n")
    try:
        yield
    finally:
        for chemin, contenu in avant.items():
            chemin.unlink() if contenu is None else chemin.write_bytes(contenu)


def _module(fichier: str) -> str:
    return fichier.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _importe(ligne: str) -> str:
    """Le module importé tel que l'outil le nomme : d'un paquet extérieur, il ne garde que la racine."""
    nom = ligne.split()[1]
    return nom if nom.split(".")[0] in PAQUETS else nom.split(".")[0]


def test_tous_les_contrats_sont_tenus_et_tous_sont_sabotes(copie):
    code, sortie = _verifier(copie)
    assert code == 0, sortie
    assert _contrats() == set(SABOTAGES)


@pytest.mark.parametrize("contrat", SABOTAGES)
def test_les_imports_interdits_sont_refuses(copie, contrat):
    with _sabote(copie, SABOTAGES[contrat]):
        code, sortie = _verifier(copie, contrat)
    assert code == 1, sortie
    assert "BROKEN" in sortie, sortie
    montre = " ".join(sortie.split("Broken contracts")[1].split())
    for fichier, ligne in SABOTAGES[contrat]:
        if not fichier.endswith("/utils.py"):
            assert f"{_module(fichier)} -> {_importe(ligne)}" in montre, sortie


@pytest.mark.parametrize("contrat", [c for c, s in SABOTAGES.items() if s[-1][0].endswith("/utils.py")])
def test_un_module_egare_est_refuse(copie, contrat):
    egare = SABOTAGES[contrat][-1]
    with _sabote(copie, [egare]):
        code, sortie = _verifier(copie, contrat)
    assert code == 1, sortie
    assert _module(egare[0]) in sortie, sortie
