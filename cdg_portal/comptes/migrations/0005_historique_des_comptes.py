"""Historique des comptes et de ce qui les ouvre, par déclencheur : ni mot de passe, ni secret de second facteur."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import cdg_portal.cloisonnement.identifiants
from cdg_portal.cloisonnement.operations import ReprendreLExistant


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0004_adresses_et_postes"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.CreateModel(
            name="CompteEvenement",
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
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                ("prenom", models.CharField(max_length=80, verbose_name="prénom")),
                ("nom", models.CharField(max_length=80, verbose_name="nom")),
                ("is_active", models.BooleanField(default=True, verbose_name="actif")),
                ("is_staff", models.BooleanField(default=False, verbose_name="accès à l'administration")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("cree_a", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IdentiteProConnectEvenement",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("sub", models.CharField(max_length=255, verbose_name="identifiant")),
                ("rattachee_a", models.DateTimeField(verbose_name="rattachée le")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SecondFacteurEvenement",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("recovery_codes", "Recovery codes"),
                            ("totp", "TOTP Authenticator"),
                            ("webauthn", "WebAuthn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_used_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SecondFacteur",
            fields=[],
            options={
                "verbose_name": "second facteur",
                "verbose_name_plural": "seconds facteurs",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("mfa.authenticator",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compte",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "comptes_compteevenement" ("cree_a", "email", "id", "is_active", "is_staff", "is_superuser", "nom", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prenom", "uid") VALUES (NEW."cree_a", NEW."email", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."nom", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prenom", NEW."uid"); RETURN NULL;',
                    hash="1257a1551ed36b780ef8a3b0ace507d612210d0d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ec67a",
                    table="comptes_compte",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compte",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."cree_a" IS DISTINCT FROM (NEW."cree_a") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."nom" IS DISTINCT FROM (NEW."nom") OR OLD."password" IS DISTINCT FROM (NEW."password") OR OLD."prenom" IS DISTINCT FROM (NEW."prenom") OR OLD."uid" IS DISTINCT FROM (NEW."uid"))',
                    func='INSERT INTO "comptes_compteevenement" ("cree_a", "email", "id", "is_active", "is_staff", "is_superuser", "nom", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prenom", "uid") VALUES (NEW."cree_a", NEW."email", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."nom", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prenom", NEW."uid"); RETURN NULL;',
                    hash="e789d98454e4814c99036a9b59367a9311f4138b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_64b92",
                    table="comptes_compte",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compte",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "comptes_compteevenement" ("cree_a", "email", "id", "is_active", "is_staff", "is_superuser", "nom", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prenom", "uid") VALUES (OLD."cree_a", OLD."email", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."nom", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prenom", OLD."uid"); RETURN NULL;',
                    hash="6dc588520fca07b9165927e64c546012af760be5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d23cd",
                    table="comptes_compte",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identiteproconnect",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "comptes_identiteproconnectevenement" ("compte_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rattachee_a", "sub") VALUES (NEW."compte_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rattachee_a", NEW."sub"); RETURN NULL;',
                    hash="de4c63972f845c14a287d3754e32c2ff1afe7553",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0d603",
                    table="comptes_identiteproconnect",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identiteproconnect",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."compte_id" IS DISTINCT FROM (NEW."compte_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."rattachee_a" IS DISTINCT FROM (NEW."rattachee_a") OR OLD."sub" IS DISTINCT FROM (NEW."sub"))',
                    func='INSERT INTO "comptes_identiteproconnectevenement" ("compte_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rattachee_a", "sub") VALUES (NEW."compte_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rattachee_a", NEW."sub"); RETURN NULL;',
                    hash="3a5ad5f2e68c20c8619acdafa331a8926b49f099",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_89a1f",
                    table="comptes_identiteproconnect",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identiteproconnect",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "comptes_identiteproconnectevenement" ("compte_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rattachee_a", "sub") VALUES (OLD."compte_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rattachee_a", OLD."sub"); RETURN NULL;',
                    hash="1b2965b04d9300569abf2b1692e0abb1f6d6b0fd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e7be4",
                    table="comptes_identiteproconnect",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="compteevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="identiteproconnectevenement",
            name="compte",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="identiteproconnectevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="comptes.identiteproconnect",
            ),
        ),
        migrations.AddField(
            model_name="secondfacteurevenement",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="secondfacteurevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="comptes.secondfacteur",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="secondfacteur",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "comptes_secondfacteurevenement" ("created_at", "id", "last_used_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "user_id") VALUES (NEW."created_at", NEW."id", NEW."last_used_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."type", NEW."user_id"); RETURN NULL;',
                    hash="27e75c1339a4dbfce29f382a5db7759f5de6c3f7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4360e",
                    table="mfa_authenticator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="secondfacteur",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "comptes_secondfacteurevenement" ("created_at", "id", "last_used_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "user_id") VALUES (NEW."created_at", NEW."id", NEW."last_used_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."type", NEW."user_id"); RETURN NULL;',
                    hash="1a9f80917c690b1374818587e5184d8c8b34ead9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_55dfe",
                    table="mfa_authenticator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="secondfacteur",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "comptes_secondfacteurevenement" ("created_at", "id", "last_used_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "user_id") VALUES (OLD."created_at", OLD."id", OLD."last_used_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."type", OLD."user_id"); RETURN NULL;',
                    hash="eac9876adc972969f48c26949f491e29d5c1fc6a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b5a7d",
                    table="mfa_authenticator",
                    when="AFTER",
                ),
            ),
        ),
        ReprendreLExistant("CompteEvenement"),
        ReprendreLExistant("IdentiteProConnectEvenement"),
        ReprendreLExistant("SecondFacteurEvenement"),
    ]
