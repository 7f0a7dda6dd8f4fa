"""Contrôle de démarrage : le web et les workers refusent une base qui ne cloisonne pas vraiment."""

import sys
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import connections

from cdg_portal.cloisonnement.modeles import ModeleCloisonne
from cdg_portal.cloisonnement.verifications.cles import fautes_des_cles
from cdg_portal.cloisonnement.verifications.formation import fautes_de_la_formation
from cdg_portal.cloisonnement.verifications.objets import fautes_des_objets
from cdg_portal.cloisonnement.verifications.role import fautes_du_role
from cdg_portal.cloisonnement.verifications.tables import fautes_des_tables

CODE_DE_REFUS = 3
Controle = Callable[[Any], list[str]]
# Contrôles des couches au-dessus (journal) : chacun reçoit un curseur.
_ajoutes: list[Controle] = []


def ajouter(controle: Controle) -> None:
    """Un contrôle de plus, au chargement de l'app qui le connaît."""
    if controle not in _ajoutes:
        _ajoutes.append(controle)


def modeles_cloisonnes() -> list[Any]:
    """Tous les modèles dont les lignes appartiennent à une collectivité."""
    return [m for m in apps.get_models() if issubclass(m, ModeleCloisonne) and m._meta.managed]


def liens_cloisonnes() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Par table, les colonnes qui désignent une ligne d'une table cloisonnée : (tenues à une clé composée, exemptées).

    Un historique copie les colonnes de sa table : il n'a pas de clés à lui.
    """
    trouves: dict[str, set[str]] = {}
    exemptes: dict[str, set[str]] = {}
    for modele in modeles_cloisonnes():
        if modele.CLE_PERIMETRE == "id" or hasattr(modele, "pgh_tracked_model"):
            continue
        for champ in modele._meta.concrete_fields:
            cible = champ.related_model
            if cible and issubclass(cible, ModeleCloisonne) and cible.CLE_PERIMETRE != "id":
                table = exemptes if champ.name in modele.HORS_CLOISON else trouves
                table.setdefault(modele._meta.db_table, set()).add(champ.column)
    return trouves, exemptes


def fautes(using: str = "default") -> list[str]:
    """Ce qui rend la seconde couche inopérante pour le rôle connecté ; liste vide si tout est en ordre."""
    from django.conf import settings

    cloisonnees = {m._meta.db_table: str(m.CLE_PERIMETRE) for m in modeles_cloisonnes()}
    with connections[using].cursor() as c:
        return (
            fautes_du_role(c)
            + fautes_des_tables(c, cloisonnees)
            + fautes_des_cles(c, *liens_cloisonnes(), cloisonnees)
            + fautes_des_objets(c)
            + [faute for controle in _ajoutes for faute in controle(c)]
            + fautes_de_la_formation(c, attendue=settings.MODE_FORMATION)
        )


def refuser_si_faute(qui: str = "Portail") -> None:
    """Arrête ce processus (code 3) si une faute est constatée, et dit lesquelles sur la sortie d'erreur."""
    constatees = fautes()
    connections.close_all()  # aussi avant le fork des enfants d'un worker
    if constatees:
        print(f"{qui} refusé : " + " ; ".join(constatees), file=sys.stderr, flush=True)
        raise SystemExit(CODE_DE_REFUS)


def _en_proprietaire() -> bool:
    """Une migration tourne sous le propriétaire : elle pose la seconde couche, elle n'y est pas soumise."""
    from django.conf import settings

    return bool(settings.PROPRIETAIRE) and (
        connections["default"].settings_dict["USER"] == settings.PROPRIETAIRE.get("USER")
    )


def enregistrer() -> None:
    """Enregistre le contrôle système (`check --database default`, et au lancement des commandes serveur)."""

    @checks.register(checks.Tags.database)
    def cloisonnement(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
        if not databases or "default" not in databases or _en_proprietaire():
            return []
        return [checks.Error(faute, id="cloisonnement.E001") for faute in fautes()]
