"""Historique des tables d'argent et de dossier qui n'en avaient pas encore, contrats compris."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
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
        ("adhesions", "0006_effectif_sans_arret"),
        ("perimetres", "0004_cloisonnement_complet"),
    ]

    operations = [
        migrations.CreateModel(
            name="AvenantEvenement",
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
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("effet", models.DateField(verbose_name="effet")),
                ("objet", models.CharField(max_length=300, verbose_name="objet")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConditionsGeneralesEvenement",
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
                ("version", models.CharField(max_length=20, verbose_name="version")),
                ("approuvees_le", models.DateField(verbose_name="approuvées le")),
                (
                    "articles",
                    models.JSONField(help_text="Liste de {titre, paragraphes}.", verbose_name="articles"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContratEvenement",
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
                (
                    "type",
                    models.CharField(
                        choices=[("STATUTAIRE", "Assurance statutaire"), ("PREVOYANCE", "Prévoyance")],
                        default="STATUTAIRE",
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("reference", models.CharField(max_length=40, verbose_name="référence")),
                ("intitule", models.CharField(max_length=200, verbose_name="intitulé")),
                ("effet", models.DateField(verbose_name="prise d'effet")),
                ("fin", models.DateField(verbose_name="fin")),
                (
                    "echeance_mois",
                    models.PositiveSmallIntegerField(default=1, verbose_name="mois de l'échéance annuelle"),
                ),
                (
                    "echeance_jour",
                    models.PositiveSmallIntegerField(default=1, verbose_name="jour de l'échéance annuelle"),
                ),
                (
                    "gestion",
                    models.CharField(
                        choices=[("CAPITALISATION", "Capitalisation"), ("REPARTITION", "Répartition")],
                        max_length=15,
                        verbose_name="gestion dans le temps",
                    ),
                ),
                (
                    "diviseur",
                    models.CharField(
                        choices=[
                            ("J365", "1/365 de l'annuel"),
                            ("J360", "1/360 de l'annuel, mois plafonné"),
                            ("J30", "1/30 du mensuel"),
                        ],
                        max_length=4,
                        verbose_name="diviseur",
                    ),
                ),
                (
                    "franchise_par",
                    models.CharField(
                        choices=[("SINISTRE", "Par sinistre"), ("ARRET", "Par arrêt")],
                        max_length=8,
                        verbose_name="franchise comptée",
                    ),
                ),
                (
                    "age_cessation",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="âge de cessation"),
                ),
                ("delai_declaration", models.PositiveSmallIntegerField(verbose_name="délai de déclaration")),
                (
                    "delai_declaration_unite",
                    models.CharField(
                        choices=[("MOIS", "mois"), ("JOURS", "jours")],
                        max_length=5,
                        verbose_name="unité du délai",
                    ),
                ),
                (
                    "sanction_tardive",
                    models.CharField(
                        choices=[
                            ("AUCUNE", "Aucune sanction prévue"),
                            ("DECHEANCE", "Déchéance"),
                            ("A_COMPTER_RECEPTION", "Prise en charge à compter de la réception"),
                        ],
                        max_length=20,
                        verbose_name="sanction d'une déclaration tardive",
                    ),
                ),
                (
                    "delai_remboursement_jours",
                    models.PositiveSmallIntegerField(
                        help_text="Compté de la transmission du bordereau à l'assureur.",
                        verbose_name="délai de remboursement (jours)",
                    ),
                ),
                (
                    "delai_controle_heures",
                    models.PositiveSmallIntegerField(verbose_name="délai de contrôle médical (heures)"),
                ),
                (
                    "delai_paiement_jours",
                    models.PositiveSmallIntegerField(
                        help_text="Compté du premier jour de la fraction.",
                        verbose_name="délai de paiement d'une fraction (jours)",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GarantieOfferteEvenement",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "risque",
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
                        verbose_name="risque",
                    ),
                ),
                (
                    "franchise_type",
                    models.CharField(
                        choices=[
                            ("AUCUNE", "Aucune"),
                            ("ABSOLUE", "Absolue"),
                            ("RELATIVE", "Relative"),
                            ("CUMULEE", "Cumulée"),
                        ],
                        max_length=8,
                        verbose_name="type de franchise",
                    ),
                ),
                (
                    "franchise_jours",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="jours de franchise"
                    ),
                ),
                (
                    "taux_remboursement",
                    models.DecimalField(
                        decimal_places=2, default=100, max_digits=5, verbose_name="taux de remboursement (%)"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LotEvenement",
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
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("CNRACL", "CNRACL"),
                            ("RG_FONCT", "Régime général, fonctionnaire à temps non complet"),
                            ("RG_CONTRACT", "Régime général, contractuel"),
                            ("PRIVE", "Droit privé"),
                        ],
                        max_length=12,
                        verbose_name="régime",
                    ),
                ),
                ("libelle", models.CharField(max_length=120, verbose_name="libellé")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MandatEvenement",
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
                ("deliberation_le", models.DateField(verbose_name="délibération du")),
                ("reference", models.CharField(max_length=60, verbose_name="référence de la délibération")),
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
            name="OffreEvenement",
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
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("BASE", "Formule de base"),
                            ("VARIANTE", "Variante"),
                            ("PSE", "Prestation supplémentaire éventuelle"),
                        ],
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("libelle", models.CharField(max_length=160, verbose_name="libellé")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OptionAssietteEvenement",
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
                    "elements",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("TIB", "Traitement indiciaire brut"),
                                ("NBI", "Nouvelle bonification indiciaire"),
                                ("IR", "Indemnité de résidence"),
                                ("SFT", "Supplément familial de traitement"),
                                ("RI", "Primes (régime indemnitaire)"),
                                ("CIA", "Complément indemnitaire annuel"),
                                ("FRAIS", "Remboursements de frais"),
                            ],
                            max_length=5,
                        ),
                        size=None,
                        verbose_name="éléments assurés",
                    ),
                ),
                (
                    "charges_pct",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=5, verbose_name="charges patronales (%)"
                    ),
                ),
                (
                    "ri",
                    models.CharField(
                        choices=[
                            ("SUIT", "Suit le traitement"),
                            ("MAINTENU", "Maintenu"),
                            ("SUPPRIME", "Supprimé"),
                        ],
                        max_length=8,
                        verbose_name="régime indemnitaire",
                    ),
                ),
                ("du", models.DateField(verbose_name="du")),
                ("au", models.DateField(blank=True, null=True, verbose_name="au")),
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
            name="OrganismeEvenement",
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
                (
                    "siret",
                    models.CharField(
                        max_length=14,
                        validators=[django.core.validators.RegexValidator("^\\d{14}$")],
                        verbose_name="SIRET",
                    ),
                ),
                ("nom", models.CharField(max_length=200, verbose_name="nom")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RapprochementPersonneEvenement",
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
                    "personne",
                    models.UUIDField(
                        default=cdg_portal.cloisonnement.identifiants.nouvel_uid, verbose_name="personne"
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
            name="ReserveEvenement",
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
                ("numero", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("clause", models.CharField(max_length=60, verbose_name="clause visée")),
                ("objet", models.CharField(max_length=500, verbose_name="objet")),
                ("formulee_le", models.DateField(verbose_name="formulée le")),
                ("acceptee_le", models.DateField(blank=True, null=True, verbose_name="acceptée le")),
                ("levee_le", models.DateField(blank=True, null=True, verbose_name="levée ou refusée le")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoleContratEvenement",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("ASSUREUR", "Assureur"),
                            ("GESTIONNAIRE", "Gestionnaire"),
                            ("SOUSCRIPTEUR", "Souscripteur"),
                        ],
                        max_length=12,
                        verbose_name="rôle",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SituationEvenement",
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
                    "statut",
                    models.CharField(
                        choices=[
                            ("TITULAIRE", "Titulaire"),
                            ("STAGIAIRE", "Stagiaire"),
                            ("CONTRACTUEL", "Contractuel"),
                            ("DETACHE", "Détaché"),
                        ],
                        max_length=12,
                        verbose_name="statut",
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        choices=[
                            ("ACTIVITE", "Activité"),
                            ("DETACHEMENT", "Détachement"),
                            ("DISPONIBILITE", "Disponibilité"),
                            ("PPR", "Période de préparation au reclassement"),
                        ],
                        default="ACTIVITE",
                        max_length=15,
                        verbose_name="position",
                    ),
                ),
                ("grade", models.CharField(blank=True, max_length=80, verbose_name="grade")),
                ("metier", models.CharField(blank=True, max_length=80, verbose_name="métier")),
                (
                    "quotite",
                    models.DecimalField(
                        decimal_places=2,
                        default=100,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="quotité de travail (%)",
                    ),
                ),
                (
                    "employeur_origine",
                    models.CharField(blank=True, max_length=200, verbose_name="employeur d'origine"),
                ),
                ("du", models.DateField(verbose_name="du")),
                ("au", models.DateField(blank=True, null=True, verbose_name="au")),
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
            name="StatistiqueAnterieureEvenement",
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
                ("exercice", models.PositiveSmallIntegerField(verbose_name="exercice")),
                (
                    "risque",
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
                        verbose_name="risque",
                    ),
                ),
                ("garanti", models.BooleanField(default=True, verbose_name="risque garanti cette année-là")),
                (
                    "franchise_type",
                    models.CharField(
                        choices=[
                            ("AUCUNE", "Aucune"),
                            ("ABSOLUE", "Absolue"),
                            ("RELATIVE", "Relative"),
                            ("CUMULEE", "Cumulée"),
                        ],
                        default="AUCUNE",
                        max_length=8,
                        verbose_name="type de franchise",
                    ),
                ),
                (
                    "franchise_jours",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="jours de franchise"
                    ),
                ),
                (
                    "taux_remboursement",
                    models.DecimalField(
                        decimal_places=2,
                        default=100,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="taux de remboursement (%)",
                    ),
                ),
                ("nb_evenements", models.PositiveIntegerField(default=0, verbose_name="évènements")),
                ("nb_agents", models.PositiveIntegerField(default=0, verbose_name="agents concernés")),
                ("nb_jours", models.PositiveIntegerField(default=0, verbose_name="jours d'arrêt")),
                (
                    "nb_jours_indemnises",
                    models.PositiveIntegerField(default=0, verbose_name="jours au-delà de la franchise"),
                ),
                (
                    "nb_ouverts",
                    models.PositiveIntegerField(default=0, verbose_name="dossiers encore ouverts"),
                ),
                (
                    "indemnites",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="indemnités journalières payées",
                    ),
                ),
                (
                    "frais",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="frais payés",
                    ),
                ),
                (
                    "capitaux",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="capitaux payés",
                    ),
                ),
                (
                    "provisions",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="provisions restantes",
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
            name="TarifEvenement",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "risque",
                    models.CharField(
                        blank=True,
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
                        verbose_name="risque",
                    ),
                ),
                ("effectif_min", models.PositiveIntegerField(default=0, verbose_name="effectif minimal")),
                (
                    "effectif_max",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="effectif maximal"),
                ),
                (
                    "taux",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="taux (%)",
                    ),
                ),
                ("du", models.DateField(verbose_name="du")),
                ("au", models.DateField(blank=True, null=True, verbose_name="au")),
                (
                    "garanti_jusqu_au",
                    models.DateField(blank=True, null=True, verbose_name="garanti jusqu'au"),
                ),
                (
                    "plafond_majoration_pct",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="majoration annuelle maximale (%)",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="avenant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_avenantevenement" ("contrat_id", "effet", "id", "numero", "objet", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid") VALUES (NEW."contrat_id", NEW."effet", NEW."id", NEW."numero", NEW."objet", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."uid"); RETURN NULL;',
                    hash="9cc36deaeff2e1f5cc2cc2da58ea889ac7fd8621",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8e2e6",
                    table="adhesions_avenant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="avenant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_avenantevenement" ("contrat_id", "effet", "id", "numero", "objet", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid") VALUES (NEW."contrat_id", NEW."effet", NEW."id", NEW."numero", NEW."objet", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."uid"); RETURN NULL;',
                    hash="6de9828b5b401eed00e9ba9aac37ce26972b91e6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fc0bb",
                    table="adhesions_avenant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="avenant",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_avenantevenement" ("contrat_id", "effet", "id", "numero", "objet", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid") VALUES (OLD."contrat_id", OLD."effet", OLD."id", OLD."numero", OLD."objet", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."uid"); RETURN NULL;',
                    hash="7a58ef681f693598df112ead2c952b524a08b571",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9418c",
                    table="adhesions_avenant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conditionsgenerales",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_conditionsgeneralesevenement" ("approuvees_le", "articles", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid", "version") VALUES (NEW."approuvees_le", NEW."articles", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."uid", NEW."version"); RETURN NULL;',
                    hash="88ac25f53a4ef02e9b29ac27f54c35f1a9d0318d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f7718",
                    table="adhesions_conditionsgenerales",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conditionsgenerales",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_conditionsgeneralesevenement" ("approuvees_le", "articles", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid", "version") VALUES (NEW."approuvees_le", NEW."articles", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."uid", NEW."version"); RETURN NULL;',
                    hash="df2e782435f8b485ba66ba6d99f3275e081ed75b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_427b7",
                    table="adhesions_conditionsgenerales",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conditionsgenerales",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_conditionsgeneralesevenement" ("approuvees_le", "articles", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid", "version") VALUES (OLD."approuvees_le", OLD."articles", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."uid", OLD."version"); RETURN NULL;',
                    hash="87ffab7de5a8925769fe7b1c708134d137279cc8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a8a6e",
                    table="adhesions_conditionsgenerales",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contrat",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_contratevenement" ("age_cessation", "delai_controle_heures", "delai_declaration", "delai_declaration_unite", "delai_paiement_jours", "delai_remboursement_jours", "diviseur", "echeance_jour", "echeance_mois", "effet", "fin", "franchise_par", "gestion", "id", "intitule", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sanction_tardive", "type", "uid", "version") VALUES (NEW."age_cessation", NEW."delai_controle_heures", NEW."delai_declaration", NEW."delai_declaration_unite", NEW."delai_paiement_jours", NEW."delai_remboursement_jours", NEW."diviseur", NEW."echeance_jour", NEW."echeance_mois", NEW."effet", NEW."fin", NEW."franchise_par", NEW."gestion", NEW."id", NEW."intitule", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."sanction_tardive", NEW."type", NEW."uid", NEW."version"); RETURN NULL;',
                    hash="29fce60c69e238a6f3c5e06723eb4c5474f18e3c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1b1d7",
                    table="adhesions_contrat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contrat",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_contratevenement" ("age_cessation", "delai_controle_heures", "delai_declaration", "delai_declaration_unite", "delai_paiement_jours", "delai_remboursement_jours", "diviseur", "echeance_jour", "echeance_mois", "effet", "fin", "franchise_par", "gestion", "id", "intitule", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sanction_tardive", "type", "uid", "version") VALUES (NEW."age_cessation", NEW."delai_controle_heures", NEW."delai_declaration", NEW."delai_declaration_unite", NEW."delai_paiement_jours", NEW."delai_remboursement_jours", NEW."diviseur", NEW."echeance_jour", NEW."echeance_mois", NEW."effet", NEW."fin", NEW."franchise_par", NEW."gestion", NEW."id", NEW."intitule", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."sanction_tardive", NEW."type", NEW."uid", NEW."version"); RETURN NULL;',
                    hash="7891940c11b16ad4f6dfc6c52c081b7d89a5e2bb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fec68",
                    table="adhesions_contrat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contrat",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_contratevenement" ("age_cessation", "delai_controle_heures", "delai_declaration", "delai_declaration_unite", "delai_paiement_jours", "delai_remboursement_jours", "diviseur", "echeance_jour", "echeance_mois", "effet", "fin", "franchise_par", "gestion", "id", "intitule", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sanction_tardive", "type", "uid", "version") VALUES (OLD."age_cessation", OLD."delai_controle_heures", OLD."delai_declaration", OLD."delai_declaration_unite", OLD."delai_paiement_jours", OLD."delai_remboursement_jours", OLD."diviseur", OLD."echeance_jour", OLD."echeance_mois", OLD."effet", OLD."fin", OLD."franchise_par", OLD."gestion", OLD."id", OLD."intitule", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."sanction_tardive", OLD."type", OLD."uid", OLD."version"); RETURN NULL;',
                    hash="84015bc4b305641bc5c36134c16cc3ad6d61e817",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6cf5a",
                    table="adhesions_contrat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="garantieofferte",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_garantieofferteevenement" ("franchise_jours", "franchise_type", "id", "offre_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "risque", "taux_remboursement") VALUES (NEW."franchise_jours", NEW."franchise_type", NEW."id", NEW."offre_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."risque", NEW."taux_remboursement"); RETURN NULL;',
                    hash="835c127e329811b9fd146c99f200c132fa952769",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_311af",
                    table="adhesions_garantieofferte",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="garantieofferte",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_garantieofferteevenement" ("franchise_jours", "franchise_type", "id", "offre_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "risque", "taux_remboursement") VALUES (NEW."franchise_jours", NEW."franchise_type", NEW."id", NEW."offre_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."risque", NEW."taux_remboursement"); RETURN NULL;',
                    hash="898ee7bb07440938cb9549b65053a1ffec9fc6f9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f02c7",
                    table="adhesions_garantieofferte",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="garantieofferte",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_garantieofferteevenement" ("franchise_jours", "franchise_type", "id", "offre_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "risque", "taux_remboursement") VALUES (OLD."franchise_jours", OLD."franchise_type", OLD."id", OLD."offre_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."risque", OLD."taux_remboursement"); RETURN NULL;',
                    hash="6353e676002540b1a6a5b03ca8898d54e32ee5b3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ccd1f",
                    table="adhesions_garantieofferte",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lot",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_lotevenement" ("contrat_id", "id", "libelle", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regime", "uid") VALUES (NEW."contrat_id", NEW."id", NEW."libelle", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."regime", NEW."uid"); RETURN NULL;',
                    hash="3f94a7e7b46076bf4fe8ebaa85b591e0a6a08ce5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dfc40",
                    table="adhesions_lot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lot",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_lotevenement" ("contrat_id", "id", "libelle", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regime", "uid") VALUES (NEW."contrat_id", NEW."id", NEW."libelle", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."regime", NEW."uid"); RETURN NULL;',
                    hash="6d107955ac1ddcb80179702dafde3aeebdd7a6ac",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b6080",
                    table="adhesions_lot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lot",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_lotevenement" ("contrat_id", "id", "libelle", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regime", "uid") VALUES (OLD."contrat_id", OLD."id", OLD."libelle", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."regime", OLD."uid"); RETURN NULL;',
                    hash="2bb0978cde42abe3ba0ff13ba2df4d7113626bb6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_14657",
                    table="adhesions_lot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mandat",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_mandatevenement" ("collectivite_id", "contrat_id", "cree_a", "deliberation_le", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "uid") VALUES (NEW."collectivite_id", NEW."contrat_id", NEW."cree_a", NEW."deliberation_le", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."uid"); RETURN NULL;',
                    hash="f11aae6f1741c42fefca745e5b2696e4ebbbb40c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3cece",
                    table="adhesions_mandat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mandat",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_mandatevenement" ("collectivite_id", "contrat_id", "cree_a", "deliberation_le", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "uid") VALUES (NEW."collectivite_id", NEW."contrat_id", NEW."cree_a", NEW."deliberation_le", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."uid"); RETURN NULL;',
                    hash="ae03aca391698fcd3b7f91210fc94075599119ca",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3284c",
                    table="adhesions_mandat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mandat",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_mandatevenement" ("collectivite_id", "contrat_id", "cree_a", "deliberation_le", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "uid") VALUES (OLD."collectivite_id", OLD."contrat_id", OLD."cree_a", OLD."deliberation_le", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."uid"); RETURN NULL;',
                    hash="cd3671c2e4a55ccada14070768af7f4343d19214",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e26a9",
                    table="adhesions_mandat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offre",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_offreevenement" ("code", "id", "libelle", "lot_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "uid") VALUES (NEW."code", NEW."id", NEW."libelle", NEW."lot_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."type", NEW."uid"); RETURN NULL;',
                    hash="c5e22c05f4598476e44d9357f5cb9b3a4cac087a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_174ad",
                    table="adhesions_offre",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offre",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_offreevenement" ("code", "id", "libelle", "lot_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "uid") VALUES (NEW."code", NEW."id", NEW."libelle", NEW."lot_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."type", NEW."uid"); RETURN NULL;',
                    hash="7c7c829ced04a4d21d76c0442cf26349b9874429",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_71f7a",
                    table="adhesions_offre",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offre",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_offreevenement" ("code", "id", "libelle", "lot_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "uid") VALUES (OLD."code", OLD."id", OLD."libelle", OLD."lot_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."type", OLD."uid"); RETURN NULL;',
                    hash="dc5a669c73bc4087415c5f24c8bc56d5b84ed01b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_869dd",
                    table="adhesions_offre",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="optionassiette",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_optionassietteevenement" ("adhesion_id", "au", "charges_pct", "collectivite_id", "cree_a", "du", "elements", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ri", "uid") VALUES (NEW."adhesion_id", NEW."au", NEW."charges_pct", NEW."collectivite_id", NEW."cree_a", NEW."du", NEW."elements", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."ri", NEW."uid"); RETURN NULL;',
                    hash="13311922c0071f8d6fa958269e3affdb925116b9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_390f1",
                    table="adhesions_optionassiette",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="optionassiette",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_optionassietteevenement" ("adhesion_id", "au", "charges_pct", "collectivite_id", "cree_a", "du", "elements", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ri", "uid") VALUES (NEW."adhesion_id", NEW."au", NEW."charges_pct", NEW."collectivite_id", NEW."cree_a", NEW."du", NEW."elements", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."ri", NEW."uid"); RETURN NULL;',
                    hash="d2f8208af158c660d7d2d5fd11455b6757fa0a83",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_52742",
                    table="adhesions_optionassiette",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="optionassiette",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_optionassietteevenement" ("adhesion_id", "au", "charges_pct", "collectivite_id", "cree_a", "du", "elements", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ri", "uid") VALUES (OLD."adhesion_id", OLD."au", OLD."charges_pct", OLD."collectivite_id", OLD."cree_a", OLD."du", OLD."elements", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."ri", OLD."uid"); RETURN NULL;',
                    hash="d5c6df970649cdb547e32acaa3f4950ff3d32ae9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_66d88",
                    table="adhesions_optionassiette",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_organismeevenement" ("id", "nom", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siret", "uid") VALUES (NEW."id", NEW."nom", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."siret", NEW."uid"); RETURN NULL;',
                    hash="3a8df02b082e2099b66494edbacb0a7392143e19",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4d15e",
                    table="adhesions_organisme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_organismeevenement" ("id", "nom", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siret", "uid") VALUES (NEW."id", NEW."nom", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."siret", NEW."uid"); RETURN NULL;',
                    hash="bb72ee489127b043f2f9377fc6c33a1d4a6539fb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e3a5e",
                    table="adhesions_organisme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_organismeevenement" ("id", "nom", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siret", "uid") VALUES (OLD."id", OLD."nom", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."siret", OLD."uid"); RETURN NULL;',
                    hash="c1f9f0fb4579a817b1a9f8e00eff7f3ccf07f85c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c336a",
                    table="adhesions_organisme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rapprochementpersonne",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_rapprochementpersonneevenement" ("agent_id", "collectivite_id", "cree_a", "id", "personne", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid") VALUES (NEW."agent_id", NEW."collectivite_id", NEW."cree_a", NEW."id", NEW."personne", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."uid"); RETURN NULL;',
                    hash="3d5a83a2a8cc3f99ea2802edde052a1c7eb015e5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7915e",
                    table="adhesions_rapprochementpersonne",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rapprochementpersonne",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_rapprochementpersonneevenement" ("agent_id", "collectivite_id", "cree_a", "id", "personne", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid") VALUES (NEW."agent_id", NEW."collectivite_id", NEW."cree_a", NEW."id", NEW."personne", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."uid"); RETURN NULL;',
                    hash="7f7a22b458ecb816029e7fec01cce3452d963fc8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dae81",
                    table="adhesions_rapprochementpersonne",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rapprochementpersonne",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_rapprochementpersonneevenement" ("agent_id", "collectivite_id", "cree_a", "id", "personne", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid") VALUES (OLD."agent_id", OLD."collectivite_id", OLD."cree_a", OLD."id", OLD."personne", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."uid"); RETURN NULL;',
                    hash="6f451dddc44a4b04aac923780ff3864f625c0e82",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_995ed",
                    table="adhesions_rapprochementpersonne",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reserve",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_reserveevenement" ("acceptee_le", "clause", "contrat_id", "formulee_le", "id", "levee_le", "numero", "objet", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid") VALUES (NEW."acceptee_le", NEW."clause", NEW."contrat_id", NEW."formulee_le", NEW."id", NEW."levee_le", NEW."numero", NEW."objet", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."uid"); RETURN NULL;',
                    hash="7ddfe264ffb8938dc2b673e85a8808d368e0cdef",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b9fcf",
                    table="adhesions_reserve",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reserve",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_reserveevenement" ("acceptee_le", "clause", "contrat_id", "formulee_le", "id", "levee_le", "numero", "objet", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid") VALUES (NEW."acceptee_le", NEW."clause", NEW."contrat_id", NEW."formulee_le", NEW."id", NEW."levee_le", NEW."numero", NEW."objet", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."uid"); RETURN NULL;',
                    hash="7b89bbe8fc52b631cb25a985d99b877706cb851d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c7736",
                    table="adhesions_reserve",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reserve",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_reserveevenement" ("acceptee_le", "clause", "contrat_id", "formulee_le", "id", "levee_le", "numero", "objet", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "uid") VALUES (OLD."acceptee_le", OLD."clause", OLD."contrat_id", OLD."formulee_le", OLD."id", OLD."levee_le", OLD."numero", OLD."objet", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."uid"); RETURN NULL;',
                    hash="08d114c7cfa199409305b670d141e124871345c7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d4469",
                    table="adhesions_reserve",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rolecontrat",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_rolecontratevenement" ("contrat_id", "id", "organisme_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."contrat_id", NEW."id", NEW."organisme_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role"); RETURN NULL;',
                    hash="1846500f972debc1aa8ade7e1e461c3c88b7de63",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_669a3",
                    table="adhesions_rolecontrat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rolecontrat",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_rolecontratevenement" ("contrat_id", "id", "organisme_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."contrat_id", NEW."id", NEW."organisme_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role"); RETURN NULL;',
                    hash="a1660522ee0753819b2a3d8d093b1da7de913504",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cc284",
                    table="adhesions_rolecontrat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rolecontrat",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_rolecontratevenement" ("contrat_id", "id", "organisme_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."contrat_id", OLD."id", OLD."organisme_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role"); RETURN NULL;',
                    hash="632a72788a28b2b5eccbb1bb3f3cc304f3a96e41",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7f48b",
                    table="adhesions_rolecontrat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="situation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_situationevenement" ("agent_id", "au", "collectivite_id", "cree_a", "du", "employeur_origine", "grade", "id", "metier", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quotite", "statut", "uid") VALUES (NEW."agent_id", NEW."au", NEW."collectivite_id", NEW."cree_a", NEW."du", NEW."employeur_origine", NEW."grade", NEW."id", NEW."metier", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."quotite", NEW."statut", NEW."uid"); RETURN NULL;',
                    hash="bf013e5e563926ab3db6ba5718fc6fd08e10a4c2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dcc5d",
                    table="adhesions_situation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="situation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_situationevenement" ("agent_id", "au", "collectivite_id", "cree_a", "du", "employeur_origine", "grade", "id", "metier", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quotite", "statut", "uid") VALUES (NEW."agent_id", NEW."au", NEW."collectivite_id", NEW."cree_a", NEW."du", NEW."employeur_origine", NEW."grade", NEW."id", NEW."metier", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."quotite", NEW."statut", NEW."uid"); RETURN NULL;',
                    hash="b1f3fdecd55f451fd8ec133ef48b27f90d0e1c69",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_62579",
                    table="adhesions_situation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="situation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_situationevenement" ("agent_id", "au", "collectivite_id", "cree_a", "du", "employeur_origine", "grade", "id", "metier", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quotite", "statut", "uid") VALUES (OLD."agent_id", OLD."au", OLD."collectivite_id", OLD."cree_a", OLD."du", OLD."employeur_origine", OLD."grade", OLD."id", OLD."metier", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."quotite", OLD."statut", OLD."uid"); RETURN NULL;',
                    hash="913e88431220dbc0aae1c1da27cf43960405c45f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8b162",
                    table="adhesions_situation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statistiqueanterieure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_statistiqueanterieureevenement" ("capitaux", "collectivite_id", "contrat_anterieur_id", "cree_a", "exercice", "frais", "franchise_jours", "franchise_type", "garanti", "id", "indemnites", "nb_agents", "nb_evenements", "nb_jours", "nb_jours_indemnises", "nb_ouverts", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisions", "risque", "taux_remboursement", "uid") VALUES (NEW."capitaux", NEW."collectivite_id", NEW."contrat_anterieur_id", NEW."cree_a", NEW."exercice", NEW."frais", NEW."franchise_jours", NEW."franchise_type", NEW."garanti", NEW."id", NEW."indemnites", NEW."nb_agents", NEW."nb_evenements", NEW."nb_jours", NEW."nb_jours_indemnises", NEW."nb_ouverts", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."provisions", NEW."risque", NEW."taux_remboursement", NEW."uid"); RETURN NULL;',
                    hash="bf9f3496f744e34a6a3d5d7d44bf130e67742369",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_57a71",
                    table="adhesions_statistiqueanterieure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statistiqueanterieure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_statistiqueanterieureevenement" ("capitaux", "collectivite_id", "contrat_anterieur_id", "cree_a", "exercice", "frais", "franchise_jours", "franchise_type", "garanti", "id", "indemnites", "nb_agents", "nb_evenements", "nb_jours", "nb_jours_indemnises", "nb_ouverts", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisions", "risque", "taux_remboursement", "uid") VALUES (NEW."capitaux", NEW."collectivite_id", NEW."contrat_anterieur_id", NEW."cree_a", NEW."exercice", NEW."frais", NEW."franchise_jours", NEW."franchise_type", NEW."garanti", NEW."id", NEW."indemnites", NEW."nb_agents", NEW."nb_evenements", NEW."nb_jours", NEW."nb_jours_indemnises", NEW."nb_ouverts", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."provisions", NEW."risque", NEW."taux_remboursement", NEW."uid"); RETURN NULL;',
                    hash="7fd1c921854652945a79014c532a9ae9a76f6804",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87afd",
                    table="adhesions_statistiqueanterieure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statistiqueanterieure",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_statistiqueanterieureevenement" ("capitaux", "collectivite_id", "contrat_anterieur_id", "cree_a", "exercice", "frais", "franchise_jours", "franchise_type", "garanti", "id", "indemnites", "nb_agents", "nb_evenements", "nb_jours", "nb_jours_indemnises", "nb_ouverts", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisions", "risque", "taux_remboursement", "uid") VALUES (OLD."capitaux", OLD."collectivite_id", OLD."contrat_anterieur_id", OLD."cree_a", OLD."exercice", OLD."frais", OLD."franchise_jours", OLD."franchise_type", OLD."garanti", OLD."id", OLD."indemnites", OLD."nb_agents", OLD."nb_evenements", OLD."nb_jours", OLD."nb_jours_indemnises", OLD."nb_ouverts", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."provisions", OLD."risque", OLD."taux_remboursement", OLD."uid"); RETURN NULL;',
                    hash="7faee2c78e7cbe51fd4d4e4596b249db732509c8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3b3d6",
                    table="adhesions_statistiqueanterieure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tarif",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_tarifevenement" ("au", "du", "effectif_max", "effectif_min", "garanti_jusqu_au", "id", "offre_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plafond_majoration_pct", "risque", "taux") VALUES (NEW."au", NEW."du", NEW."effectif_max", NEW."effectif_min", NEW."garanti_jusqu_au", NEW."id", NEW."offre_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plafond_majoration_pct", NEW."risque", NEW."taux"); RETURN NULL;',
                    hash="f4fd2bf3d1f7ed4a70627fdffd454bef44348284",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_04d91",
                    table="adhesions_tarif",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tarif",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "adhesions_tarifevenement" ("au", "du", "effectif_max", "effectif_min", "garanti_jusqu_au", "id", "offre_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plafond_majoration_pct", "risque", "taux") VALUES (NEW."au", NEW."du", NEW."effectif_max", NEW."effectif_min", NEW."garanti_jusqu_au", NEW."id", NEW."offre_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plafond_majoration_pct", NEW."risque", NEW."taux"); RETURN NULL;',
                    hash="31be4c47abdb551fb3762bdd2afe08aa49fde1b6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fdd59",
                    table="adhesions_tarif",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tarif",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "adhesions_tarifevenement" ("au", "du", "effectif_max", "effectif_min", "garanti_jusqu_au", "id", "offre_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plafond_majoration_pct", "risque", "taux") VALUES (OLD."au", OLD."du", OLD."effectif_max", OLD."effectif_min", OLD."garanti_jusqu_au", OLD."id", OLD."offre_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plafond_majoration_pct", OLD."risque", OLD."taux"); RETURN NULL;',
                    hash="3ba90b7d7f198843889ba85feb043f386de25cec",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7ae11",
                    table="adhesions_tarif",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="avenantevenement",
            name="contrat",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.contrat",
            ),
        ),
        migrations.AddField(
            model_name="avenantevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.avenant",
            ),
        ),
        migrations.AddField(
            model_name="conditionsgeneralesevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.conditionsgenerales",
            ),
        ),
        migrations.AddField(
            model_name="contratevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.contrat",
            ),
        ),
        migrations.AddField(
            model_name="garantieofferteevenement",
            name="offre",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.offre",
            ),
        ),
        migrations.AddField(
            model_name="garantieofferteevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.garantieofferte",
            ),
        ),
        migrations.AddField(
            model_name="lotevenement",
            name="contrat",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.contrat",
            ),
        ),
        migrations.AddField(
            model_name="lotevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.lot",
            ),
        ),
        migrations.AddField(
            model_name="mandatevenement",
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
            model_name="mandatevenement",
            name="contrat",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.contrat",
            ),
        ),
        migrations.AddField(
            model_name="mandatevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.mandat",
            ),
        ),
        migrations.AddField(
            model_name="offreevenement",
            name="lot",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.lot",
            ),
        ),
        migrations.AddField(
            model_name="offreevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.offre",
            ),
        ),
        migrations.AddField(
            model_name="optionassietteevenement",
            name="adhesion",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.adhesion",
            ),
        ),
        migrations.AddField(
            model_name="optionassietteevenement",
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
            model_name="optionassietteevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.optionassiette",
            ),
        ),
        migrations.AddField(
            model_name="organismeevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.organisme",
            ),
        ),
        migrations.AddField(
            model_name="rapprochementpersonneevenement",
            name="agent",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.agent",
            ),
        ),
        migrations.AddField(
            model_name="rapprochementpersonneevenement",
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
            model_name="rapprochementpersonneevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.rapprochementpersonne",
            ),
        ),
        migrations.AddField(
            model_name="reserveevenement",
            name="contrat",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.contrat",
            ),
        ),
        migrations.AddField(
            model_name="reserveevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.reserve",
            ),
        ),
        migrations.AddField(
            model_name="rolecontratevenement",
            name="contrat",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.contrat",
            ),
        ),
        migrations.AddField(
            model_name="rolecontratevenement",
            name="organisme",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.organisme",
            ),
        ),
        migrations.AddField(
            model_name="rolecontratevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.rolecontrat",
            ),
        ),
        migrations.AddField(
            model_name="situationevenement",
            name="agent",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.agent",
            ),
        ),
        migrations.AddField(
            model_name="situationevenement",
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
            model_name="situationevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.situation",
            ),
        ),
        migrations.AddField(
            model_name="statistiqueanterieureevenement",
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
            model_name="statistiqueanterieureevenement",
            name="contrat_anterieur",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.contratanterieur",
            ),
        ),
        migrations.AddField(
            model_name="statistiqueanterieureevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.statistiqueanterieure",
            ),
        ),
        migrations.AddField(
            model_name="tarifevenement",
            name="offre",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="adhesions.offre",
            ),
        ),
        migrations.AddField(
            model_name="tarifevenement",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="evenements",
                related_query_name="+",
                to="adhesions.tarif",
            ),
        ),
        Cloisonner("MandatEvenement", cle=False),
        Cloisonner("OptionAssietteEvenement", cle=False),
        Cloisonner("SituationEvenement", cle=False),
        Cloisonner("RapprochementPersonneEvenement", cle=False),
        Cloisonner("StatistiqueAnterieureEvenement", cle=False),
    ]
