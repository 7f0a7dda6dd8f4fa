"""Clé posée ou changée en cours de route, horloge qui recule, déclencheur d'historique coupé, droits du scellement."""

from datetime import timedelta

import pytest
from django.conf import settings as reglages
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from cdg_portal.cloisonnement.controles import fautes
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.cloisonnement.roles import commande_de_proprietaire
from cdg_portal.journal.models import Feuille, Scellement
from cdg_portal.journal.selectors.verification import verifier
from cdg_portal.journal.services.declencheurs import poser
from cdg_portal.journal.services.scellement import sceller
from tests.cloisonnement.conftest import refuse
from tests.fabriques import AgentFactory

CDG = Perimetre(cdg=True)


def _verifier():
    return verifier(gardees={}, maintenant=timezone.now())


def _sceller():
    AgentFactory()
    return sceller(maintenant=timezone.now())


def test_une_cle_se_pose_et_se_change_en_cours_de_route(cdg, settings):
    _sceller()
    settings.CLE_DE_SCELLEMENT = "première"
    assert _verifier().ruptures == []
    assert "aucun scellement n'a de HMAC" in _verifier().avertissements[0]
    _sceller()
    settings.CLE_DE_SCELLEMENT, settings.ANCIENNES_CLES_DE_SCELLEMENT = "seconde", ["première"]
    _sceller()
    bilan = _verifier()
    assert bilan.ruptures == []
    assert "Les scellements 1 à 1 n'ont pas de HMAC" in bilan.avertissements[0]
    settings.ANCIENNES_CLES_DE_SCELLEMENT = []
    assert "Scellement 2" in _verifier().ruptures[0].phrase
    settings.CLE_DE_SCELLEMENT = ""
    assert any("ne sont pas vérifiés" in a for a in _verifier().avertissements)


def test_un_scellement_sans_hmac_apres_un_authentifie_se_voit_et_ne_se_fait_pas(cdg, settings):
    settings.CLE_DE_SCELLEMENT = "clé"
    _sceller()
    settings.CLE_DE_SCELLEMENT = ""
    with pytest.raises(ImproperlyConfigured, match="CLE_DE_SCELLEMENT manque"):
        _sceller()
    with connection.cursor() as c:
        c.execute("INSERT INTO journal_scellement SELECT n + 1, instant, premier, dernier, nombre, horizon, arbre,"
                  " racine, racine, '' FROM journal_scellement")  # fmt: skip
    assert any("il n'est pas authentifié" in r.phrase for r in _verifier().ruptures)


def test_une_horloge_remise_en_arriere_ne_rompt_rien(cdg):
    premier = _sceller()
    AgentFactory()
    second = sceller(maintenant=timezone.now() - timedelta(hours=2))
    assert second.instant == premier.instant
    bilan = _verifier()
    assert (bilan.ruptures, bilan.avertissements) == ([], [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("coupe", ["pgtrigger_update_%", "journal_maillon"])
def test_un_declencheur_coupe_empeche_de_demarrer_et_se_verifie(coupe):
    with commande_de_proprietaire(), connection.cursor() as c:
        c.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = ANY(%s::regclass[]) AND tgname LIKE %s",
                  [["adhesions_agent", "adhesions_agentevenement"], coupe])  # fmt: skip
        (nom,) = c.fetchone()
        table = "adhesions_agent" if nom.startswith("pgtrigger") else "adhesions_agentevenement"
        c.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{nom}"')
    try:
        assert any(nom in faute for faute in fautes())
        with perimetre(CDG):
            assert any(nom in r.phrase for r in _verifier().ruptures)
    finally:
        with commande_de_proprietaire(), connection.cursor() as c:
            c.execute(f'ALTER TABLE {table} ENABLE TRIGGER "{nom}"')
    assert fautes() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ote", ["DISABLE TRIGGER journal_maillon", "DROP"])
def test_reposer_un_declencheur_ne_blanchit_rien(ote):
    """Table déjà chaînée : les lignes écrites sans déclencheur restent dénoncées, qu'il ait été coupé ou ôté."""
    with perimetre(CDG):
        agent = AgentFactory()
        sceller(maintenant=timezone.now())
    with commande_de_proprietaire(), connection.cursor() as c:
        c.execute("DROP TRIGGER journal_maillon ON adhesions_agentevenement" if ote == "DROP"
                  else f"ALTER TABLE adhesions_agentevenement {ote}")  # fmt: skip
    with perimetre(CDG):
        agent.nom = "En douce"
        agent.save()
    with commande_de_proprietaire():
        poser(sender=None, using="default")
    with perimetre(CDG):
        assert [r.phrase for r in _verifier().ruptures if "ligne ajoutée sans maillon" in r.phrase]
        assert fautes() == []


@pytest.mark.parametrize("modele", [Scellement, Feuille])
def test_seul_tout_le_cdg_scelle(db, modele):
    """Hors de « tout le CDG », l'application ne peut pas ajouter un scellement ni une feuille."""
    sql = f"INSERT INTO {modele._meta.db_table} SELECT * FROM {modele._meta.db_table}"  # noqa: S608
    with refuse(ProgrammingError, "42501"), connection.cursor() as c:
        c.execute(sql)
    with transaction.atomic(), perimetre(CDG), connection.cursor() as c:
        c.execute(sql)


def test_la_racine_part_a_heure_fixe():
    """Un intervalle repartirait de zéro à chaque redémarrage du planificateur."""
    horaire = reglages.CELERY_BEAT_SCHEDULE["envoyer-la-racine"]["schedule"]
    assert (horaire.hour, horaire.minute) == ({6}, {0})
