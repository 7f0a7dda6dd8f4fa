"""La composition de production, lue : services, sondes, commandes existantes, aucun secret par défaut."""

import importlib.util
import re
import shutil
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

RACINE = Path(__file__).resolve().parents[2]
NOTRES = {"roles", "migration", "web", "worker", "beat"}
DURABLES = {"postgres", "redis", "web", "worker", "beat"}
SECRETS = (
    "SECRET_KEY",
    "CLES_DE_CHIFFREMENT",
    "EMAIL_URL",
    "POSTGRES_PASSWORD",
    "MOT_DE_PASSE_APP",
    "MOT_DE_PASSE_PROPRIETAIRE",
)
REFERENCE = re.compile(r"\$\{(\w+)(:[-?])?([^}]*)\}")


@cache
def composition() -> dict[str, Any]:
    return dict(yaml.safe_load((RACINE / "docker-compose.yml").read_text()))


def service(nom: str) -> dict[str, Any]:
    return dict(composition()["services"][nom])


def dockerfile() -> list[str]:
    """Les instructions du Dockerfile, lignes continuées réunies."""
    texte = (RACINE / "Dockerfile").read_text().replace("\\\n", " ")
    return [ligne for ligne in texte.splitlines() if ligne and not ligne.startswith("#")]


def test_les_services_attendus_sont_la() -> None:
    assert set(composition()["services"]) == NOTRES | {"postgres", "redis"}


@pytest.mark.parametrize("nom", sorted(DURABLES))
def test_chaque_service_durable_a_une_sonde_et_redemarre(nom: str) -> None:
    assert service(nom)["healthcheck"]["test"]
    assert service(nom)["restart"] == "unless-stopped"


def test_l_ordre_roles_migration_puis_le_reste() -> None:
    assert service("roles")["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert service("migration")["depends_on"] == {"roles": {"condition": "service_completed_successfully"}}
    for nom in ("web", "worker", "beat"):
        apres = service(nom)["depends_on"]
        assert apres["migration"] == {"condition": "service_completed_successfully"}
        assert apres["redis"] == {"condition": "service_healthy"}


def test_le_proprietaire_n_est_connu_que_de_ce_qui_migre() -> None:
    porteurs = {nom for nom in NOTRES if "DATABASE_URL_PROPRIETAIRE" in service(nom)["environment"]}
    assert porteurs == {"roles", "migration"}
    assert {nom for nom in NOTRES if "PG_ADMIN_URL" in service(nom)["environment"]} == {"roles"}


def test_les_volumes_sont_declares_et_les_donnees_gardees() -> None:
    utilises = {
        volume.split(":")[0] for s in composition()["services"].values() for volume in s.get("volumes", [])
    }
    assert utilises == set(composition()["volumes"])
    assert service("web")["volumes"] == service("worker")["volumes"], "le worker archive ce que le web sert"


@pytest.mark.parametrize("nom", sorted(NOTRES - {"web"}))
def test_la_commande_de_chaque_service_existe(nom: str) -> None:
    commande_existe(service(nom)["command"])


def test_la_commande_de_l_image_existe() -> None:
    ligne = next(ligne for ligne in dockerfile() if ligne.startswith("CMD "))
    commande_existe(yaml.safe_load(ligne.removeprefix("CMD ")))


@pytest.mark.parametrize("nom", ["web", "beat"])
def test_la_sonde_de_nos_services_existe(nom: str) -> None:
    commande_existe(service(nom)["healthcheck"]["test"][1:])


def commande_existe(commande: list[str]) -> None:
    programme, *arguments = commande
    if programme == "python":
        assert (RACINE / arguments[0]).is_file()
        if arguments[0] == "manage.py":
            assert arguments[1] in get_commands()
        return
    assert shutil.which(programme, path=str(RACINE / ".venv" / "bin")), programme
    if programme == "gunicorn":
        module, objet = arguments[0].split(":")
        assert importlib.util.find_spec(module) is not None and objet == "application"


@pytest.mark.parametrize("secret", SECRETS)
def test_aucun_secret_par_defaut(secret: str) -> None:
    texte = (RACINE / "docker-compose.yml").read_text()
    usages = [(forme, suite) for nom, forme, suite in REFERENCE.findall(texte) if nom == secret]
    assert usages and all(forme == ":?" and suite for forme, suite in usages)
    assert f"\n{secret}=\n" in (RACINE / ".env.example").read_text(), "montré vide dans .env.example"


def test_chaque_variable_est_expliquee() -> None:
    """Celles de la composition et des réglages figurent dans .env.example, sous un commentaire."""
    lignes = (RACINE / ".env.example").read_text().splitlines()
    expliquees = set()
    for precedente, ligne in pairwise(lignes):
        if (trouve := re.match(r"(?:# )?([A-Z][A-Z_]+)=", ligne)) and precedente.startswith("#"):
            expliquees.add(trouve[1])
    voulues = {nom for nom, *_ in REFERENCE.findall((RACINE / "docker-compose.yml").read_text())}
    for reglages in (RACINE / "cdg_portal" / "settings").glob("*.py"):
        voulues |= set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", reglages.read_text()))
    assert voulues - expliquees == set()


def test_l_image_ne_tourne_pas_en_root_et_n_emporte_aucun_secret() -> None:
    instructions = dockerfile()
    comptes = [ligne.split()[1] for ligne in instructions if ligne.startswith("USER ")]
    assert comptes and comptes[-1] not in {"root", "0"}
    derniere = max(rang for rang, ligne in enumerate(instructions) if ligne.startswith("USER "))
    assert not any(ligne.startswith(("RUN", "COPY")) for ligne in instructions[derniere:])
    assert not any(re.match(r"(ENV|ARG) .*(SECRET|PASSWORD|MOT_DE_PASSE)", ligne) for ligne in instructions)
    assert {".env", ".git", "var"} <= set((RACINE / ".dockerignore").read_text().split())


def test_les_dependances_de_l_image_sont_verrouillees() -> None:
    installation = next(ligne for ligne in dockerfile() if "pip install" in ligne)
    assert "--require-hashes" in installation and "requirements/base.txt" in "".join(dockerfile())
    for verrou in ("base.txt", "dev.txt"):
        texte = (RACINE / "requirements" / verrou).read_text()
        paquets = re.findall(r"^[a-z0-9].*==", texte, re.MULTILINE)
        assert len(paquets) == len(re.findall(r"(?:==.*\\\n)\s+--hash=sha256:", texte)), (
            "un paquet sans empreinte"
        )
        assert "://" not in texte, "aucun hôte dans un verrou"
    assert '"resolved"' not in (RACINE / "package-lock.json").read_text()
