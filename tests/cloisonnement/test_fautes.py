"""Le contrôle de démarrage voit chacune des fautes qui rendraient le cloisonnement vain."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.core import checks
from django.db import connection

from cdg_portal.cloisonnement import controles
from cdg_portal.cloisonnement.controles import CODE_DE_REFUS, fautes, refuser_si_faute
from cdg_portal.cloisonnement.operations import POLITIQUE, ReposerLesPerimetres
from cdg_portal.cloisonnement.roles import commande_de_proprietaire, role_proprietaire
from cdg_portal.cloisonnement.verifications.objets import fautes_des_objets
from cdg_portal.cloisonnement.verifications.role import fautes_du_role
from cdg_portal.cloisonnement.verifications.tables import fautes_des_tables
from cdg_portal.embarque import services

CONVERTIE = "collectivite_id::integer::boolean::integer"

SEMEES = {
    "sécurité non forcée": (
        "ALTER TABLE adhesions_agent NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE adhesions_agent FORCE ROW LEVEL SECURITY",
        "la table adhesions_agent n'a pas de sécurité de ligne forcée",
    ),
    "sécurité retirée": (
        "ALTER TABLE sinistres_sinistre DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE sinistres_sinistre ENABLE ROW LEVEL SECURITY",
        "la table sinistres_sinistre n'a pas de sécurité de ligne forcée",
    ),
    "aucune politique": (
        "ALTER TABLE adhesions_mandat RENAME TO x; CREATE TABLE adhesions_mandat (collectivite_id bigint);"
        " ALTER TABLE adhesions_mandat ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        "DROP TABLE adhesions_mandat; ALTER TABLE x RENAME TO adhesions_mandat",
        "la table adhesions_mandat n'a pas de sécurité de ligne forcée",
    ),
    "table oubliée des modèles": (
        "CREATE TABLE cachette (id bigint, collectivite_id bigint)",
        "DROP TABLE cachette",
        "la table cachette porte collectivite_id sans modèle cloisonné",
    ),
    "table disparue": (
        "ALTER TABLE adhesions_mandat RENAME TO ailleurs",
        "ALTER TABLE ailleurs RENAME TO adhesions_mandat",
        "la table adhesions_mandat n'existe pas",
    ),
    "droit de vider": (
        "GRANT TRUNCATE ON adhesions_agent TO cdg_app",
        "REVOKE TRUNCATE ON adhesions_agent FROM cdg_app",
        "l'application peut vider la table adhesions_agent",
    ),
    "droit de vider du rôle interne": (
        "GRANT TRUNCATE ON adhesions_mandat TO cdg_interne",
        "REVOKE TRUNCATE ON adhesions_mandat FROM cdg_interne",
        "l'application peut vider la table adhesions_mandat",
    ),
    "droit de vider la chaîne du journal": (
        "GRANT TRUNCATE ON journal_feuille TO cdg_app",
        "REVOKE TRUNCATE ON journal_feuille FROM cdg_app",
        "l'application peut vider la table journal_feuille",
    ),
    "vue du propriétaire": (
        "CREATE VIEW tous_les_agents AS SELECT * FROM adhesions_agent",
        "DROP VIEW tous_les_agents",
        "la vue tous_les_agents s'exécute avec les droits de son propriétaire",
    ),
    "politique permissive de plus": (
        "CREATE POLICY ouverte ON adhesions_agent FOR SELECT TO cdg_app USING (true)",
        "DROP POLICY ouverte ON adhesions_agent",
        "la politique ouverte ouvre la table adhesions_agent au-delà du périmètre",
    ),
    "politique permissive pour tous": (
        "CREATE POLICY ouverte ON sinistres_sinistre USING (true)",
        "DROP POLICY ouverte ON sinistres_sinistre",
        "la politique ouverte ouvre la table sinistres_sinistre au-delà du périmètre",
    ),
    "politique élargie": (
        "CREATE POLICY ouverte ON adhesions_agent TO cdg_app"
        " USING (collectivite_id IS NOT NULL OR current_setting('app.perimetre', true) IS NULL)",
        "DROP POLICY ouverte ON adhesions_agent",
        "la politique ouverte ouvre la table adhesions_agent au-delà du périmètre",
    ),
    "numéro converti": (  # tout numéro non nul devient 1
        f"ALTER POLICY perimetre ON adhesions_agent USING ({POLITIQUE.format(col=CONVERTIE)})",
        f"ALTER POLICY perimetre ON adhesions_agent USING ({POLITIQUE.format(col='collectivite_id')})",
        "la politique perimetre ouvre la table adhesions_agent au-delà du périmètre",
    ),
    "titulaire converti": (
        "ALTER POLICY titulaire ON perimetres_habilitation USING"
        " (compte_id::integer::boolean::integer::text = (SELECT current_setting('app.utilisateur', true)))",
        "ALTER POLICY titulaire ON perimetres_habilitation USING"
        " (compte_id::text = (SELECT current_setting('app.utilisateur', true)))",
        "la politique titulaire ouvre la table perimetres_habilitation au-delà du périmètre",
    ),
    "écriture ouverte": (
        "CREATE POLICY ecrire ON adhesions_agent FOR INSERT TO cdg_app WITH CHECK (true)",
        "DROP POLICY ecrire ON adhesions_agent",
        "la politique ecrire ouvre la table adhesions_agent au-delà du périmètre",
    ),
    "commande sans politique": (
        "ALTER POLICY perimetre ON adhesions_agent RENAME TO retiree;"
        " ALTER POLICY retiree ON adhesions_agent TO cdg_owner",
        "ALTER POLICY retiree ON adhesions_agent TO cdg_app;"
        " ALTER POLICY retiree ON adhesions_agent RENAME TO perimetre",
        "la table adhesions_agent n'a pas de politique de périmètre pour SELECT, INSERT, UPDATE, DELETE",
    ),
    "politique interne perdue": (
        "ALTER POLICY interne ON adhesions_agent TO cdg_owner",
        "ALTER POLICY interne ON adhesions_agent TO cdg_interne, cdg_owner",
        "la table adhesions_agent n'a pas de politique pour cdg_interne",
    ),
    "clé composée perdue": (
        "ALTER TABLE sinistres_sinistre DROP CONSTRAINT sinistres_sinistre_agent_cloison",
        "ALTER TABLE sinistres_sinistre ADD CONSTRAINT sinistres_sinistre_agent_cloison"
        " FOREIGN KEY (collectivite_id, agent_id) REFERENCES adhesions_agent (collectivite_id, id)"
        " DEFERRABLE INITIALLY DEFERRED",
        "la colonne agent_id de sinistres_sinistre n'a pas de clé composée",
    ),
    "unicité entre collectivités": (
        "CREATE UNIQUE INDEX matricule_partout ON adhesions_agent (matricule)",
        "DROP INDEX matricule_partout",
        "l'unicité matricule_partout de adhesions_agent ne commence pas par collectivite_id",
    ),
    "historique modifiable": (
        "GRANT UPDATE ON adhesions_agentevenement TO cdg_app",
        "REVOKE UPDATE ON adhesions_agentevenement FROM cdg_app",
        "la table adhesions_agentevenement, en ajout seul, admet UPDATE",
    ),
    "journal effaçable par le rôle interne": (
        "GRANT DELETE ON journal_evenement TO cdg_interne",
        "REVOKE DELETE ON journal_evenement FROM cdg_interne",
        "la table journal_evenement, en ajout seul, admet DELETE",
    ),
    "vue matérialisée": (
        "CREATE MATERIALIZED VIEW agents_copies AS SELECT * FROM adhesions_agent WITH NO DATA",
        "DROP MATERIALIZED VIEW agents_copies",
        "la vue matérialisée agents_copies garde des lignes hors de toute politique",
    ),
    "partition sans politique": (
        "ALTER TABLE adhesions_mandat RENAME TO x;"
        " CREATE TABLE adhesions_mandat (id bigint, collectivite_id bigint) PARTITION BY LIST (collectivite_id);"
        " CREATE TABLE mandat_de_1 PARTITION OF adhesions_mandat FOR VALUES IN (1);"
        " ALTER TABLE adhesions_mandat ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        "DROP TABLE adhesions_mandat; ALTER TABLE x RENAME TO adhesions_mandat",
        "la partition mandat_de_1 de adhesions_mandat n'a pas de sécurité de ligne forcée",
    ),
    "partition ouverte": (
        "ALTER TABLE adhesions_mandat RENAME TO x;"
        " CREATE TABLE adhesions_mandat (id bigint, collectivite_id bigint) PARTITION BY LIST (collectivite_id);"
        " CREATE TABLE mandat_de_1 PARTITION OF adhesions_mandat FOR VALUES IN (1) PARTITION BY LIST (id);"
        " CREATE TABLE mandat_de_1_1 PARTITION OF mandat_de_1 FOR VALUES IN (1);"
        " ALTER TABLE mandat_de_1_1 ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
        " CREATE POLICY ouverte ON mandat_de_1_1 TO cdg_app USING (true)",
        "DROP TABLE adhesions_mandat; ALTER TABLE x RENAME TO adhesions_mandat",
        "la politique ouverte ouvre la table mandat_de_1_1 au-delà du périmètre",
    ),
    "création dans le schéma": (
        "GRANT CREATE ON SCHEMA public TO cdg_app",
        "REVOKE CREATE ON SCHEMA public FROM cdg_app",
        "le rôle cdg_app peut créer dans le schéma public",
    ),
    "fonction du propriétaire": (
        "CREATE FUNCTION tout() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "DROP FUNCTION tout()",
        "la fonction tout est SECURITY DEFINER",
    ),
}


@contextmanager
def _semer(faute: str, remede: str) -> Iterator[None]:
    with commande_de_proprietaire(), connection.cursor() as c:
        c.execute(faute)
    try:
        yield
    finally:
        with commande_de_proprietaire(), connection.cursor() as c:
            c.execute(remede)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("faute", "remede", "attendu"), SEMEES.values(), ids=SEMEES.keys())
def test_une_faute_semee_est_vue(faute, remede, attendu):
    assert fautes() == []
    with _semer(faute, remede):
        assert any(f.startswith(attendu) for f in fautes()), fautes()
    assert fautes() == []


ANCIENNE = (
    "CASE WHEN (SELECT current_setting('app.collectivites', true)) IS NULL THEN false ELSE"
    " collectivite_id IN (SELECT unnest(nullif(current_setting('app.collectivites', true), '')::bigint[])) END"
)


def test_une_base_deja_en_service_recoit_la_politique_courante(transactional_db):
    """L'ancien texte n'est plus admis au démarrage : la migration le récrit, sur chaque table qui le porte."""
    with commande_de_proprietaire():
        with connection.cursor() as c:
            for table in ("adhesions_agent", "sinistres_sinistre"):
                c.execute(f"ALTER POLICY perimetre ON {table} USING ({ANCIENNE}) WITH CHECK ({ANCIENNE})")
        refusees = fautes()
        with connection.schema_editor() as editeur:
            ReposerLesPerimetres().database_forwards("perimetres", editeur, None, None)
    assert [f for f in refusees if f.startswith("la politique perimetre ouvre la table adhesions_agent")]
    assert [f for f in refusees if f.startswith("la politique perimetre ouvre la table sinistres_sinistre")]
    assert fautes() == []


def test_une_vue_aux_droits_de_l_appelant_n_est_pas_une_faute(transactional_db):
    with _semer(
        "CREATE VIEW agents_vus WITH (security_invoker=true) AS SELECT * FROM adhesions_agent",
        "DROP VIEW agents_vus",
    ):
        assert fautes() == []


def test_connecte_en_proprietaire(transactional_db, capsys):
    """Des réglages de web qui donnent l'adresse du propriétaire sont refusés, même si elle est la sienne partout."""
    with role_proprietaire():
        migration = checks.run_checks(databases=["default"])
        trouvees = fautes()
        with pytest.raises(SystemExit) as arret:
            refuser_si_faute()
    assert [m for m in migration if m.id == "cloisonnement.E001"] == [], "une migration n'est pas gênée"
    assert arret.value.code == CODE_DE_REFUS
    assert "le rôle connecté est cdg_owner" in capsys.readouterr().err
    assert "le rôle connecté est cdg_owner, attendu cdg_app" in trouvees
    assert "l'application possède la table adhesions_agent" in trouvees
    assert "l'application peut vider la table adhesions_agent" in trouvees


