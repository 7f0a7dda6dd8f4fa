"""Retouches d'un superutilisateur, déclencheurs coupés sauf un geste : chacune prend une ligne scellée au hasard."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from bench.journal_outils.reecriture import tout_rechainer
from cdg_portal.journal.selectors.chaine import fixer_les_formes
from cdg_portal.journal.selectors.tables import tables_chainees

CHAINE = {"journal_maillon": "id", "journal_feuille": "maillon_id", "journal_scellement": "n"}
# Comment changer une valeur selon son type, sans jamais retomber sur la même.
AUTRE_VALEUR = {
    "bool": "NOT coalesce({c}, false)",
    "uuid": "gen_random_uuid()",
    "date": "coalesce({c}, DATE '2020-01-01') + 1",
    "timestamptz": "coalesce({c}, now()) + interval '1 millisecond'",
    "jsonb": "coalesce({c}, '{{}}') || '{{\"retouche\": 1}}'",
    "bytea": "coalesce({c}, ''::bytea) || '\\x00'",
    "text": "coalesce({c}, '') || '.'",
    "varchar": "CASE WHEN coalesce({c}, '') = '' THEN 'x' ELSE left({c}, -1) END",
}
NOMBRES = ("int2", "int4", "int8", "numeric")


class SansCible(Exception):
    """Rien à altérer ainsi dans cette table : on en tire une autre."""


def _tables(chaine: bool) -> list[tuple[str, str]]:
    return list(CHAINE.items()) if chaine else [(t.nom, t.cle) for t in tables_chainees()]


def _colonnes(c: Any, table: str) -> list[tuple[str, str]]:
    c.execute(
        "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
        " WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        [table],
    )
    return list(c.fetchall())


def _scellee(c: Any, alea: Random, table: str, cle: str) -> int:
    """La clé d'une ligne scellée de la table, tirée au hasard."""
    if table in CHAINE:
        c.execute(f"SELECT {cle} FROM {table} ORDER BY 1")  # noqa: S608
    else:
        c.execute(
            "SELECT m.source_id FROM journal_maillon m JOIN journal_feuille f ON f.maillon_id = m.id"
            " WHERE m.source = %s ORDER BY 1",
            [table],
        )
    lignes = [n for (n,) in c.fetchall()]
    if not lignes:
        raise SansCible
    return int(alea.choice(lignes))


def modifier(c: Any, alea: Random, table: str, cle: str) -> str:
    """Une colonne d'une ligne prend une autre valeur."""
    ligne = _scellee(c, alea, table, cle)
    colonne, type_ = alea.choice(_colonnes(c, table))
    if type_ in NOMBRES:
        valeur = (
            f'coalesce("{colonne}", 0) + 1000000'
            if colonne.endswith("id")
            else f'coalesce("{colonne}", 0) + 1'
        )
    elif type_ in AUTRE_VALEUR:
        valeur = AUTRE_VALEUR[type_].format(c=f'"{colonne}"')
    else:
        raise SansCible
    c.execute(f'UPDATE "{table}" SET "{colonne}" = {valeur} WHERE {cle} = %s', [ligne])  # noqa: S608
    return f"{table}.{colonne} de {ligne}"


def supprimer(c: Any, alea: Random, table: str, cle: str) -> str:
    """Une ligne disparaît."""
    ligne = _scellee(c, alea, table, cle)
    c.execute(f'DELETE FROM "{table}" WHERE {cle} = %s', [ligne])  # noqa: S608
    return f"{table} {ligne}"


def inserer(c: Any, alea: Random, table: str, cle: str) -> str:
    """La copie d'une ligne s'ajoute sous un autre numéro."""
    ligne = _scellee(c, alea, table, cle)
    neuf = {"n": "(SELECT max(n) + 1 FROM journal_scellement)"}.get(
        cle, str(900_000_000 + alea.randrange(10**6))
    )
    uid = ", 'uid', gen_random_uuid()" if any(nom == "uid" for nom, _ in _colonnes(c, table)) else ""
    rang = ", 'rang', (SELECT max(rang) + 1 FROM journal_feuille)" if table == "journal_feuille" else ""
    c.execute(
        f'INSERT INTO "{table}" SELECT (jsonb_populate_record(NULL::"{table}", to_jsonb(l) ||'  # noqa: S608
        f" jsonb_build_object('{cle}', {neuf}{uid}{rang}))).* FROM \"{table}\" l WHERE {cle} = %s",
        [ligne],
    )
    return f"{table} copie de {ligne}"


def permuter(c: Any, alea: Random, table: str, cle: str) -> str:
    """Deux lignes échangent leur place."""
    a, b = _scellee(c, alea, table, cle), _scellee(c, alea, table, cle)
    if a == b:
        raise SansCible
    colonne = "rang" if table == "journal_feuille" else cle
    if table == "journal_feuille":
        c.execute("SELECT count(DISTINCT rang) FROM journal_feuille WHERE maillon_id IN (%s, %s)", [a, b])
        if c.fetchone()[0] < 2:
            raise SansCible
    c.execute(f'SELECT {cle}, "{colonne}" FROM "{table}" WHERE {cle} IN (%s, %s)', [a, b])  # noqa: S608
    valeurs = dict(c.fetchall())
    if colonne == "rang":  # (scellement, rang) est unique : la feuille entière change de maillon
        c.execute("UPDATE journal_feuille SET maillon_id = -maillon_id WHERE maillon_id IN (%s, %s)", [a, b])
        c.execute("UPDATE journal_feuille SET maillon_id = CASE maillon_id WHEN %s THEN %s ELSE %s END"
                  " WHERE maillon_id < 0", [-a, b, a])  # fmt: skip
    else:
        c.execute(f'UPDATE "{table}" SET {cle} = -{cle} WHERE {cle} = %s', [a])  # noqa: S608
        c.execute(f'UPDATE "{table}" SET {cle} = %s WHERE {cle} = %s', [a, b])  # noqa: S608
        c.execute(f'UPDATE "{table}" SET {cle} = %s WHERE {cle} = %s', [b, -a])  # noqa: S608
    return f"{table} {valeurs}"


