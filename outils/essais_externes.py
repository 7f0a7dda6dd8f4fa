"""La suite sans navigateur contre un PostgreSQL extérieur, comme en production : rôles à mot de passe.

    .venv/bin/python outils/essais_externes.py [arguments de pytest]

`PG_ADMIN_URL` : un superutilisateur (par défaut celui de la machine, 127.0.0.1:5432). Si personne ne
répond, le dit et rend 0.
"""

import hashlib
import os
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from outils.commun import PYTHON, RACINE

ADMIN_PAR_DEFAUT = "postgres://postgres@127.0.0.1:5432/postgres"
BASE = "statutaire_externe"
VERSION_MINIMALE = 150000


def principal(arguments: list[str]) -> int:
    """Prépare rôles et base, puis devient pytest."""
    import psycopg

    from cdg_portal.cloisonnement.roles import preparer

    admin = os.environ.get("PG_ADMIN_URL", ADMIN_PAR_DEFAUT)
    try:
        with psycopg.connect(admin, connect_timeout=3) as cx:
            version, serveur = cx.info.server_version, f"{cx.info.host}:{cx.info.port}"
    except psycopg.OperationalError:
        if "PG_ADMIN_URL" in os.environ:
            raise
        print("Aucun PostgreSQL extérieur ne répond sur 127.0.0.1:5432 : suite externe non jouée.")
        return 0
    if version < VERSION_MINIMALE:
        print(f"PostgreSQL {version // 10000} est trop ancien (15 au moins) : suite externe non jouée.")
        return 0
    application, proprietaire = secrets.token_hex(16), secrets.token_hex(16)
    preparer(admin, base=BASE, mot_de_passe_app=application, mot_de_passe_proprietaire=proprietaire)
    os.environ["DATABASE_URL"] = f"postgres://cdg_app:{application}@{serveur}/{BASE}"
    os.environ["DATABASE_URL_PROPRIETAIRE"] = f"postgres://cdg_owner:{proprietaire}@{serveur}/{BASE}"
    os.environ["BASE_D_ESSAI"] = f"test_{BASE}_{hashlib.sha256(str(RACINE).encode()).hexdigest()[:8]}"
    print(f"PostgreSQL {version // 10000} extérieur ({serveur}), rôle applicatif.", flush=True)
    os.chdir(RACINE)
    pytest = [str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "loadscope", "-m", "not navigateur"]
    os.execv(pytest[0], [*pytest, *arguments])  # noqa: S606 - notre propre interpréteur


if __name__ == "__main__":
    sys.exit(principal(sys.argv[1:]))
