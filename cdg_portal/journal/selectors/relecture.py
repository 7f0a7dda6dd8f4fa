"""Confronter chaque ligne à son maillon, en une passe sur les maillons et une sur chaque table."""

import secrets
from collections.abc import Iterator
from typing import Any

from cdg_portal.journal.selectors.ruptures import MONTREES, Rupture, nommer
from cdg_portal.journal.selectors.tables import TableChainee, colonnes_de, tables_chainees

# Après un effacement, c'est l'empreinte de ce qui reste qui vaut, avec son sel.
ENGAGE = (
    " FROM journal_maillon m LEFT JOIN (SELECT DISTINCT ON (maillon_id) * FROM journal_effacement"
    " ORDER BY maillon_id, id DESC) e ON e.maillon_id = m.id"
)


def relire_les_lignes(c: Any) -> tuple[int, list[Rupture]]:
    """Le nombre de lignes relues, et celles qui ne répondent plus à leur maillon, dans un sens ou dans l'autre."""
    tables = tables_chainees()
    colonnes = {t.nom: colonnes_de(c, t.nom) for t in tables}
    c.execute(
        "SELECT source, colonnes FROM journal_maillon UNION"
        " SELECT m.source, e.colonnes FROM journal_effacement e JOIN journal_maillon m ON m.id = e.maillon_id"
    )
    formes: dict[str, set[int]] = {}
    for source, n in c.fetchall():
        formes.setdefault(source, set()).add(n)
    ruptures = list(_alterees(c, tables, colonnes, formes))
    lignes = 0
    graine = secrets.randbits(60)
    comptes = _comptes(c, graine)
    for table in tables:
        c.execute(
            f'SELECT count(*), coalesce(sum(hashint8extended({table.cle}, %s)), 0) FROM "{table.nom}"',  # noqa: S608
            [graine],
        )
        compte = c.fetchone()
        lignes += compte[0]
        if compte != comptes.get(table.nom, (0, 0)):
            ruptures += _sans_maillon(c, table)
            ruptures += _en_double(c, table)
    return lignes, ruptures


def _comptes(c: Any, graine: int) -> dict[str, tuple[int, int]]:
    """Par table : nombre de maillons et somme des empreintes de leurs lignes, sous une graine tirée à l'instant.

    Égaux à ceux de la table, ils disent que les lignes désignées sont celles de la table, chacune une fois.
    """
    c.execute(
        "SELECT source, count(*), sum(hashint8extended(source_id, %s)) FROM journal_maillon GROUP BY source",
        [graine],
    )
    return {source: (nombre, somme) for source, nombre, somme in c.fetchall()}


def _alterees(
    c: Any, tables: list[TableChainee], colonnes: dict[str, list[str]], formes: dict[str, set[int]]
) -> Iterator[Rupture]:
    """Lignes modifiées, supprimées, passées à une autre collectivité, ou d'une table qui n'est pas chaînée."""
    cas = " ".join(
        f"WHEN '{t.nom}' THEN {_relue(t, colonnes[t.nom], formes[t.nom])}" for t in tables if t.nom in formes
    )
    if not formes:
        return
    relue = f"CASE m.source {cas} END" if cas else "NULL::bytea"
    c.execute(
        f"SELECT m.id, m.source, m.source_id, m.instant{ENGAGE}"  # noqa: S608
        f" WHERE {relue} IS DISTINCT FROM coalesce(e.empreinte, m.empreinte) ORDER BY m.id LIMIT %s",
        [MONTREES],
    )
    connues = {t.nom: t for t in tables}
    for maillon, source, ligne, instant in c.fetchall():
        faute, objet = _diagnostic(c, connues.get(source), maillon, ligne)
        yield Rupture(f"{nommer(maillon, source, ligne, instant, objet)} : {faute}.", maillon)


def _relue(table: TableChainee, colonnes: list[str], formes: set[int]) -> str:
    """L'empreinte de la ligne telle qu'elle est, sur les colonnes qu'elle avait à son écriture."""
    citees = [f'l."{nom}"' for nom in colonnes]
    anciens = "".join(
        f" WHEN {n} THEN ROW({', '.join(citees[:n])})::text" for n in sorted(formes) if 0 < n < len(colonnes)
    )
    texte = f"CASE coalesce(e.colonnes, m.colonnes){anciens} WHEN {len(colonnes)} THEN l::text END"
    return (  # noms du catalogue, jamais saisis
        "(SELECT sha256(uuid_send(CASE WHEN e.id IS NULL THEN m.sel ELSE e.sel END) ||"  # noqa: S608
        f" convert_to({texte}, 'UTF8')) FROM \"{table.nom}\" l"
        f" WHERE l.{table.cle} = m.source_id AND {table.collectivite} = m.collectivite_id)"
    )


def _diagnostic(c: Any, table: TableChainee | None, maillon: int, ligne: int) -> tuple[str, str]:
    """Ce qui diffère, et l'identifiant de l'objet s'il se lit encore."""
    if table is None:
        return "sa table n'est pas une table chaînée", ""
    objet = "l.pgh_obj_id" if table.cle == "pgh_id" else "l.uid"
    c.execute(
        f"SELECT {objet}::text, {table.collectivite} = m.collectivite_id, m.sel IS NULL"  # noqa: S608
        f' FROM journal_maillon m, "{table.nom}" l WHERE m.id = %s AND l.{table.cle} = %s',
        [maillon, ligne],
    )
    trouvee = c.fetchone()
    if trouvee is None:
        return "la ligne a été supprimée", ""
    uid, meme_collectivite, sans_sel = trouvee
    if not meme_collectivite:
        return "la ligne a changé de collectivité", uid
    if sans_sel:
        return "son contenu a été retouché après un effacement, ou effacé sans être inscrit", uid
    return "la ligne a été modifiée après coup", uid


def _sans_maillon(c: Any, table: TableChainee) -> Iterator[Rupture]:
    c.execute(
        f'SELECT l.{table.cle} FROM "{table.nom}" l WHERE NOT EXISTS'  # noqa: S608
        f" (SELECT 1 FROM journal_maillon m WHERE m.source = %s AND m.source_id = l.{table.cle})"
        " ORDER BY 1 LIMIT %s",
        [table.nom, MONTREES],
    )
    for (ligne,) in c.fetchall():
        yield Rupture(f"{nommer(0, table.nom, ligne, None)} : ligne ajoutée sans maillon.")


def _en_double(c: Any, table: TableChainee) -> Iterator[Rupture]:
    c.execute(
        "SELECT max(id), source_id, max(instant) FROM journal_maillon WHERE source = %s"
        " GROUP BY source_id HAVING count(*) > 1 ORDER BY 1 LIMIT %s",
        [table.nom, MONTREES],
    )
    for maillon, ligne, instant in c.fetchall():
        faute = "un second maillon pour la même ligne"
        yield Rupture(f"{nommer(maillon, table.nom, ligne, instant)} : {faute}.", maillon)
