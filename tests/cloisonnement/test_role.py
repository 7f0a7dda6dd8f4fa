"""Ce que le rôle applicatif ne peut pas faire, même en SQL, même comme « tout le CDG »."""

import pytest
from django.db import DatabaseError, connection, transaction

from cdg_portal.cloisonnement.perimetre import AUCUN, Perimetre, perimetre

ORDRES = {
    "vider une table": "TRUNCATE adhesions_agent",
    "désactiver un déclencheur": "ALTER TABLE sinistres_decompte DISABLE TRIGGER ALL",
    "lever la sécurité forcée": "ALTER TABLE adhesions_agent NO FORCE ROW LEVEL SECURITY",
    "retirer la sécurité": "ALTER TABLE adhesions_agent DISABLE ROW LEVEL SECURITY",
    "retirer une politique": "DROP POLICY perimetre ON adhesions_agent",
    "ajouter une politique": "CREATE POLICY tout ON adhesions_agent USING (true)",
    "retirer un déclencheur": "DROP TRIGGER sinistres_decompte_immuable_maj ON sinistres_decompte",
    "devenir propriétaire": "SET ROLE cdg_owner",
    "devenir superutilisateur": "SET SESSION AUTHORIZATION postgres",
    "taire les déclencheurs": "SET session_replication_role = replica",
    "créer une table": "CREATE TABLE public.cachette (id int)",
    "créer une fonction": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "se donner un droit": "GRANT cdg_owner TO cdg_app",
    "hériter du rôle interne": "ALTER ROLE cdg_app INHERIT",
    "réécrire le journal": "UPDATE journal_evenement SET libelle = 'autre'",
    "effacer le journal": "DELETE FROM journal_evenement",
    "réécrire l'historique": "UPDATE adhesions_agentevenement SET nom = 'autre'",
    "effacer l'historique": "DELETE FROM sinistres_decompteevenement",
    "réécrire un décompte": "UPDATE sinistres_decompte SET total = 0",
    "effacer une ligne de décompte": "DELETE FROM sinistres_lignedecompte",
    "faire croire à une migration": "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
}


@pytest.mark.parametrize("ordre", ORDRES.values(), ids=ORDRES.keys())
@pytest.mark.parametrize("ouvert", [AUCUN, Perimetre(cdg=True)], ids=["cdg_app", "cdg_interne"])
def test_ordre_refuse(db, ordre, ouvert):
    with perimetre(ouvert), pytest.raises(DatabaseError) as refus, transaction.atomic():
        with connection.cursor() as c:
            c.execute(ordre)
    assert refus.value.__cause__.sqlstate == "42501"


def test_se_passer_de_la_securite_de_ligne_ne_montre_rien(monde):
    with perimetre(monde.a.perimetre), pytest.raises(DatabaseError) as refus, transaction.atomic():
        with connection.cursor() as c:
            c.execute("SET LOCAL row_security = off")
            c.execute("SELECT count(*) FROM adhesions_agent")
    assert refus.value.__cause__.sqlstate == "42501"


def test_le_role_interne_ne_dure_que_la_transaction(db):
    with perimetre(Perimetre(cdg=True)), connection.cursor() as c:
        c.execute("SELECT session_user, current_user")
        assert c.fetchone() == ("cdg_app", "cdg_interne")
    with connection.cursor() as c:
        c.execute("SELECT current_user")
        assert c.fetchone() == ("cdg_app",)
