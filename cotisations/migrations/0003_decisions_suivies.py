"""Historique des décisions d'argent et de dossier qui s'écrivent seules : l'ajout dit aussi qui, et d'où."""

import django.db.models.deletion
import django.db.models.manager
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import cdg_portal.cloisonnement.identifiants
from cdg_portal.cloisonnement.operations import Cloisonner, ReprendreLExistant


class Migration(migrations.Migration):
    dependencies = [
        ("cotisations", "0002_cloisonnement"),
        ("perimetres", "0009_perimetres_haches"),
    ]

    operations = [
        migrations.CreateModel(
            name="EcheanceEvenement",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "uid",
                    models.UUIDField(
                        default=cdg_portal.cloisonnement.identifiants.nouvel_uid,
                        editable=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("cree_a", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("rang", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("date", models.DateField(verbose_name="exigible le")),
                ("montant", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="montant")),
            ],
            options={
                "abstract": False,
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("base", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="EncaissementEvenement",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "uid",
                    models.UUIDField(
                        default=cdg_portal.cloisonnement.identifiants.nouvel_uid,
                        editable=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("cree_a", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("montant", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="montant")),
                ("recu_le", models.DateField(verbose_name="reçu le")),
                ("reference", models.CharField(max_length=60, verbose_name="référence")),
            ],
            options={
                "abstract": False,
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("base", django.db.models.manager.Manager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="echeance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cotisations_echeanceevenement" ("appel_id", "collectivite_id", "cree_a", "date", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "uid") VALUES (NEW."appel_id", NEW."collectivite_id", NEW."cree_a", NEW."date", NEW."id", NEW."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rang", NEW."uid"); RETURN NULL;',
                    hash="184112ea4eb6e3b98844959c05224e601ea1ff13",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_569f7",
                    table="cotisations_echeance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="echeance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cotisations_echeanceevenement" ("appel_id", "collectivite_id", "cree_a", "date", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "uid") VALUES (NEW."appel_id", NEW."collectivite_id", NEW."cree_a", NEW."date", NEW."id", NEW."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rang", NEW."uid"); RETURN NULL;',
                    hash="bfa27dce08d33649892258522d7fbbad24c8bb00",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_58317",
                    table="cotisations_echeance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="echeance",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cotisations_echeanceevenement" ("appel_id", "collectivite_id", "cree_a", "date", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "uid") VALUES (OLD."appel_id", OLD."collectivite_id", OLD."cree_a", OLD."date", OLD."id", OLD."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rang", OLD."uid"); RETURN NULL;',
                    hash="c03615db41a96a573095c102f482db684b04e25a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dc99c",
                    table="cotisations_echeance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="encaissement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cotisations_encaissementevenement" ("collectivite_id", "cree_a", "id", "montant", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recu_le", "reference", "uid") VALUES (NEW."collectivite_id", NEW."cree_a", NEW."id", NEW."montant", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recu_le", NEW."reference", NEW."uid"); RETURN NULL;',
                    hash="12c736f27a8940961d7321fa5550eb35371f52b9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_beaeb",
                    table="cotisations_encaissement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="encaissement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cotisations_encaissementevenement" ("collectivite_id", "cree_a", "id", "montant", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recu_le", "reference", "uid") VALUES (NEW."collectivite_id", NEW."cree_a", NEW."id", NEW."montant", NEW."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recu_le", NEW."reference", NEW."uid"); RETURN NULL;',
                    hash="0ffbb87241667ad5ad1258de6bb979d05e78f985",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4fce8",
                    table="cotisations_encaissement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="encaissement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cotisations_encaissementevenement" ("collectivite_id", "cree_a", "id", "montant", "participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recu_le", "reference", "uid") VALUES (OLD."collectivite_id", OLD."cree_a", OLD."id", OLD."montant", OLD."participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recu_le", OLD."reference", OLD."uid"); RETURN NULL;',
                    hash="fd2b5eac4d276e2b07d4c473ad0b8b03f3460010",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f4583",
                    table="cotisations_encaissement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="echeanceevenement",
            name="appel",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cotisations.appel",
            ),
        ),
        migrations.AddField(
            model_name="echeanceevenement",
            name="collectivite",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="perimetres.collectivite",
                verbose_name="collectivité",
            ),
        ),
        migrations.AddField(
            model_name="echeanceevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="cotisations.echeance",
            ),
        ),
        migrations.AddField(
            model_name="encaissementevenement",
            name="collectivite",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="perimetres.collectivite",
                verbose_name="collectivité",
            ),
        ),
        migrations.AddField(
            model_name="encaissementevenement",
            name="participation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cotisations.participation",
            ),
        ),
        migrations.AddField(
            model_name="encaissementevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="cotisations.encaissement",
            ),
        ),
        Cloisonner("EcheanceEvenement", cle=False),
        Cloisonner("EncaissementEvenement", cle=False),
        ReprendreLExistant("EcheanceEvenement"),
        ReprendreLExistant("EncaissementEvenement"),
    ]
