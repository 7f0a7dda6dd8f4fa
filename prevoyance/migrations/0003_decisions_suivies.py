"""Historique des décisions d'argent et de dossier qui s'écrivent seules : l'ajout dit aussi qui, et d'où."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import cdg_portal.cloisonnement.identifiants
from cdg_portal.cloisonnement.operations import Cloisonner, ReprendreLExistant


class Migration(migrations.Migration):
    dependencies = [
        ("perimetres", "0009_perimetres_haches"),
        ("prevoyance", "0002_cloisonnement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CotisationAgentEvenement",
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
                (
                    "garantie",
                    models.CharField(
                        choices=[
                            ("INCAPACITE", "Incapacité temporaire"),
                            ("INVALIDITE", "Invalidité permanente"),
                            ("RETRAITE", "Perte de retraite"),
                            ("DECES", "Décès ou perte totale d'autonomie"),
                        ],
                        max_length=10,
                        verbose_name="garantie",
                    ),
                ),
                ("du", models.DateField(verbose_name="du")),
                ("au", models.DateField(verbose_name="au")),
                (
                    "assiette",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="assiette",
                    ),
                ),
                ("taux", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="taux (%)")),
                (
                    "remuneration_pleine",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="rémunération pleine",
                    ),
                ),
                (
                    "remuneration_percue",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="rémunération perçue",
                    ),
                ),
                (
                    "montant",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant",
                    ),
                ),
                ("etapes", models.JSONField(blank=True, default=list, verbose_name="étapes du calcul")),
                ("version_regles", models.CharField(max_length=40, verbose_name="version des règles")),
                ("arretee_le", models.DateField(verbose_name="arrêtée le")),
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
            name="PrestationEvenement",
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
                ("numero", models.CharField(max_length=30, verbose_name="numéro")),
                (
                    "garantie",
                    models.CharField(
                        choices=[
                            ("INCAPACITE", "Incapacité temporaire"),
                            ("INVALIDITE", "Invalidité permanente"),
                            ("RETRAITE", "Perte de retraite"),
                            ("DECES", "Décès ou perte totale d'autonomie"),
                        ],
                        max_length=10,
                        verbose_name="garantie",
                    ),
                ),
                (
                    "composante",
                    models.CharField(
                        choices=[
                            ("TRAITEMENT", "Traitement"),
                            ("PRIMES", "Régime indemnitaire"),
                            ("CAPITAL", "Capital"),
                        ],
                        max_length=10,
                        verbose_name="composante",
                    ),
                ),
                ("du", models.DateField(verbose_name="du")),
                ("au", models.DateField(verbose_name="au")),
                (
                    "reference",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="traitement de référence",
                    ),
                ),
                (
                    "percu",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="perçu sur la période",
                    ),
                ),
                (
                    "niveau",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="niveau d'indemnisation (%)"
                    ),
                ),
                (
                    "montant",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant",
                    ),
                ),
                ("entrees", models.JSONField(blank=True, default=dict, verbose_name="entrées du calcul")),
                ("etapes", models.JSONField(blank=True, default=list, verbose_name="étapes du calcul")),
                ("version_regles", models.CharField(max_length=40, verbose_name="version des règles")),
                ("emise_le", models.DateField(verbose_name="émise le")),
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
            model_name="cotisationagent",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prevoyance_cotisationagentevenement" ("adhesion_id", "arretee_le", "assiette", "au", "collectivite_id", "cree_a", "du", "etapes", "garantie", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remplace_id", "remuneration_percue", "remuneration_pleine", "taux", "uid", "version_regles") VALUES (NEW."adhesion_id", NEW."arretee_le", NEW."assiette", NEW."au", NEW."collectivite_id", NEW."cree_a", NEW."du", NEW."etapes", NEW."garantie", NEW."id", NEW."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."remplace_id", NEW."remuneration_percue", NEW."remuneration_pleine", NEW."taux", NEW."uid", NEW."version_regles"); RETURN NULL;',
                    hash="55610f12e4296b184451da3ccec51d49144450e5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5e187",
                    table="prevoyance_cotisationagent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cotisationagent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prevoyance_cotisationagentevenement" ("adhesion_id", "arretee_le", "assiette", "au", "collectivite_id", "cree_a", "du", "etapes", "garantie", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remplace_id", "remuneration_percue", "remuneration_pleine", "taux", "uid", "version_regles") VALUES (NEW."adhesion_id", NEW."arretee_le", NEW."assiette", NEW."au", NEW."collectivite_id", NEW."cree_a", NEW."du", NEW."etapes", NEW."garantie", NEW."id", NEW."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."remplace_id", NEW."remuneration_percue", NEW."remuneration_pleine", NEW."taux", NEW."uid", NEW."version_regles"); RETURN NULL;',
                    hash="d9a2f5aaa63ee95bd9ae67477d32a1e1dfe3f065",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_adc5d",
                    table="prevoyance_cotisationagent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cotisationagent",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prevoyance_cotisationagentevenement" ("adhesion_id", "arretee_le", "assiette", "au", "collectivite_id", "cree_a", "du", "etapes", "garantie", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remplace_id", "remuneration_percue", "remuneration_pleine", "taux", "uid", "version_regles") VALUES (OLD."adhesion_id", OLD."arretee_le", OLD."assiette", OLD."au", OLD."collectivite_id", OLD."cree_a", OLD."du", OLD."etapes", OLD."garantie", OLD."id", OLD."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."remplace_id", OLD."remuneration_percue", OLD."remuneration_pleine", OLD."taux", OLD."uid", OLD."version_regles"); RETURN NULL;',
                    hash="5f9a3f62daf5c5b2ff63e57766817c3e8af12e15",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3e02b",
                    table="prevoyance_cotisationagent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="prestation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prevoyance_prestationevenement" ("adhesion_id", "au", "collectivite_id", "composante", "cree_a", "du", "emise_le", "emise_par_id", "entrees", "etapes", "garantie", "id", "montant", "niveau", "numero", "percu", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "remplace_id", "uid", "version_regles") VALUES (NEW."adhesion_id", NEW."au", NEW."collectivite_id", NEW."composante", NEW."cree_a", NEW."du", NEW."emise_le", NEW."emise_par_id", NEW."entrees", NEW."etapes", NEW."garantie", NEW."id", NEW."montant", NEW."niveau", NEW."numero", NEW."percu", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."remplace_id", NEW."uid", NEW."version_regles"); RETURN NULL;',
                    hash="fa093efb326df3d33a4e1bcfb102bcbd203da56b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_66258",
                    table="prevoyance_prestation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="prestation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prevoyance_prestationevenement" ("adhesion_id", "au", "collectivite_id", "composante", "cree_a", "du", "emise_le", "emise_par_id", "entrees", "etapes", "garantie", "id", "montant", "niveau", "numero", "percu", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "remplace_id", "uid", "version_regles") VALUES (NEW."adhesion_id", NEW."au", NEW."collectivite_id", NEW."composante", NEW."cree_a", NEW."du", NEW."emise_le", NEW."emise_par_id", NEW."entrees", NEW."etapes", NEW."garantie", NEW."id", NEW."montant", NEW."niveau", NEW."numero", NEW."percu", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."remplace_id", NEW."uid", NEW."version_regles"); RETURN NULL;',
                    hash="258c610cbfe2cb8b5e9ce2db364277f15edced8c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c6501",
                    table="prevoyance_prestation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="prestation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prevoyance_prestationevenement" ("adhesion_id", "au", "collectivite_id", "composante", "cree_a", "du", "emise_le", "emise_par_id", "entrees", "etapes", "garantie", "id", "montant", "niveau", "numero", "percu", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "remplace_id", "uid", "version_regles") VALUES (OLD."adhesion_id", OLD."au", OLD."collectivite_id", OLD."composante", OLD."cree_a", OLD."du", OLD."emise_le", OLD."emise_par_id", OLD."entrees", OLD."etapes", OLD."garantie", OLD."id", OLD."montant", OLD."niveau", OLD."numero", OLD."percu", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."remplace_id", OLD."uid", OLD."version_regles"); RETURN NULL;',
                    hash="82d3b88eb65a1af8e4a0c65bf13d4195bc88a699",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_350ae",
                    table="prevoyance_prestation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="cotisationagentevenement",
            name="adhesion",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="prevoyance.adhesionagent",
            ),
        ),
        migrations.AddField(
            model_name="cotisationagentevenement",
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
            model_name="cotisationagentevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="prevoyance.cotisationagent",
            ),
        ),
        migrations.AddField(
            model_name="cotisationagentevenement",
            name="remplace",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="prevoyance.cotisationagent",
                verbose_name="remplace",
            ),
        ),
        migrations.AddField(
            model_name="prestationevenement",
            name="adhesion",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="prevoyance.adhesionagent",
            ),
        ),
        migrations.AddField(
            model_name="prestationevenement",
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
            model_name="prestationevenement",
            name="emise_par",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="émise par",
            ),
        ),
        migrations.AddField(
            model_name="prestationevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="prevoyance.prestation",
            ),
        ),
        migrations.AddField(
            model_name="prestationevenement",
            name="remplace",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="prevoyance.prestation",
                verbose_name="remplace",
            ),
        ),
        Cloisonner("CotisationAgentEvenement", cle=False),
        Cloisonner("PrestationEvenement", cle=False),
        ReprendreLExistant("CotisationAgentEvenement"),
        ReprendreLExistant("PrestationEvenement"),
    ]
