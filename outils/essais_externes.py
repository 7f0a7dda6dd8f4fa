"""La suite sans navigateur contre un PostgreSQL extérieur.

    .venv/bin/python outils/essais_externes.py [--dire-seulement] [arguments de pytest]

`DATABASE_URL` (cdg_app) et `DATABASE_URL_PROPRIETAIRE` (cdg_owner), si elles sont fournies, sont prises telles
quelles. Sinon, un serveur qui répond sans mot de passe sur 127.0.0.1:5432 est utilisé : rôles créés s'ils manquent,
jamais de mot de passe changé. Si personne ne répond, le dit et rend 0.
"""

import hashlib
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from outils.commun import PYTHON, RACINE

ADMIN = "postgres://postgres@127.0.0.1:5432/postgres"
BASE = "statutaire_externe"
VERSION_MINIMALE = 150000


def adresses() -> dict[str, str] | None:
    """Les deux adresses du serveur à éprouver, ou None (et la raison est dite)."""
    fournies = {nom: os.environ.get(nom, "") for nom in ("DATABASE_URL", "DATABASE_URL_PROPRIETAIRE")}
    if all(fournies.values()):
        print("PostgreSQL extérieur : adresses fournies par l'environnement.", flush=True)
        return fournies
    import psycopg

    try:
        with psycopg.connect(ADMIN, connect_timeout=3) as cx:
            version = cx.info.server_version
    except psycopg.OperationalError:
        print(
            "Aucun PostgreSQL extérieur ne répond sans mot de passe sur 127.0.0.1:5432 : suite externe non jouée."
        )
        return None
    if version < VERSION_MINIMALE:
        print(f"PostgreSQL {version // 10000} est trop ancien (15 au moins) : suite externe non jouée.")
        return None
    from cdg_portal.cloisonnement.roles import preparer

    preparer(ADMIN, base=BASE)
    print(f"PostgreSQL {version // 10000} extérieur (127.0.0.1:5432), rôle applicatif.", flush=True)
    serveur = f"127.0.0.1:5432/{BASE}"
    return {
        "DATABASE_URL": f"postgres://cdg_app@{serveur}",
        "DATABASE_URL_PROPRIETAIRE": f"postgres://cdg_owner@{serveur}",
    }


def principal(arguments: list[str]) -> int:
    """Prépare au besoin, puis devient pytest."""
    milieu = adresses()
    if milieu is None:
        return 0
    if arguments[:1] == ["--dire-seulement"]:
        return 10
    os.environ.update(milieu)
    os.environ["BASE_D_ESSAI"] = f"test_{BASE}_{hashlib.sha256(str(RACINE).encode()).hexdigest()[:8]}"
    os.chdir(RACINE)
    pytest = [str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "loadscope", "-m", "not navigateur"]
    os.execv(pytest[0], [*pytest, *arguments])  # noqa: S606 - notre propre interpréteur


if __name__ == "__main__":
    sys.exit(principal(sys.argv[1:]))
