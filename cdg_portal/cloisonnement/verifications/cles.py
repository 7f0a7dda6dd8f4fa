"""Les clés : une ligne ne désigne que celles de sa collectivité, et un doublon ne révèle pas celles d'autrui."""

from typing import Any

# Unicités qui dépassent une collectivité, et pourquoi leur violation n'apprend rien d'autrui.
UNICITES_ADMISES = {
    "numero": "numéro tiré par le serveur, jamais saisi",
    "empreinte": "SHA-256 d'un secret tiré au hasard",
    "uid": "identifiant de 128 bits tiré par le serveur",
    "siren": "donnée publique, créée par le Centre de gestion seul",
    "est_cdg": "une seule ligne, celle du Centre de gestion",
    "emetteur": "la clé d'idempotence est celle de qui envoie",
}


def fautes_des_cles(
    c: Any, liens: dict[str, set[str]], exemptes: dict[str, set[str]], cloisonnees: dict[str, str]
) -> list[str]:
    """`liens` : table → colonnes vers une table cloisonnée ; `exemptes` : celles qui désignent autrui à dessein."""
    c.execute(
        "SELECT conrelid::regclass::text, array_agg(a.attname::text ORDER BY k.rang), bool_and(con.convalidated)"
        " FROM pg_constraint con CROSS JOIN LATERAL unnest(con.conkey) WITH ORDINALITY k(col, rang)"
        " JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.col"
        " WHERE con.contype = 'f' AND con.connamespace = 'public'::regnamespace GROUP BY con.oid, con.conrelid"
    )
    composees: dict[str, set[str]] = {}
    for table, colonnes, validee in c.fetchall():
        if len(colonnes) == 2 and colonnes[0] == "collectivite_id" and validee:
            composees.setdefault(table, set()).add(colonnes[1])
    trouvees = [
        f"la colonne {colonne} de {table} n'a pas de clé composée avec collectivite_id"
        for table, colonnes in sorted(liens.items())
        for colonne in sorted(colonnes - composees.get(table, set()))
    ]
    bornees = {table: composees.get(table, set()) | exemptes.get(table, set()) for table in cloisonnees}
    return trouvees + _fautes_des_unicites(c, cloisonnees, bornees)


def _fautes_des_unicites(c: Any, cloisonnees: dict[str, str], bornees: dict[str, set[str]]) -> list[str]:
    c.execute(
        "SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text,"
        " (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0])"
        " FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
        " WHERE i.indisunique AND NOT i.indisprimary AND t.relnamespace = 'public'::regnamespace"
    )
    trouvees = []
    for table, index, colonne in c.fetchall():
        if table not in cloisonnees or colonne == "collectivite_id" or colonne in UNICITES_ADMISES:
            continue
        # L'objet désigné est déjà de la même collectivité : son unicité ne dit rien des autres.
        if colonne not in bornees[table]:
            trouvees.append(f"l'unicité {index} de {table} ne commence pas par collectivite_id")
    return trouvees
