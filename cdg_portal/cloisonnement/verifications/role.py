"""Le rôle connecté ne doit avoir ni pouvoir, ni héritage, ni création."""

from typing import Any

from cdg_portal.cloisonnement.roles import JOURNAL_MUET, ROLE_APPLICATION, ROLE_INTERNE

_POUVOIRS = {
    "rolcreaterole": "peut créer des rôles",
    "rolcreatedb": "peut créer des bases",
    "rolreplication": "peut répliquer la base",
}


def fautes_du_role(c: Any) -> list[str]:
    """Fautes du rôle de session et du rôle interne."""
    return _du_role_connecte(c) + _du_role_interne(c) + _creations(c) + _du_journal(c)


def _du_role_connecte(c: Any) -> list[str]:
    c.execute(
        "SELECT rolsuper OR rolbypassrls, rolname, rolinherit, rolcreaterole, rolcreatedb, rolreplication"
        " FROM pg_roles WHERE rolname = session_user"
    )
    contourne, nom, herite, *pouvoirs = c.fetchone()
    trouvees = []
    if contourne:
        trouvees.append(f"le rôle {nom} contourne la sécurité de ligne")
    if nom != ROLE_APPLICATION:
        trouvees.append(f"le rôle connecté est {nom}, attendu {ROLE_APPLICATION}")
    trouvees += [
        f"le rôle {nom} {texte}" for texte, tenu in zip(_POUVOIRS.values(), pouvoirs, strict=True) if tenu
    ]
    c.execute(
        "SELECT r.rolname FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls)"
        " AND r.rolname <> session_user AND pg_has_role(session_user, r.oid, 'MEMBER')"
    )
    trouvees += [f"le rôle {nom} est membre de {r}" for (r,) in c.fetchall()]
    c.execute("SELECT pg_has_role(session_user, %s, 'USAGE')", [ROLE_INTERNE])
    if herite or c.fetchone()[0]:
        trouvees.append(f"le rôle {nom} hérite de {ROLE_INTERNE} (NOINHERIT manquant)")
    return trouvees


def _du_role_interne(c: Any) -> list[str]:
    """Pris pour une seule transaction : il ne se connecte pas et n'a aucun pouvoir de plus."""
    c.execute(
        "SELECT rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
        " FROM pg_roles WHERE rolname = %s",
        [ROLE_INTERNE],
    )
    trouve = c.fetchone()
    if trouve is None:
        return [f"le rôle {ROLE_INTERNE} n'existe pas"]
    se_connecte, puissant = trouve
    trouvees = [f"le rôle {ROLE_INTERNE} peut se connecter (LOGIN)"] if se_connecte else []
    return trouvees + ([f"le rôle {ROLE_INTERNE} a un pouvoir d'administration"] if puissant else [])


def _creations(c: Any) -> list[str]:
    """Une table, une vue ou une fonction créée par l'application échapperait à toutes les politiques."""
    c.execute(
        "SELECT r, has_schema_privilege(r, 'public', 'CREATE'),"
        " has_database_privilege(r, current_database(), 'CREATE')"
        " FROM unnest(ARRAY[session_user::text, %s]) r WHERE EXISTS (SELECT 1 FROM pg_roles WHERE rolname = r)",
        [ROLE_INTERNE],
    )
    trouvees = []
    for role, dans_le_schema, dans_la_base in c.fetchall():
        if dans_le_schema:
            trouvees.append(f"le rôle {role} peut créer dans le schéma public")
        if dans_la_base:
            trouvees.append(f"le rôle {role} peut créer un schéma dans la base")
    return trouvees


def _du_journal(c: Any) -> list[str]:
    """Le journal de PostgreSQL ne recopie ni les ordres en erreur, ni leurs valeurs."""
    c.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(JOURNAL_MUET)])
    return [
        f"PostgreSQL journaliserait des données d'agents : {nom} vaut {vaut}, attendu {JOURNAL_MUET[nom]}"
        f" pour le rôle {ROLE_APPLICATION} (outils/preparer_base.py le règle)"
        for nom, vaut in sorted(c.fetchall())
        if vaut != JOURNAL_MUET[nom]
    ]
