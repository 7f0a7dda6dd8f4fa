"""Crée ou rectifie les rôles et la base d'un PostgreSQL extérieur, une fois, avant la première migration.

    python outils/preparer_base.py

Lit PG_ADMIN_URL (superutilisateur), DATABASE_URL (cdg_app) et DATABASE_URL_PROPRIETAIRE (cdg_owner).
Rejouable : sert aussi à changer un mot de passe.
"""

import os
import sys
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from outils.commun import Arret


def adresse(variable: str, role: str) -> SplitResult:
    """L'adresse d'une variable, dont le rôle et le mot de passe sont exigés."""
    valeur = os.environ.get(variable)
    if not valeur:
        raise Arret(f"{variable} est obligatoire.")
    lue = urlsplit(valeur)
    if lue.username != role or not lue.password:
        raise Arret(f"{variable} doit porter le rôle {role} et un mot de passe.")
    return lue


def principal() -> None:
    """Vérifie la cohérence des trois adresses, puis prépare."""
    from cdg_portal.cloisonnement.roles import preparer

    admin = os.environ.get("PG_ADMIN_URL")
    if not admin:
        raise Arret("PG_ADMIN_URL (superutilisateur de PostgreSQL) est obligatoire.")
    application = adresse("DATABASE_URL", "cdg_app")
    proprietaire = adresse("DATABASE_URL_PROPRIETAIRE", "cdg_owner")
    if application.path != proprietaire.path:
        raise Arret("DATABASE_URL et DATABASE_URL_PROPRIETAIRE doivent nommer la même base.")
    base = unquote(application.path.lstrip("/"))
    preparer(
        admin,
        base=base,
        mot_de_passe_app=unquote(application.password or ""),
        mot_de_passe_proprietaire=unquote(proprietaire.password or ""),
    )
    print(f"Base « {base} » et rôles prêts.")


if __name__ == "__main__":
    principal()
