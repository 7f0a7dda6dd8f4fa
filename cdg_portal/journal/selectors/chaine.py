"""Ce qu'il faut lire pour sceller : les empreintes des maillons, calculées par la base, toujours de la même façon."""

from typing import Any

from django.db import connection

# Le texte d'une ligne dépend de ces réglages : les mêmes à l'écriture (déclencheur) et à la relecture.
FORMES = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
# Feuille de l'arbre : tout le maillon sauf le sel, qui s'efface avec le contenu.
FEUILLE = (
    "sha256('\\x00'::bytea || convert_to(ROW(m.id, m.instant, m.collectivite_id, m.source, m.source_id,"
    " m.colonnes, m.transaction, m.role, m.empreinte)::text, 'UTF8'))"
)


def fixer_les_formes() -> None:
    """Le temps de la transaction : dates, fuseaux et octets s'écrivent d'une seule façon."""
    with connection.cursor() as c:
        c.execute(
            "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in FORMES),
            [mot for paire in FORMES.items() for mot in paire],
        )


def maillons_a_sceller(*, horizon: int, limite: int) -> tuple[list[tuple[int, bytes]], int]:
    """(maillon, empreinte de feuille) validés et pas encore scellés, par numéro, et le nouvel horizon.

    Une transaction encore ouverte est au moins à l'horizon : ses maillons, même de numéro plus petit, viendront au
    scellement suivant. Un horizon plus grand que le présent (base restaurée ailleurs) fait tout relire.
    """
    with connection.cursor() as c:
        c.execute(
            "WITH present AS (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin)"  # noqa: S608
            f" SELECT m.id, {FEUILLE}, p.xmin FROM journal_maillon m, present p"
            " WHERE m.transaction >= CASE WHEN %s > p.xmin THEN 0 ELSE %s END"
            " AND NOT EXISTS (SELECT 1 FROM journal_feuille f WHERE f.maillon_id = m.id)"
            " ORDER BY m.id LIMIT %s",
            [horizon, horizon, limite],
        )
        lignes: list[Any] = c.fetchall()
    nouveau = lignes[0][2] if lignes and len(lignes) < limite else horizon
    return [(n, bytes(feuille)) for n, feuille, _ in lignes], nouveau
