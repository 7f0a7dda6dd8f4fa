"""Le contrôle de démarrage voit chacune des fautes qui rendraient le cloisonnement vain."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from cdg_portal.cloisonnement import controles
from cdg_portal.cloisonnement.controles import fautes
from cdg_portal.cloisonnement.roles import commande_de_proprietaire, role_proprietaire
from cdg_portal.embarque import services

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
        "le rôle connecté peut vider la table adhesions_agent",
    ),
    "vue du propriétaire": (
        "CREATE VIEW tous_les_agents AS SELECT * FROM adhesions_agent",
        "DROP VIEW tous_les_agents",
        "la vue tous_les_agents s'exécute avec les droits de son propriétaire",
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


def test_une_vue_aux_droits_de_l_appelant_n_est_pas_une_faute(transactional_db):
    with _semer(
        "CREATE VIEW agents_vus WITH (security_invoker=true) AS SELECT * FROM adhesions_agent",
        "DROP VIEW agents_vus",
    ):
        assert fautes() == []


def test_connecte_en_proprietaire(transactional_db, settings):
    """Des réglages de web qui donnent l'adresse du propriétaire sont refusés."""
    with role_proprietaire():
        assert fautes() == [], "une migration n'est pas gênée"
        settings.PROPRIETAIRE = {}
        trouvees = fautes()
    assert "le rôle connecté est cdg_owner, attendu cdg_app" in trouvees
    assert "le rôle connecté possède la table adhesions_agent" in trouvees
    assert "le rôle connecté peut vider la table adhesions_agent" in trouvees


def _administrateur() -> str:
    """Un superutilisateur : celui de la base embarquée, ou celui donné pour la base extérieure."""
    if connection.settings_dict["HOST"].startswith("/"):
        return services()[0].url("postgres", "postgres")
    return os.environ.get("PG_ADMIN_URL", "postgres://postgres@127.0.0.1:5432/postgres")


ROLES = {
    "superutilisateur": ("ALTER ROLE cdg_app SUPERUSER", "le rôle cdg_app contourne la sécurité de ligne"),
    "hors sécurité": ("ALTER ROLE cdg_app BYPASSRLS", "le rôle cdg_app contourne la sécurité de ligne"),
    "héritage": (
        "ALTER ROLE cdg_app INHERIT",
        "le rôle cdg_app hérite de cdg_interne (NOINHERIT manquant)",
    ),
    "membre d'un superutilisateur": ("GRANT postgres TO cdg_app", "le rôle cdg_app est membre de postgres"),
}


@pytest.mark.parametrize(("faute", "attendu"), ROLES.values(), ids=ROLES.keys())
def test_un_role_trop_puissant_est_vu(db, faute, attendu):
    """Dans une transaction jamais validée : les autres essais de la même base n'en voient rien."""
    with psycopg.connect(_administrateur()) as cx, cx.cursor() as c:
        c.execute(faute)
        c.execute("SET LOCAL SESSION AUTHORIZATION cdg_app")
        trouvees = controles._fautes_du_role(c)
        cx.rollback()
    assert attendu in trouvees


def test_le_controle_est_branche_partout(monkeypatch, db):
    """Contrôle système, serveur web et worker : les trois refusent la même faute."""
    from django.core import checks

    from cdg_portal.celery import refuser_un_mauvais_role

    monkeypatch.setattr(controles, "fautes", lambda: ["faute semée"])
    constats = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    assert [c.msg for c in constats if c.id == "cloisonnement.E001"] == ["faute semée"]
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    for refuser in (controles.refuser_si_faute, refuser_un_mauvais_role):
        with pytest.raises(SystemExit, match="faute semée"):
            refuser()