def couper_la_fin(c: Any, alea: Random) -> str:
    """Les derniers scellements disparaissent avec leurs feuilles, leurs maillons et leurs lignes."""
    c.execute("SELECT max(n) FROM journal_scellement")
    garde = alea.randrange(c.fetchone()[0])
    c.execute("SELECT m.source, m.source_id FROM journal_maillon m JOIN journal_feuille f ON f.maillon_id = m.id"
              " WHERE f.scellement_id > %s", [garde])  # fmt: skip
    cles = {t.nom: t.cle for t in tables_chainees()}
    for source, ligne in c.fetchall():
        c.execute(f'DELETE FROM "{source}" WHERE {cles[source]} = %s', [ligne])  # noqa: S608
    c.execute("DELETE FROM journal_maillon USING journal_feuille"
              " WHERE maillon_id = id AND scellement_id > %s", [garde])  # fmt: skip
    c.execute("DELETE FROM journal_feuille WHERE scellement_id > %s", [garde])
    c.execute("DELETE FROM journal_scellement WHERE n > %s", [garde])
    return f"fin coupée après {garde}"


def vider(c: Any, alea: Random) -> str:
    """TRUNCATE d'une table de la chaîne, ou d'une table chaînée qui a des lignes scellées."""
    table, cle = alea.choice([*_tables(chaine=True), *_tables(chaine=False)])
    _scellee(c, alea, table, cle)
    c.execute(f'TRUNCATE "{table}" CASCADE')
    return f"{table} vidée"


def reecrire(c: Any, alea: Random) -> str:
    """Le faussaire complet : la ligne, son maillon et toutes les racines suivantes sont refaits, sans faute."""
    table, cle = alea.choice(_tables(chaine=False))
    fait = modifier(c, alea, table, cle)
    ligne = int(fait.rsplit(" ", 1)[1])
    tout_rechainer(c, table, cle, ligne)
    return f"{fait}, chaîne refaite"


def _inscrire_un_faux(c: Any, table: str, cle: str, ligne: int) -> None:
    c.execute(
        "INSERT INTO journal_effacement (uid, cree_a, collectivite_id, maillon_id, instant, champs, motif, colonnes,"  # noqa: S608
        " sel, empreinte, signature) SELECT gen_random_uuid(), now(), m.collectivite_id, m.id, now(), 'nom', 'forgé',"
        " m.colonnes, g, sha256(uuid_send(g) || convert_to(l::text, 'UTF8')), sha256('forgé')"
        f' FROM journal_maillon m JOIN "{table}" l ON l.{cle} = m.source_id, gen_random_uuid() g'
        " WHERE m.source = %s AND m.source_id = %s",
        [table, ligne],
    )


def _source_effacable(alea: Random) -> tuple[str, str]:
    tables = [t for t in tables_chainees() if not t.commune and t.nom != "journal_effacement"]
    choisie = alea.choice(tables)
    return choisie.nom, choisie.cle


def masquer(c: Any, alea: Random) -> str:
    """Une ligne retouchée, cachée derrière un effacement inscrit à la main."""
    table, cle = _source_effacable(alea)
    fait = modifier(c, alea, table, cle)
    _inscrire_un_faux(c, table, cle, int(fait.rsplit(" ", 1)[1]))
    return f"{fait}, effacement forgé"


def forger_un_effacement(c: Any, alea: Random) -> str:
    """Le même, déclencheurs en place, comme le service : l'effacement a son maillon, le sel d'origine est perdu."""
    c.execute("SET LOCAL session_replication_role = origin")
    fixer_les_formes()
    table, cle = _source_effacable(alea)
    fait = modifier(c, alea, table, cle)
    ligne = int(fait.rsplit(" ", 1)[1])
    _inscrire_un_faux(c, table, cle, ligne)
    c.execute("UPDATE journal_maillon SET sel = NULL WHERE source = %s AND source_id = %s", [table, ligne])
    return f"{fait}, effacement forgé déclencheurs en place"


Geste = Callable[[Any, Random], str]


def _sur(geste: Callable[[Any, Random, str, str], str], *, chaine: bool) -> Geste:
    def jouer(c: Any, alea: Random) -> str:
        return geste(c, alea, *alea.choice(_tables(chaine)))

    return jouer


GESTES: dict[str, Geste] = {
    **{
        f"{geste.__name__} une ligne {'de la chaîne' if chaine else 'source'}": _sur(geste, chaine=chaine)
        for geste in (modifier, supprimer, inserer, permuter)
        for chaine in (False, True)
    },
    "couper la fin": couper_la_fin,
    "vider une table": vider,
    "réécrire toute la chaîne": reecrire,
    "masquer par un effacement": masquer,
    "forger un effacement, déclencheurs en place": forger_un_effacement,
}