def _administrateur() -> str:
    """Un superutilisateur : celui de la base embarquée, ou celui donné pour la base extérieure."""
    if connection.settings_dict["OPTIONS"].get("host", "").startswith("/"):  # par son répertoire
        return services()[0].url("postgres", "postgres")
    return os.environ.get("PG_ADMIN_URL", "postgres://postgres@127.0.0.1:5432/postgres")


ROLES = {
    "superutilisateur": ("ALTER ROLE cdg_app SUPERUSER", "le rôle cdg_app contourne la sécurité de ligne"),
    "hors sécurité": ("ALTER ROLE cdg_app BYPASSRLS", "le rôle cdg_app contourne la sécurité de ligne"),
    "héritage": (
        "ALTER ROLE cdg_app INHERIT",
        "le rôle cdg_app hérite de cdg_interne (NOINHERIT manquant)",
    ),
    "créateur de rôles": ("ALTER ROLE cdg_app CREATEROLE", "le rôle cdg_app peut créer des rôles"),
    "créateur de bases": ("ALTER ROLE cdg_app CREATEDB", "le rôle cdg_app peut créer des bases"),
    "réplication": ("ALTER ROLE cdg_app REPLICATION", "le rôle cdg_app peut répliquer la base"),
    "rôle interne qui se connecte": (
        "ALTER ROLE cdg_interne LOGIN",
        "le rôle cdg_interne peut se connecter (LOGIN)",
    ),
    "rôle interne puissant": (
        "ALTER ROLE cdg_interne BYPASSRLS",
        "le rôle cdg_interne a un pouvoir d'administration",
    ),
    "membre d'un superutilisateur": ("GRANT postgres TO cdg_app", "le rôle cdg_app est membre de postgres"),
}


