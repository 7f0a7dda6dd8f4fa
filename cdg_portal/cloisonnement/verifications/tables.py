"""Chaque table d'une collectivité : sécurité forcée, politiques exactes, droits bornés, partitions comprises."""

import re
from typing import Any

from cdg_portal.cloisonnement.droits import tables_en_ajout_seul
from cdg_portal.cloisonnement.operations import POLITIQUE
from cdg_portal.cloisonnement.roles import ROLE_APPLICATION, ROLE_INTERNE

_COMMANDES = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
# Le type d'un littéral seulement : converti (`::integer::boolean::integer`), un numéro de colonne en devient un autre.
_DECOR = re.compile(r"(?<=')::text\b|\bas \"?\w+\"?|[\s()\"]")


def forme(expression: str | None) -> str:
    """Une expression de politique sans ce que PostgreSQL y ajoute : type d'un littéral, alias, parenthèses."""
    return _DECOR.sub("", (expression or "").lower())


def _admises(colonne: str) -> tuple[frozenset[str], frozenset[str]]:
    """Les conditions connues : pour toute commande, et pour la lecture seule (ses propres habilitations)."""
    perimetre = forme(POLITIQUE.format(col=colonne))
    titulaire = forme("compte_id::text = (SELECT current_setting('app.utilisateur', true))")
    return frozenset({perimetre}), frozenset({perimetre, titulaire})


def fautes_des_tables(c: Any, cloisonnees: dict[str, str]) -> list[str]:
    """`cloisonnees` : table → colonne de cloisonnement de chaque modèle déclaré."""
    c.execute(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,"
        " pg_get_userbyid(c.relowner) IN (session_user, %s),"
        " has_table_privilege(session_user, c.oid, 'TRUNCATE') OR has_table_privilege(%s, c.oid, 'TRUNCATE'),"
        " EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid),"
        " EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'collectivite_id'),"
        " (SELECT coalesce(pg_partition_root(c.oid), i.inhparent)::regclass::text"
        "   FROM pg_inherits i WHERE i.inhrelid = c.oid LIMIT 1)"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')",
        [ROLE_INTERNE, ROLE_INTERNE],
    )
    tables = {ligne[0]: ligne[1:] for ligne in c.fetchall()}
    trouvees = []
    for table in sorted(cloisonnees):
        if table not in tables:
            trouvees.append(f"la table {table} n'existe pas (migrations en attente)")
            continue
        forcee, _, _, politique, _, _ = tables[table]
        if not forcee or not politique:
            trouvees.append(f"la table {table} n'a pas de sécurité de ligne forcée")
    for table, (forcee, possede, vide, politique, porte_la_cle, mere) in sorted(tables.items()):
        # Toutes les tables, les rôles que l'application peut prendre compris : posséder ou vider ignore les politiques.
        if possede:
            trouvees.append(f"l'application possède la table {table}")
        if vide:
            trouvees.append(f"l'application peut vider la table {table}")
        if mere in cloisonnees:
            # Lue directement, une partition n'obéit pas aux politiques de sa table mère.
            if not forcee or not politique:
                trouvees.append(f"la partition {table} de {mere} n'a pas de sécurité de ligne forcée")
        elif porte_la_cle and table not in cloisonnees:
            trouvees.append(f"la table {table} porte collectivite_id sans modèle cloisonné")
    partitions = {table: cloisonnees[mere] for table, (*_, mere) in tables.items() if mere in cloisonnees}
    return (
        trouvees
        + _fautes_des_politiques(c, cloisonnees | partitions, set(tables))
        + _fautes_des_droits(c, set(tables))
    )


def _fautes_des_politiques(c: Any, cloisonnees: dict[str, str], existantes: set[str]) -> list[str]:
    """Une politique de trop ouvre la table (elles s'additionnent) ; une commande sans politique la ferme."""
    c.execute(
        "SELECT polrelid::regclass::text, polname, polcmd::text, polpermissive,"
        " pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid),"
        " 0 = ANY(polroles) OR EXISTS (SELECT 1 FROM unnest(polroles) r"
        "   WHERE r <> 0 AND pg_get_userbyid(r) <> %s AND pg_has_role(%s, r, 'MEMBER')),"
        " 0 = ANY(polroles) OR EXISTS (SELECT 1 FROM unnest(polroles) r WHERE r <> 0 AND pg_get_userbyid(r) = %s)"
        " FROM pg_policy ORDER BY 1, 2",
        [ROLE_INTERNE, ROLE_APPLICATION, ROLE_INTERNE],
    )
    trouvees: list[str] = []
    couvertes: dict[str, set[str]] = {table: set() for table in cloisonnees}
    internes: set[str] = set()
    for table, nom, commande, permissive, lit, ecrit, pour_l_application, pour_l_interne in c.fetchall():
        if table not in cloisonnees or not permissive:  # restrictive : elle ne peut que retirer
            continue
        if pour_l_interne and commande == "*":
            internes.add(table)
        if not pour_l_application:
            continue
        toutes, en_lecture = _admises(cloisonnees[table])
        admises = en_lecture if commande == "r" else toutes
        if any(forme(e) not in admises for e in (lit, ecrit) if e is not None):
            trouvees.append(f"la politique {nom} ouvre la table {table} au-delà du périmètre")
        elif forme(lit if lit is not None else ecrit) in toutes:
            couvertes[table] |= set(_COMMANDES) if commande == "*" else {commande}
    for table in sorted(set(cloisonnees) & existantes):
        if manquantes := [sql for code, sql in _COMMANDES.items() if code not in couvertes[table]]:
            trouvees.append(
                f"la table {table} n'a pas de politique de périmètre pour {', '.join(manquantes)}"
            )
        if table not in internes:
            trouvees.append(f"la table {table} n'a pas de politique pour {ROLE_INTERNE}")
    return trouvees


def _fautes_des_droits(c: Any, existantes: set[str]) -> list[str]:
    """Ce qui ne fait que s'allonger ne se modifie ni ne s'efface."""
    c.execute(
        "SELECT t, d FROM unnest(%s::text[]) t, unnest(ARRAY['UPDATE', 'DELETE']) d"
        " WHERE has_table_privilege(session_user, t, d) OR has_table_privilege(%s, t, d)",
        [sorted(set(tables_en_ajout_seul()) & existantes), ROLE_INTERNE],
    )
    return [f"la table {t}, en ajout seul, admet {d}" for t, d in c.fetchall()]
