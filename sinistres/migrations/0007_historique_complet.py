"""Historique des tables d'argent et de dossier qui n'en avaient pas encore, contrats compris."""

import django.db.models.deletion
import django.db.models.manager
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import cdg_portal.cloisonnement.identifiants
from cdg_portal.cloisonnement.operations import Cloisonner


class Migration(migrations.Migration):
    dependencies = [
        ("perimetres", "0004_cloisonnement_complet"),
        ("sinistres", "0006_droit_maintenu"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArretEvenement",
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
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("INITIAL", "Arrêt initial"),
                            ("RECHUTE", "Rechute"),
                            ("TPT", "Temps partiel thérapeutique"),
                        ],
                        max_length=8,
                        verbose_name="type",
                    ),
                ),
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
            name="PieceEvenement",
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
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("libelle", models.CharField(max_length=200, verbose_name="pièce")),
                ("obligatoire", models.BooleanField(default=True, verbose_name="obligatoire")),
                (
                    "statut",
                    models.CharField(
                        choices=[("ATTENDUE", "Attendue"), ("DEMANDEE", "Demandée"), ("RECUE", "Reçue")],
                        default="ATTENDUE",
                        max_length=10,
                        verbose_name="statut",
                    ),
                ),
                ("demandee_le", models.DateField(blank=True, null=True, verbose_name="demandée le")),
                (
                    "demande_motif",
                    models.CharField(blank=True, max_length=300, verbose_name="motif de la demande"),
                ),
                ("recue_le", models.DateField(blank=True, null=True, verbose_name="reçue le")),
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
            model_name="arret",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_arretevenement" ("collectivite_id", "cree_a", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "sinistre_id", "type", "uid") VALUES (NEW."collectivite_id", NEW."cree_a", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rang", NEW."sinistre_id", NEW."type", NEW."uid"); RETURN NULL;',
                    hash="aa0f223d8f8b525daaf8debbcf4e8605116fc88c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d5570",
                    table="sinistres_arret",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arret",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "sinistres_arretevenement" ("collectivite_id", "cree_a", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "sinistre_id", "type", "uid") VALUES (NEW."collectivite_id", NEW."cree_a", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rang", NEW."sinistre_id", NEW."type", NEW."uid"); RETURN NULL;',
                    hash="b134341d13430a5ed1ea970987955076e38c857f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_db74b",
                    table="sinistres_arret",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arret",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_arretevenement" ("collectivite_id", "cree_a", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "sinistre_id", "type", "uid") VALUES (OLD."collectivite_id", OLD."cree_a", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rang", OLD."sinistre_id", OLD."type", OLD."uid"); RETURN NULL;',
                    hash="93340ee3c515e77b137c906555a293d3230a5e57",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8451a",
                    table="sinistres_arret",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="piece",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_pieceevenement" ("code", "collectivite_id", "cree_a", "demande_motif", "demandee_le", "id", "libelle", "obligatoire", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recue_le", "sinistre_id", "statut", "uid") VALUES (NEW."code", NEW."collectivite_id", NEW."cree_a", NEW."demande_motif", NEW."demandee_le", NEW."id", NEW."libelle", NEW."obligatoire", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recue_le", NEW."sinistre_id", NEW."statut", NEW."uid"); RETURN NULL;',
                    hash="9db6fe4a24affa713c38cd47c40f57004517fd2f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_99467",
                    table="sinistres_piece",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="piece",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "sinistres_pieceevenement" ("code", "collectivite_id", "cree_a", "demande_motif", "demandee_le", "id", "libelle", "obligatoire", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recue_le", "sinistre_id", "statut", "uid") VALUES (NEW."code", NEW."collectivite_id", NEW."cree_a", NEW."demande_motif", NEW."demandee_le", NEW."id", NEW."libelle", NEW."obligatoire", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recue_le", NEW."sinistre_id", NEW."statut", NEW."uid"); RETURN NULL;',
                    hash="21db708ce34ed49b16f61ec27f7d1ff15e066ca1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6ad07",
                    table="sinistres_piece",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="piece",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_pieceevenement" ("code", "collectivite_id", "cree_a", "demande_motif", "demandee_le", "id", "libelle", "obligatoire", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recue_le", "sinistre_id", "statut", "uid") VALUES (OLD."code", OLD."collectivite_id", OLD."cree_a", OLD."demande_motif", OLD."demandee_le", OLD."id", OLD."libelle", OLD."obligatoire", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recue_le", OLD."sinistre_id", OLD."statut", OLD."uid"); RETURN NULL;',
                    hash="b0b223abc84f6dc0a073069a3c143ae68865e273",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c99f2",
                    table="sinistres_piece",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="arretevenement",
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
            model_name="arretevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="sinistres.arret",
            ),
        ),
        migrations.AddField(
            model_name="arretevenement",
            name="sinistre",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="sinistres.sinistre",
            ),
        ),
        migrations.AddField(
            model_name="pieceevenement",
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
            model_name="pieceevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="sinistres.piece",
            ),
        ),
        migrations.AddField(
            model_name="pieceevenement",
            name="sinistre",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="sinistres.sinistre",
            ),
        ),
        Cloisonner("ArretEvenement", cle=False),
        Cloisonner("PieceEvenement", cle=False),
    ]
