"""Contrôle de démarrage : le web et les workers refusent une base qui ne cloisonne pas vraiment."""

from typing import Any

from django.apps import apps
from django.core import checks
from django.db import connections

from cdg_portal.cloisonnement.modeles import ModeleCloisonne
from cdg_portal.cloisonnement.roles import ROLE_APPLICATION, ROLE_INTERNE


def modeles_cloisonnes() -> list[Any]:
    """Tous les modèles dont les lignes appartiennent à une collectivité."""
    return [m for m in apps.get_models() if issubclass(m, ModeleCloisonne) and m._meta.managed]


def fautes(using: str = "default") -> list[str]:
    """Ce qui rend la seconde couche inopérante ; liste vide si tout est en ordre.

    Sans effet quand l'utilisateur n'est pas le rôle applicatif mais le propriétaire connu (migrations).
    """
    from django.conf import settings

    cx = connections[using]
    if settings.PROPRIETAIRE and cx.settings_dict["USER"] == settings.PROPRIETAIRE.get("USER"):
        return []
    with cx.cursor() as c:
        return _fautes_du_role(c) + _fautes_des_tables(c) + _fautes_des_objets(c)


def _fautes_du_role(c: Any) -> list[str]:
    trouvees = []
    c.execute("SELECT rolsuper, rolbypassrls, rolname, rolinherit FROM pg_roles WHERE rolname = session_user")
    superutilisateur, contourne, nom, herite = c.fetchone()
    if superutilisateur or contourne:
        trouvees.append(f"le rôle {nom} contourne la sécurité de ligne")
    if nom != ROLE_APPLICATION:
        trouvees.append(f"le rôle connecté est {nom}, attendu {ROLE_APPLICATION}")
    c.execute(
        "SELECT r.rolname FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls)"
        " AND r.rolname <> session_user AND pg_has_role(session_user, r.oid, 'MEMBER')"
    )
    trouvees += [f"le rôle {nom} est membre de {r}" for (r,) in c.fetchall()]
    c.execute("SELECT pg_has_role(session_user, %s, 'USAGE')", [ROLE_INTERNE])
    if herite or c.fetchone()[0]:
        trouvees.append(f"le rôle {nom} hérite de {ROLE_INTERNE} (NOINHERIT manquant)")
    return trouvees


def _fautes_des_tables(c: Any) -> list[str]:
    trouvees = []
    c.execute(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, pg_get_userbyid(c.relowner) = session_user,"
        " has_table_privilege(session_user, c.oid, 'TRUNCATE'),"
        " EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid),"
        " EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'collectivite_id')"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"
    )
    tables = {ligne[0]: ligne[1:] for ligne in c.fetchall()}
    declarees = {m._meta.db_table for m in modeles_cloisonnes()}
    for table in sorted(declarees):
        if table not in tables:
            trouvees.append(f"la table {table} n'existe pas (migrations en attente)")
            continue
        forcee, possede, vide, politique, _ = tables[table]
        if not forcee or not politique:
            trouvees.append(f"la table {table} n'a pas de sécurité de ligne forcée")
        if possede:
            trouvees.append(f"le rôle connecté possède la table {table}")
        if vide:
            trouvees.append(f"le rôle connecté peut vider la table {table}")
    for table, (*_, porte_la_cle) in sorted(tables.items()):
        if porte_la_cle and table not in declarees:
            trouvees.append(f"la table {table} porte collectivite_id sans modèle cloisonné")
    return trouvees


def _fautes_des_objets(c: Any) -> list[str]:
    c.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
        " AND c.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY(c.reloptions), false)"
    )
    trouvees = [f"la vue {v} s'exécute avec les droits de son propriétaire" for (v,) in c.fetchall()]
    c.execute(
        "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND p.prosecdef"
    )
    return trouvees + [f"la fonction {f} est SECURITY DEFINER" for (f,) in c.fetchall()]


def refuser_si_faute() -> None:
    """Arrête le processus web si une faute est constatée."""
    constatees = fautes()
    connections.close_all()
    if constatees:
        raise SystemExit("Portail refusé : " + " ; ".join(constatees))


def enregistrer() -> None:
    """Enregistre le contrôle système (`check --database default`, et au lancement des commandes serveur)."""

    @checks.register(checks.Tags.database)
    def cloisonnement(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
        if not databases or "default" not in databases:
            return []
        return [checks.Error(faute, id="cloisonnement.E001") for faute in fautes()]
