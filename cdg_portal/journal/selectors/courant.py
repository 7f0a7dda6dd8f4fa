"""L'état courant contre son historique : une ligne suivie doit valoir son dernier historique.

Une ligne changée, ajoutée ou ôtée pendant que les déclencheurs étaient tus ne laisse rien d'autre à voir. Une passe par
table suivie, dans une seule requête, donc sur un même instant : une écriture en cours ne donne pas de fausse alarme.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from cdg_portal.journal.selectors.effacements import SEPARATEUR
from cdg_portal.journal.selectors.ruptures import MONTREES, Rupture


def tables_suivies() -> list[tuple[Any, Any]]:
    """(modèle suivi, modèle de son historique), par table."""
    trouvees = [
        (m.pgh_tracked_model, m)  # type: ignore[attr-defined]
        for m in apps.get_models()
        if hasattr(m, "pgh_tracked_model")
    ]
    return sorted(trouvees, key=lambda couple: str(couple[0]._meta.db_table))


def relire_l_etat_courant(c: Any) -> tuple[list[Rupture], list[str]]:
    """Les lignes qui ne valent plus leur dernier historique, et, par table, combien en sont d'avant son suivi.

    Vingt lignes nommées par table au plus ; jamais une valeur. Un champ effacé de l'historique n'est plus comparé.
    """
    ruptures: list[Rupture] = []
    avertissements: list[str] = []
    for suivi, historique in tables_suivies():
        ruptures += _differentes(c, suivi, historique)
        if jamais := _d_avant_le_suivi(c, suivi, historique):
            avertissements.append(
                f"Table {suivi._meta.db_table} : {jamais} ligne(s) d'avant son suivi, sans historique à comparer."
            )
    return ruptures, avertissements


def _differentes(c: Any, suivi: Any, historique: Any) -> Iterator[Rupture]:
    colonnes = {f.column for f in suivi._meta.concrete_fields}
    compares = [f for f in historique._meta.concrete_fields if f.column in colonnes]
    # Noms du modèle, jamais saisis.
    ecarts = ", ".join(
        f'CASE WHEN l."{f.column}" IS DISTINCT FROM e."{f.column}"'
        f" AND NOT ('{f.name}' = ANY(coalesce(f.champs, '{{}}'))) THEN '{f.name}' END"
        for f in compares
    )
    vivante, journal = suivi._meta.db_table, historique._meta.db_table
    c.execute(
        "WITH e AS (SELECT DISTINCT ON (pgh_obj_id) *"  # noqa: S608
        f' FROM "{journal}" ORDER BY pgh_obj_id, pgh_id DESC),'
        " f AS (SELECT m.source_id, string_to_array(string_agg(x.champs, %s), %s) AS champs"
        " FROM journal_effacement x JOIN journal_maillon m ON m.id = x.maillon_id WHERE m.source = %s GROUP BY 1),"
        f" d AS (SELECT coalesce(l.id, e.pgh_obj_id) AS ligne, l.id IS NOT NULL AS la, e.pgh_label AS dernier,"
        f" array_remove(ARRAY[{ecarts}], NULL) AS champs"
        f' FROM "{vivante}" l FULL JOIN e ON e.pgh_obj_id = l.id LEFT JOIN f ON f.source_id = e.pgh_id)'
        " SELECT ligne, la, dernier, champs FROM d WHERE CASE WHEN NOT la THEN dernier <> 'delete'"
        f" WHEN dernier IS NULL THEN ligne > ({_premiere(journal)}) ELSE dernier = 'delete' OR champs <> '{{}}' END"
        " ORDER BY ligne LIMIT %s",
        [SEPARATEUR, SEPARATEUR, journal, MONTREES],
    )
    for ligne, la, dernier, champs in c.fetchall():
        yield Rupture(f"Table {vivante}, ligne {ligne} : {_faute(la, dernier, champs)}.")


def _faute(la: bool, dernier: str | None, champs: list[str]) -> str:
    if not la:
        return "disparue sans que l'historique dise sa suppression"
    if dernier is None:
        return "ajoutée sans historique"
    if dernier == "delete":
        return "présente, alors que l'historique la dit supprimée"
    return f"ne vaut plus son dernier historique ({', '.join(champs)})"


def _premiere(journal: str) -> str:
    """La première ligne dont l'ajout est suivi : un numéro plus petit est d'avant le suivi de la table."""
    return f"SELECT min(pgh_obj_id) FROM \"{journal}\" WHERE pgh_label = 'insert'"  # noqa: S608


def _d_avant_le_suivi(c: Any, suivi: Any, historique: Any) -> int:
    vivante, journal = suivi._meta.db_table, historique._meta.db_table
    c.execute(
        f'SELECT count(*) FROM "{vivante}" l WHERE l.id < coalesce(({_premiere(journal)}), l.id + 1)'  # noqa: S608
        f' AND NOT EXISTS (SELECT 1 FROM "{journal}" e WHERE e.pgh_obj_id = l.id)'
    )
    return int(c.fetchone()[0])
