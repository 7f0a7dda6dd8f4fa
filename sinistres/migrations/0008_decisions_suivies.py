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
        ("sinistres", "0007_historique_complet"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CreanceEvenement",
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
                    "creancier",
                    models.CharField(
                        choices=[("COLLECTIVITE", "Collectivité"), ("ASSUREUR", "Assureur")],
                        max_length=12,
                        verbose_name="créancier",
                    ),
                ),
                (
                    "poste",
                    models.CharField(
                        choices=[
                            ("TRAITEMENT", "Traitement maintenu"),
                            ("CHARGES", "Charges patronales"),
                            ("FRAIS", "Frais de soins"),
                            ("CAPITAL", "Capital décès"),
                        ],
                        max_length=10,
                        verbose_name="poste",
                    ),
                ),
                ("du", models.DateField(blank=True, null=True, verbose_name="du")),
                ("au", models.DateField(blank=True, null=True, verbose_name="au")),
                (
                    "montant",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant",
                    ),
                ),
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
            name="EcartEvenement",
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
                ("attendu", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="attendu")),
                ("recu", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="reçu")),
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
            name="EncaissementRecoursEvenement",
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
                    "revient_a",
                    models.CharField(
                        choices=[("COLLECTIVITE", "Collectivité"), ("ASSUREUR", "Assureur")],
                        max_length=12,
                        verbose_name="revient à",
                    ),
                ),
                ("montant", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="montant")),
                ("recu_le", models.DateField(verbose_name="reçu le")),
                ("reference", models.CharField(max_length=60, verbose_name="référence bancaire")),
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
            name="InterruptionPrescriptionEvenement",
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
                    "acte",
                    models.CharField(
                        choices=[
                            ("RECOMMANDE", "Lettre recommandée avec accusé de réception"),
                            ("EXPERT", "Désignation d'un expert"),
                            ("JUSTICE", "Demande en justice"),
                            ("EXECUTION", "Acte d'exécution forcée"),
                            ("RECONNAISSANCE", "Reconnaissance par le débiteur"),
                        ],
                        max_length=15,
                        verbose_name="acte",
                    ),
                ),
                ("le", models.DateField(verbose_name="le")),
                ("reference", models.CharField(max_length=120, verbose_name="preuve")),
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
            name="ProvisionEvenement",
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
                ("le", models.DateField(verbose_name="le")),
                (
                    "montant",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant",
                    ),
                ),
                (
                    "motif",
                    models.CharField(
                        choices=[
                            ("OUVERTURE", "Ouverture du dossier"),
                            ("PROLONGATION", "Prolongation ou rechute"),
                            ("REQUALIFICATION", "Requalification"),
                            ("REGLEMENT", "Règlement reçu"),
                            ("REEVALUATION", "Réévaluation"),
                            ("CLOTURE", "Clôture"),
                        ],
                        max_length=15,
                        verbose_name="motif",
                    ),
                ),
                ("etapes", models.JSONField(blank=True, default=list, verbose_name="étapes du calcul")),
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
            name="RequalificationEvenement",
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
                    "de",
                    models.CharField(
                        choices=[
                            ("CMO", "Maladie ordinaire"),
                            ("CLM", "Longue maladie"),
                            ("CLD", "Longue durée"),
                            ("CITIS", "Invalidité temporaire imputable au service"),
                            ("MAT", "Maternité, paternité, adoption"),
                            ("TPT", "Temps partiel thérapeutique"),
                            ("DC", "Décès"),
                            ("DORS", "Disponibilité d'office"),
                            ("IDG", "Infirmité de guerre"),
                            ("AIT", "Allocation d'invalidité temporaire"),
                            ("MDT", "Maintien du demi-traitement"),
                        ],
                        max_length=5,
                        verbose_name="ancienne nature",
                    ),
                ),
                (
                    "vers",
                    models.CharField(
                        choices=[
                            ("CMO", "Maladie ordinaire"),
                            ("CLM", "Longue maladie"),
                            ("CLD", "Longue durée"),
                            ("CITIS", "Invalidité temporaire imputable au service"),
                            ("MAT", "Maternité, paternité, adoption"),
                            ("TPT", "Temps partiel thérapeutique"),
                            ("DC", "Décès"),
                            ("DORS", "Disponibilité d'office"),
                            ("IDG", "Infirmité de guerre"),
                            ("AIT", "Allocation d'invalidité temporaire"),
                            ("MDT", "Maintien du demi-traitement"),
                        ],
                        max_length=5,
                        verbose_name="nouvelle nature",
                    ),
                ),
                ("effet", models.DateField(verbose_name="à compter du")),
                ("decision_le", models.DateField(verbose_name="décision du")),
                ("reference_arrete", models.CharField(max_length=60, verbose_name="référence de l'arrêté")),
                ("motif", models.CharField(blank=True, max_length=300, verbose_name="motif")),
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
            model_name="creance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_creanceevenement" ("arretee_le", "arretee_par_id", "au", "collectivite_id", "creancier", "cree_a", "du", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "poste", "recours_id", "remplace_id", "uid") VALUES (NEW."arretee_le", NEW."arretee_par_id", NEW."au", NEW."collectivite_id", NEW."creancier", NEW."cree_a", NEW."du", NEW."id", NEW."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."poste", NEW."recours_id", NEW."remplace_id", NEW."uid"); RETURN NULL;',
                    hash="9f532746678c2a559cdc3151ebdb487d0f96a550",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ed131",
                    table="sinistres_creance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "sinistres_creanceevenement" ("arretee_le", "arretee_par_id", "au", "collectivite_id", "creancier", "cree_a", "du", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "poste", "recours_id", "remplace_id", "uid") VALUES (NEW."arretee_le", NEW."arretee_par_id", NEW."au", NEW."collectivite_id", NEW."creancier", NEW."cree_a", NEW."du", NEW."id", NEW."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."poste", NEW."recours_id", NEW."remplace_id", NEW."uid"); RETURN NULL;',
                    hash="8b5166e0dee6bb81604bfa1bae4c002990ea7e40",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_724d5",
                    table="sinistres_creance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creance",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_creanceevenement" ("arretee_le", "arretee_par_id", "au", "collectivite_id", "creancier", "cree_a", "du", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "poste", "recours_id", "remplace_id", "uid") VALUES (OLD."arretee_le", OLD."arretee_par_id", OLD."au", OLD."collectivite_id", OLD."creancier", OLD."cree_a", OLD."du", OLD."id", OLD."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."poste", OLD."recours_id", OLD."remplace_id", OLD."uid"); RETURN NULL;',
                    hash="2cf6749553f978f5b56f2a3f8d74db55dcd82d65",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9c8bb",
                    table="sinistres_creance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ecart",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_ecartevenement" ("attendu", "collectivite_id", "cree_a", "decompte_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recu", "reglement_id", "uid") VALUES (NEW."attendu", NEW."collectivite_id", NEW."cree_a", NEW."decompte_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recu", NEW."reglement_id", NEW."uid"); RETURN NULL;',
                    hash="96a0de0efc531d605733deed137e857c408f79d6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7ff7d",
                    table="sinistres_ecart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ecart",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "sinistres_ecartevenement" ("attendu", "collectivite_id", "cree_a", "decompte_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recu", "reglement_id", "uid") VALUES (NEW."attendu", NEW."collectivite_id", NEW."cree_a", NEW."decompte_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recu", NEW."reglement_id", NEW."uid"); RETURN NULL;',
                    hash="a181dd4ef568d1ffd1d2a04b420ac3bae5fff387",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bb4d6",
                    table="sinistres_ecart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ecart",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_ecartevenement" ("attendu", "collectivite_id", "cree_a", "decompte_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recu", "reglement_id", "uid") VALUES (OLD."attendu", OLD."collectivite_id", OLD."cree_a", OLD."decompte_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recu", OLD."reglement_id", OLD."uid"); RETURN NULL;',
                    hash="34e249d1eb0f9299d6e97eafee94fd4f9854757e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_acb91",
                    table="sinistres_ecart",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="encaissementrecours",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_encaissementrecoursevenement" ("collectivite_id", "cree_a", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recours_id", "recu_le", "reference", "revient_a", "saisi_par_id", "uid") VALUES (NEW."collectivite_id", NEW."cree_a", NEW."id", NEW."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recours_id", NEW."recu_le", NEW."reference", NEW."revient_a", NEW."saisi_par_id", NEW."uid"); RETURN NULL;',
                    hash="19475af8172fed8fa7a1866607c4cc6899a49ca1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5fe14",
                    table="sinistres_encaissementrecours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="encaissementrecours",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "sinistres_encaissementrecoursevenement" ("collectivite_id", "cree_a", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recours_id", "recu_le", "reference", "revient_a", "saisi_par_id", "uid") VALUES (NEW."collectivite_id", NEW."cree_a", NEW."id", NEW."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recours_id", NEW."recu_le", NEW."reference", NEW."revient_a", NEW."saisi_par_id", NEW."uid"); RETURN NULL;',
                    hash="ea2b03f50d7d9b7b26248eee8c10ad658ad9b7e7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d7d59",
                    table="sinistres_encaissementrecours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="encaissementrecours",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_encaissementrecoursevenement" ("collectivite_id", "cree_a", "id", "montant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recours_id", "recu_le", "reference", "revient_a", "saisi_par_id", "uid") VALUES (OLD."collectivite_id", OLD."cree_a", OLD."id", OLD."montant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recours_id", OLD."recu_le", OLD."reference", OLD."revient_a", OLD."saisi_par_id", OLD."uid"); RETURN NULL;',
                    hash="a52cecaae91b6526a456d8b717deed588a62fbb8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_62a32",
                    table="sinistres_encaissementrecours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interruptionprescription",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_interruptionprescriptionevenement" ("acte", "collectivite_id", "cree_a", "id", "le", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "saisi_par_id", "sinistre_id", "uid") VALUES (NEW."acte", NEW."collectivite_id", NEW."cree_a", NEW."id", NEW."le", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."saisi_par_id", NEW."sinistre_id", NEW."uid"); RETURN NULL;',
                    hash="6306c1429b49a499d423c51f50dac9b85950e72e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c343d",
                    table="sinistres_interruptionprescription",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interruptionprescription",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "sinistres_interruptionprescriptionevenement" ("acte", "collectivite_id", "cree_a", "id", "le", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "saisi_par_id", "sinistre_id", "uid") VALUES (NEW."acte", NEW."collectivite_id", NEW."cree_a", NEW."id", NEW."le", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."saisi_par_id", NEW."sinistre_id", NEW."uid"); RETURN NULL;',
                    hash="c8704e0bc548ed34d0594911641bfd0869207dbd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e12d8",
                    table="sinistres_interruptionprescription",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interruptionprescription",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_interruptionprescriptionevenement" ("acte", "collectivite_id", "cree_a", "id", "le", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "saisi_par_id", "sinistre_id", "uid") VALUES (OLD."acte", OLD."collectivite_id", OLD."cree_a", OLD."id", OLD."le", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."saisi_par_id", OLD."sinistre_id", OLD."uid"); RETURN NULL;',
                    hash="95acadaa7e1bd018786d241261d08ca06715f8ef",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1b2be",
                    table="sinistres_interruptionprescription",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="provision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_provisionevenement" ("collectivite_id", "cree_a", "etapes", "id", "le", "montant", "motif", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "saisi_par_id", "sinistre_id", "uid") VALUES (NEW."collectivite_id", NEW."cree_a", NEW."etapes", NEW."id", NEW."le", NEW."montant", NEW."motif", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rang", NEW."saisi_par_id", NEW."sinistre_id", NEW."uid"); RETURN NULL;',
                    hash="99816a09bf39b0bc4ec6a460580163a9b0a11b18",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b4f25",
                    table="sinistres_provision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="provision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "sinistres_provisionevenement" ("collectivite_id", "cree_a", "etapes", "id", "le", "montant", "motif", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "saisi_par_id", "sinistre_id", "uid") VALUES (NEW."collectivite_id", NEW."cree_a", NEW."etapes", NEW."id", NEW."le", NEW."montant", NEW."motif", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rang", NEW."saisi_par_id", NEW."sinistre_id", NEW."uid"); RETURN NULL;',
                    hash="44666336e3bee8394b4d69cdfed71ac33255b2af",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_041a4",
                    table="sinistres_provision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="provision",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_provisionevenement" ("collectivite_id", "cree_a", "etapes", "id", "le", "montant", "motif", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "saisi_par_id", "sinistre_id", "uid") VALUES (OLD."collectivite_id", OLD."cree_a", OLD."etapes", OLD."id", OLD."le", OLD."montant", OLD."motif", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rang", OLD."saisi_par_id", OLD."sinistre_id", OLD."uid"); RETURN NULL;',
                    hash="1d5100d87c507a0276256b5de78294e4dc018d9f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b1a44",
                    table="sinistres_provision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requalification",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_requalificationevenement" ("collectivite_id", "cree_a", "de", "decide_par_id", "decision_le", "effet", "id", "motif", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "reference_arrete", "sinistre_id", "uid", "vers") VALUES (NEW."collectivite_id", NEW."cree_a", NEW."de", NEW."decide_par_id", NEW."decision_le", NEW."effet", NEW."id", NEW."motif", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rang", NEW."reference_arrete", NEW."sinistre_id", NEW."uid", NEW."vers"); RETURN NULL;',
                    hash="56bef501bb62ed8cca56343182ae4e577307663c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8bbc2",
                    table="sinistres_requalification",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requalification",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "sinistres_requalificationevenement" ("collectivite_id", "cree_a", "de", "decide_par_id", "decision_le", "effet", "id", "motif", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "reference_arrete", "sinistre_id", "uid", "vers") VALUES (NEW."collectivite_id", NEW."cree_a", NEW."de", NEW."decide_par_id", NEW."decision_le", NEW."effet", NEW."id", NEW."motif", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rang", NEW."reference_arrete", NEW."sinistre_id", NEW."uid", NEW."vers"); RETURN NULL;',
                    hash="f14c4401069c487e124fa0f16636745ba09468cd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f3773",
                    table="sinistres_requalification",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requalification",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "sinistres_requalificationevenement" ("collectivite_id", "cree_a", "de", "decide_par_id", "decision_le", "effet", "id", "motif", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rang", "reference_arrete", "sinistre_id", "uid", "vers") VALUES (OLD."collectivite_id", OLD."cree_a", OLD."de", OLD."decide_par_id", OLD."decision_le", OLD."effet", OLD."id", OLD."motif", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rang", OLD."reference_arrete", OLD."sinistre_id", OLD."uid", OLD."vers"); RETURN NULL;',
                    hash="897d71e86a8184b8ae0737a677d5d37a040dcf5d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_84eb3",
                    table="sinistres_requalification",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="creanceevenement",
            name="arretee_par",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="arrêtée par",
            ),
        ),
        migrations.AddField(
            model_name="creanceevenement",
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
            model_name="creanceevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="sinistres.creance",
            ),
        ),
        migrations.AddField(
            model_name="creanceevenement",
            name="recours",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="sinistres.recours",
            ),
        ),
        migrations.AddField(
            model_name="creanceevenement",
            name="remplace",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="sinistres.creance",
                verbose_name="remplace",
            ),
        ),
        migrations.AddField(
            model_name="ecartevenement",
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
            model_name="ecartevenement",
            name="decompte",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="sinistres.decompte",
            ),
        ),
        migrations.AddField(
            model_name="ecartevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="sinistres.ecart",
            ),
        ),
        migrations.AddField(
            model_name="ecartevenement",
            name="reglement",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="sinistres.reglement",
            ),
        ),
        migrations.AddField(
            model_name="encaissementrecoursevenement",
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
            model_name="encaissementrecoursevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="sinistres.encaissementrecours",
            ),
        ),
        migrations.AddField(
            model_name="encaissementrecoursevenement",
            name="recours",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="sinistres.recours",
            ),
        ),
        migrations.AddField(
            model_name="encaissementrecoursevenement",
            name="saisi_par",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="saisi par",
            ),
        ),
        migrations.AddField(
            model_name="interruptionprescriptionevenement",
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
            model_name="interruptionprescriptionevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="sinistres.interruptionprescription",
            ),
        ),
        migrations.AddField(
            model_name="interruptionprescriptionevenement",
            name="saisi_par",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="saisie par",
            ),
        ),
        migrations.AddField(
            model_name="interruptionprescriptionevenement",
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
            model_name="provisionevenement",
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
            model_name="provisionevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="sinistres.provision",
            ),
        ),
        migrations.AddField(
            model_name="provisionevenement",
            name="saisi_par",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="saisie par",
            ),
        ),
        migrations.AddField(
            model_name="provisionevenement",
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
            model_name="requalificationevenement",
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
            model_name="requalificationevenement",
            name="decide_par",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="enregistrée par",
            ),
        ),
        migrations.AddField(
            model_name="requalificationevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="sinistres.requalification",
            ),
        ),
        migrations.AddField(
            model_name="requalificationevenement",
            name="sinistre",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="sinistres.sinistre",
            ),
        ),
        Cloisonner("CreanceEvenement", cle=False),
        Cloisonner("EcartEvenement", cle=False),
        Cloisonner("EncaissementRecoursEvenement", cle=False),
        Cloisonner("InterruptionPrescriptionEvenement", cle=False),
        Cloisonner("ProvisionEvenement", cle=False),
        Cloisonner("RequalificationEvenement", cle=False),
        ReprendreLExistant("CreanceEvenement"),
        ReprendreLExistant("EcartEvenement"),
        ReprendreLExistant("EncaissementRecoursEvenement"),
        ReprendreLExistant("InterruptionPrescriptionEvenement"),
        ReprendreLExistant("ProvisionEvenement"),
        ReprendreLExistant("RequalificationEvenement"),
    ]