@pytest.mark.parametrize(("faute", "attendu"), ROLES.values(), ids=ROLES.keys())
def test_un_role_trop_puissant_est_vu(db, faute, attendu):
    """Dans une transaction jamais validée : les autres essais de la même base n'en voient rien."""
    with psycopg.connect(_administrateur()) as cx, cx.cursor() as c:
        c.execute(faute)
        c.execute("SET LOCAL SESSION AUTHORIZATION cdg_app")
        trouvees = fautes_du_role(c)
        cx.rollback()
    assert attendu in trouvees


DANS_LA_BASE = {
    "table du rôle interne": (
        "ALTER TABLE adhesions_mandat OWNER TO cdg_interne",
        "l'application possède la table adhesions_mandat",
    ),
    "table externe": (
        "CREATE FOREIGN DATA WRAPPER ailleurs; CREATE SERVER loin FOREIGN DATA WRAPPER ailleurs;"
        " CREATE FOREIGN TABLE agents_loin (id bigint) SERVER loin",
        "la table externe agents_loin échappe à la sécurité de ligne",
    ),
    "création de schémas": (
        "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO cdg_app', current_database()); END $$",
        "le rôle cdg_app peut créer un schéma dans la base",
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("faute", "attendu"), DANS_LA_BASE.values(), ids=DANS_LA_BASE.keys())
def test_une_faute_que_seul_un_superutilisateur_commet_est_vue(faute, attendu):
    with psycopg.connect(_administrateur(), dbname=connection.settings_dict["NAME"]) as cx, cx.cursor() as c:
        c.execute(faute)
        c.execute("SET LOCAL SESSION AUTHORIZATION cdg_app")
        trouvees = (
            fautes_du_role(c)
            + fautes_des_objets(c)
            + fautes_des_tables(c, {"adhesions_mandat": "collectivite_id"})
        )
        cx.rollback()
    assert attendu in trouvees


@pytest.fixture
def semee(transactional_db) -> Iterator[str]:
    """Une faute, validée dans la base d'essai : rend ce que le refus doit dire."""
    with _semer(*SEMEES["politique permissive pour tous"][:2]):
        yield SEMEES["politique permissive pour tous"][2]


def _environnement() -> dict[str, str]:
    """Les variables d'un vrai processus sur la base d'essai, sans le propriétaire."""
    reglages = connection.settings_dict
    hote = str(reglages["OPTIONS"].get("host") or reglages["HOST"])
    port = reglages["OPTIONS"].get("port") or reglages["PORT"] or 5432
    secret = f":{reglages['PASSWORD']}" if reglages["PASSWORD"] else ""
    # Un répertoire de socket ne s'écrit qu'en paramètre.
    lieu = f"/{reglages['NAME']}?host={quote(hote, safe='')}&port={port}"
    if not hote.startswith("/"):
        lieu = f"{hote}:{port}/{reglages['NAME']}"
    adresse = f"postgres://{reglages['USER']}{secret}@{lieu}"
    garde = {c: v for c, v in os.environ.items() if c not in ("DATABASE_URL", "DATABASE_URL_PROPRIETAIRE")}
    return garde | {
        "DJANGO_SETTINGS_MODULE": "cdg_portal.settings.dev",
        "DATABASE_URL": adresse,
        "CELERY_BROKER_URL": "memory://",
    }


PROCESSUS = {
    "wsgi": [sys.executable, "-c", "import cdg_portal.wsgi"],
    "asgi": [sys.executable, "-c", "import cdg_portal.asgi"],
    "gunicorn": [
        sys.executable, "-m", "gunicorn", "cdg_portal.wsgi", "--bind", "127.0.0.1:0", "--workers", "1",
    ],
    "worker": [
        sys.executable, "-m", "celery", "-A", "cdg_portal", "worker", "--pool", "prefork", "--concurrency", "1",
    ],
}  # fmt: skip


@pytest.mark.parametrize("nom", PROCESSUS)
def test_le_processus_refuse_de_demarrer(semee, nom):
    """Un vrai processus, une vraie faute : il s'arrête avec le code 3 et dit pourquoi."""
    fini = subprocess.run(
        PROCESSUS[nom], env=_environnement(), cwd=settings.RACINE, capture_output=True, text=True, timeout=300
    )
    assert fini.returncode == 3, fini.stderr
    assert semee in fini.stderr


@pytest.mark.parametrize("nom", ["wsgi", "asgi"])
def test_le_processus_demarre_sur_une_base_saine(transactional_db, nom):
    """Sans quoi l'essai précédent ne prouverait rien."""
    fini = subprocess.run(
        PROCESSUS[nom], env=_environnement(), cwd=settings.RACINE, capture_output=True, text=True, timeout=300
    )
    assert fini.returncode == 0, fini.stderr


def test_le_controle_systeme_rend_les_memes_fautes(monkeypatch, db):
    monkeypatch.setattr(controles, "fautes", lambda: ["faute semée"])
    constats = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    assert [c.msg for c in constats if c.id == "cloisonnement.E001"] == ["faute semée"]
