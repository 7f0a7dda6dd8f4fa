"""docs/modele.md dit vrai : toutes les tables y sont, une fois, avec leurs marques."""

import re
from pathlib import Path

from django.apps import apps
from django.db import connection

from cdg_portal.cloisonnement.modeles import ModeleCloisonne

CARTE = Path(__file__).resolve().parents[2] / "docs" / "modele.md"
LIGNE = re.compile(r"^\| `(\w+)` \| ([^|]+) \|", re.MULTILINE)
# allauth : seconds facteurs (secrets chiffrés), sessions suivies ; aucune ligne d'agent.
ALLAUTH = ("account", "mfa", "usersessions")
TIERS = ("auth", "admin", "contenttypes", "sessions", "pghistory", "pgtrigger", *ALLAUTH)


def _figees_en_cours_de_vie():
    """Tables modifiables gardées par un déclencheur d'immutabilité."""
    with connection.cursor() as c:
        c.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%_immuable_maj'")
        return {table for (table,) in c.fetchall()}


def test_la_carte_est_complete_et_vraie(db):
    figees = _figees_en_cours_de_vie()
    suivis = {m.pgh_tracked_model for m in apps.get_models() if hasattr(m, "pgh_tracked_model")}
    attendues = []
    for modele in apps.get_models():
        # Un modèle mandataire (second facteur d'allauth) n'a pas de table à lui.
        if modele._meta.app_label in TIERS or hasattr(modele, "pgh_tracked_model") or modele._meta.proxy:
            continue
        ajout_seul = getattr(modele, "AJOUT_SEUL", False)
        marques = {
            "C" if issubclass(modele, ModeleCloisonne) else "G": True,
            "†": ajout_seul,
            "(†)": modele._meta.db_table in figees and not ajout_seul,
            "H": modele in suivis,
        }
        attendues.append((modele.__name__, {m for m, vraie in marques.items() if vraie}))
    lues = [(nom, set(marques.split())) for nom, marques in LIGNE.findall(CARTE.read_text())]
    assert sorted(lues, key=lambda x: x[0]) == sorted(attendues, key=lambda x: x[0])
