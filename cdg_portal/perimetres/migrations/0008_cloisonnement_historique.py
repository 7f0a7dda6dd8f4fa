"""Cloisonnement de l'historique des collectivités et de leurs SIRET ; une première ligne pour ce qui existe déjà."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import Cloisonner

COLLECTIVITES = "id, uid, siren, denomination, cle_tri, strate, est_cdg, representant, adresse, successeur_id"
SIRETS = "id, uid, cree_a, collectivite_id, siret, du, au"


def premiere(table: str, colonnes: str) -> migrations.RunSQL:
    """Sans elle, la première modification d'une ligne déjà là n'aurait pas d'« avant »."""
    return migrations.RunSQL(
        f"INSERT INTO {table}evenement (pgh_created_at, pgh_label, pgh_obj_id, {colonnes})"  # noqa: S608
        f" SELECT now(), 'insert', id, {colonnes} FROM {table}",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    """Seconde couche de perimetres."""

    dependencies = [("perimetres", "0007_historique_des_collectivites")]
    operations = [
        Cloisonner("CollectiviteEvenement", cle=False),
        Cloisonner("SiretEvenement", cle=False),
        premiere("perimetres_collectivite", COLLECTIVITES),
        premiere("perimetres_siret", SIRETS),
    ]
