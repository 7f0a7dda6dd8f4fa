"""Paquets Debian/Ubuntu nécessaires : installés si l'on est root, sinon la commande exacte est donnée."""

import importlib.util
import os
import shutil
import subprocess
import sys

from outils.commun import Arret

PDF = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation")
ESSAIS = ("poppler-utils", "qpdf")
NAVIGATEURS = ("chromium", "chromium-browser", "google-chrome")


def manquants(*, essais: bool) -> list[str]:
    """Paquets à installer sur cette machine, dans l'ordre."""
    voulus = [*PDF, *(ESSAIS if essais else ())]
    absents = [paquet for paquet in voulus if not _installe(paquet)]
    if essais and not any(shutil.which(nom) for nom in NAVIGATEURS):
        absents.append(_paquet_du_navigateur())
    if sys.version_info >= (3, 13) and not shutil.which("redis-server"):  # la roue s'arrête à Python 3.12
        absents.append("redis-server")
    if importlib.util.find_spec("ensurepip") is None and not shutil.which("uv"):
        absents.append(f"python3.{sys.version_info.minor}-venv")
    return absents


def completer(*, essais: bool) -> str:
    """Installe ce qui manque ; rend la phrase qui le dit."""
    if not shutil.which("dpkg-query"):
        return (
            "ni Debian ni Ubuntu : vérifiez que Pango, HarfBuzz-subset et une police Liberation sont "
            "installés (et, pour les essais, Chromium, poppler et qpdf)"
        )
    absents = manquants(essais=essais)
    if not absents:
        return "rien à installer"
    if os.geteuid() != 0:
        raise Arret(
            "Il manque des paquets système. Lancez cette commande, puis recommencez :\n\n"
            "    sudo apt-get update && sudo apt-get install -y --no-install-recommends "
            f"{' '.join(absents)}\n"
        )
    milieu = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    installer = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *absents]
    fait = subprocess.run(installer, env=milieu, capture_output=True, text=True, check=False)
    if fait.returncode:  # listes de paquets absentes ou périmées
        subprocess.run(["apt-get", "update", "-q"], env=milieu, capture_output=True, check=False)
        fait = subprocess.run(installer, env=milieu, capture_output=True, text=True, check=False)
    if fait.returncode:
        raise Arret(f"apt-get n'a pas pu installer {' '.join(absents)} :\n{fait.stdout}{fait.stderr}")
    return f"installés : {' '.join(absents)}"


def _paquet_du_navigateur() -> str:
    """`chromium` sur Debian ; Ubuntu ne connaît que `chromium-browser`."""
    for paquet in NAVIGATEURS[:2]:
        lu = subprocess.run(["apt-cache", "show", paquet], capture_output=True, check=False)
        if lu.returncode == 0:
            return paquet
    return NAVIGATEURS[0]


def _installe(paquet: str) -> bool:
    lu = subprocess.run(
        ["dpkg-query", "-W", "-f=${Status}", paquet], capture_output=True, text=True, check=False
    )
    return lu.stdout.endswith(" installed")
