"""Pose, après chaque migration, le déclencheur qui écrit le maillon de toute ligne d'une table en ajout seul.

Rien à déclarer dans les apps : une table d'historique ou en ajout seul de plus est chaînée d'office. Les lignes
déjà là reçoivent leur maillon si la table n'a jamais été chaînée ; sinon elles ont été écrites déclencheur coupé, et
les chaîner maintenant le cacherait : la vérification continue de les nommer.
"""

from typing import Any

import structlog
from django.db import connections, transaction

from cdg_portal.cloisonnement.roles import ROLE_APPLICATION
from cdg_portal.journal.models import Feuille, Scellement
from cdg_portal.journal.selectors.chaine import fixer_les_formes
from cdg_portal.journal.selectors.declencheurs import MAILLON, declencheurs_coupes, sans_declencheur
from cdg_portal.journal.selectors.tables import TableChainee, colonnes_de, tables_chainees

journal = structlog.get_logger(__name__)


def poser(sender: Any, using: str, **kwargs: Any) -> None:
    """Complète les déclencheurs manquants ; ne fait rien si tous sont en place."""
    with transaction.atomic(using=using), connections[using].cursor() as c:
        c.execute("SELECT to_regproc('public.journal_enchainer_id') IS NOT NULL")
        if not c.fetchone()[0]:
            return
        manquants = sans_declencheur(c) & set(connections[using].introspection.table_names(c))
        if manquants:
            fixer_les_formes()
        coupes = declencheurs_coupes(c)
        for table in tables_chainees():
            if table.nom in manquants:
                _poser(c, table, deja_chainee=table.nom in coupes or _a_des_maillons(c, table))


def reserver_le_scellement(sender: Any, using: str, **kwargs: Any) -> None:
    """Ne sceller qu'en « tout le CDG » : retire l'ajout que `cloisonnement.accorder` vient de rendre."""
    with connections[using].cursor() as c:
        existantes = set(connections[using].introspection.table_names(c))
        for modele in (Scellement, Feuille):
            if modele._meta.db_table in existantes:
                c.execute(f'REVOKE INSERT ON "{modele._meta.db_table}" FROM {ROLE_APPLICATION}')


def _a_des_maillons(c: Any, table: TableChainee) -> bool:
    c.execute("SELECT EXISTS (SELECT 1 FROM journal_maillon WHERE source = %s)", [table.nom])
    return bool(c.fetchone()[0])


def _poser(c: Any, table: TableChainee, *, deja_chainee: bool) -> None:
    c.execute(f'DROP TRIGGER IF EXISTS {MAILLON} ON "{table.nom}"')
    c.execute(
        f'CREATE TRIGGER {MAILLON} AFTER INSERT ON "{table.nom}" FOR EACH ROW'
        f" EXECUTE FUNCTION {table.fonction}()"
    )
    if deja_chainee:
        journal.error("declencheur_de_maillon_repose", table=table.nom)
        return
    c.execute(
        "INSERT INTO journal_maillon"  # noqa: S608
        " (instant, collectivite_id, source, source_id, colonnes, transaction, role, sel, empreinte)"
        f" SELECT clock_timestamp(), {table.collectivite}, %s, l.{table.cle}, %s,"
        " pg_current_xact_id()::text::bigint, session_user, g.sel,"
        " sha256(uuid_send(g.sel) || convert_to(l::text, 'UTF8'))"
        # Le sel dépend de la ligne : sans quoi un seul serait tiré pour toutes.
        f' FROM "{table.nom}" l, LATERAL (SELECT gen_random_uuid() AS sel, l.{table.cle}) g WHERE NOT EXISTS'
        f" (SELECT 1 FROM journal_maillon m WHERE m.source = %s AND m.source_id = l.{table.cle})"
        f" ORDER BY l.{table.cle}",
        [table.nom, len(colonnes_de(c, table.nom)), table.nom],
    )
    if c.rowcount:
        journal.warning("lignes_chainees_apres_coup", table=table.nom, lignes=c.rowcount)
