"""Les déclencheurs sans lesquels rien ne s'écrit : celui des maillons, et ceux de l'historique.

Là, actifs, tels que le portail les pose, et leurs fonctions aussi : `CREATE OR REPLACE FUNCTION` suffirait à en faire
un déclencheur qui ne fait rien.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pgtrigger

from cdg_portal.journal.selectors.tables import TableChainee, tables_chainees

MAILLON = "journal_maillon"
# Ce que l'on consulte avant d'écrire chaque historique : qu'elle réponde « ignorer », et plus rien ne s'écrit.
IGNORER = "_pgtrigger_should_ignore"
# SHA-256 du corps de chaque fonction de maillon, posée par une migration : qui la change change aussi cette ligne.
CORPS_DES_MAILLONS = {
    "journal_enchainer_commun": "5d6664fd1765aed89bfaaee2dd6c7374dd1d2eb9581e2bb48b2f22ffddd0b81a",
    "journal_enchainer_compte": "c83159b2161837b5a546bc6a2a891bcec1eab4372b340e8dca76e1df8c8baa9b",
    "journal_enchainer_id": "a50f99fd308888a56ea753772dc5f7f0ffbef587e932fdf4c06d32185123b76f",
    "journal_enchainer_pgh_id": "e4351fd626e744af40684990bdff1140d9b8fe94e5a08cd8663cfae5178554fc",
}
_FONCTIONS = re.compile(r"CREATE OR REPLACE FUNCTION (\S+?)\(.*?\$\$(.*?)\$\$ LANGUAGE", re.DOTALL)
_DECLENCHEUR = re.compile(r"CREATE\s+TRIGGER .*?;", re.DOTALL)
_DECOR = re.compile(r'[\s();"]|public\.|::text')


@dataclass(frozen=True, slots=True)
class Pose:
    """Un déclencheur tel qu'il est dans la base ; `corps` : SHA-256 du texte de sa fonction, réglages compris."""

    actif: bool
    definition: str
    corps: str


def _poses(c: Any) -> dict[tuple[str, str], Pose]:
    """Les déclencheurs du schéma du portail, par table et nom."""
    c.execute(
        "SELECT r.relname, t.tgname, t.tgenabled IN ('O', 'A'), pg_get_triggerdef(t.oid), p.prosrc, p.proconfig"
        " FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND r.relnamespace = 'public'::regnamespace"
    )
    return {
        (table, nom): Pose(actif, _forme(definition), empreinte(corps, reglages))
        for table, nom, actif, definition, corps, reglages in c.fetchall()
    }


def empreinte(corps: str, reglages: Any = None) -> str:
    """SHA-256 du corps d'une fonction ; un réglage posé sur elle (`SET search_path`) la détournerait aussi bien."""
    return hashlib.sha256(f"{corps}{reglages or ''}".encode()).hexdigest()


def _forme(definition: str) -> str:
    """Un déclencheur sans ce que PostgreSQL ajoute en le relisant (schéma, parenthèses, guillemets, types)."""
    return _DECOR.sub("", definition.lower()).replace("executeprocedure", "executefunction")


def sans_declencheur(c: Any) -> set[str]:
    """Les tables chaînées dont le déclencheur manque ou est coupé."""
    poses = _poses(c)
    return {t.nom for t in tables_chainees() if not _actif(poses.get((t.nom, MAILLON)))}


def declencheurs_coupes(c: Any) -> set[str]:
    """Les tables chaînées dont le déclencheur est là, mais coupé."""
    return {table for (table, nom), pose in _poses(c).items() if nom == MAILLON and not pose.actif}


def fautes_des_declencheurs(c: Any) -> list[str]:
    """Déclencheurs d'historique ou de maillon absents, coupés ou refaits, en clair ; vide si tout est en place."""
    poses = _poses(c)
    fautes = []
    for table in tables_chainees():
        pose = poses.get((table.nom, MAILLON))
        if not _actif(pose):
            fautes.append(
                f"la table {table.nom} n'a plus son déclencheur {MAILLON} : ses nouvelles lignes ne sont pas chaînées"
            )
        elif pose != _maillon_attendu(table):
            fautes.append(_refait(table.nom, MAILLON))
    for (nom_de_table, nom), attendue in _historiques_attendus().items():
        pose = poses.get((nom_de_table, nom))
        if not _actif(pose):
            fautes.append(
                f"la table {nom_de_table} n'a plus son déclencheur {nom} : son historique ne s'écrit plus"
            )
        elif pose != attendue:
            fautes.append(_refait(nom_de_table, nom))
    return sorted(fautes) + _garde_refaite(c)


def _actif(pose: Pose | None) -> bool:
    return pose is not None and pose.actif


def _refait(table: str, nom: str) -> str:
    return f"le déclencheur {nom} de la table {table}, ou sa fonction, n'est plus celui du portail"


def _maillon_attendu(table: TableChainee) -> Pose:
    pose = f"CREATE TRIGGER {MAILLON} AFTER INSERT ON {table.nom} FOR EACH ROW EXECUTE FUNCTION {table.fonction}()"
    return Pose(True, _forme(pose), CORPS_DES_MAILLONS[table.fonction])


@cache
def _historiques_attendus() -> dict[tuple[str, str], Pose]:
    """Ce que pgtrigger poserait aujourd'hui : il ne change pas tant que ce processus vit."""
    attendus = {}
    for modele, declencheur in pgtrigger.registered():
        nom, ordre = declencheur.get_pgid(modele), declencheur.compile(modele).install_sql
        trouve = _DECLENCHEUR.search(ordre)
        assert trouve is not None  # pgtrigger pose toujours un déclencheur
        corps = dict(_FONCTIONS.findall(ordre))[nom]
        attendus[(modele._meta.db_table, nom)] = Pose(True, _forme(trouve[0]), empreinte(corps))
    return attendus


@cache
def _garde_attendue() -> str:
    modele, declencheur = pgtrigger.registered()[0]
    corps = dict(_FONCTIONS.findall(declencheur.compile(modele).install_sql))
    return empreinte(corps[f'"public".{IGNORER}'])


def _garde_refaite(c: Any) -> list[str]:
    c.execute(
        "SELECT prosrc, proconfig FROM pg_proc WHERE proname = %s AND pronamespace = 'public'::regnamespace",
        [IGNORER],
    )
    if [empreinte(*ligne) for ligne in c.fetchall()] == [_garde_attendue()]:
        return []
    return [f"la fonction {IGNORER} n'est plus celle du portail : l'historique peut ne plus s'écrire"]
