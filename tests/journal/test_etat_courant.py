"""Ce qui se fait déclencheurs tus, ou fonctions de déclencheur refaites : la vérification le dit."""

import pytest
from django.utils import timezone

from cdg_portal.cloisonnement.controles import fautes
from cdg_portal.journal.selectors.courant import tables_suivies
from cdg_portal.journal.selectors.declencheurs import fautes_des_declencheurs
from cdg_portal.journal.selectors.verification import verifier
from cdg_portal.journal.services.effacement import contenu_effacer
from tests.fabriques import AgentFactory
from tests.journal.superutilisateur import declencheurs_tus, superutilisateur

pytestmark = pytest.mark.django_db
MUETTE = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"


def _verifier():
    return verifier(gardees={}, maintenant=timezone.now())


def _phrases() -> list[str]:
    return [r.phrase for r in _verifier().ruptures]


GESTES = {
    "modifiée": (
        "UPDATE adhesions_agent SET nom = 'Secret', cle_tri = 'secret' WHERE id = %s",
        "ne vaut plus son dernier historique (nom, cle_tri)",
    ),
    "supprimée": (
        "DELETE FROM adhesions_agent WHERE id = %s",
        "disparue sans que l'historique dise sa suppression",
    ),
}


@pytest.mark.parametrize(("geste", "attendu"), GESTES.values(), ids=GESTES.keys())
def test_une_ligne_retouchee_declencheurs_tus_est_nommee(geste, attendu):
    """Sa table, son numéro, ses champs ; jamais ce qu'ils valent."""
    with superutilisateur() as c:
        agent = AgentFactory(nom="Avant")
        AgentFactory()
        assert _phrases() == []
        with declencheurs_tus(c):
            c.execute(geste, [agent.pk])
        (phrase,) = _phrases()
    assert phrase == f"Table adhesions_agent, ligne {agent.pk} : {attendu}."
    assert "Secret" not in phrase
    assert "Avant" not in phrase


def test_une_ligne_ajoutee_ou_revenue_declencheurs_tus_est_nommee():
    with superutilisateur() as c:
        agent, modele = AgentFactory(), AgentFactory()
        colonnes = [
            f.column for f in agent._meta.concrete_fields if f.column not in ("id", "uid", "matricule")
        ]
        copie = (
            f"INSERT INTO adhesions_agent (id, uid, matricule, {', '.join(colonnes)})"  # noqa: S608
            f" SELECT %s, gen_random_uuid(), %s, {', '.join(colonnes)} FROM adhesions_agent WHERE id = %s"
        )
        revenue, ajoutee = agent.pk, modele.pk + 1000
        agent.delete()
        with declencheurs_tus(c):
            c.execute(copie, [revenue, "REVENUE", modele.pk])
            c.execute(copie, [ajoutee, "AJOUTEE", modele.pk])
        assert _phrases() == [
            f"Table adhesions_agent, ligne {revenue} : présente, alors que l'historique la dit supprimée.",
            f"Table adhesions_agent, ligne {ajoutee} : ajoutée sans historique.",
        ]


def test_modifier_supprimer_et_effacer_legitimement_ne_denonce_rien(settings):
    """Un champ effacé du dernier historique, que la ligne courante a encore, n'est plus comparé."""
    settings.CLE_DE_SCELLEMENT = "clé"
    with superutilisateur() as c:
        agent, partie = AgentFactory(nom="Avant"), AgentFactory()
        agent.nom = "Après"
        agent.save()
        partie.delete()
        assert _phrases() == []
        c.execute("SET LOCAL ROLE NONE")
        historique = dict(tables_suivies())[type(agent)]
        derniere = historique.objects.filter(pgh_obj_id=agent.pk).order_by("-pgh_id").first()
        contenu_effacer(modele=historique, lignes=[derniere.pk], champs=["nom"], motif="Demande 2026-12")
        assert _phrases() == []
        with declencheurs_tus(c):
            c.execute("UPDATE adhesions_agent SET prenom = 'x', nom = 'y' WHERE id = %s", [agent.pk])
        assert _phrases() == [
            f"Table adhesions_agent, ligne {agent.pk} : ne vaut plus son dernier historique (prenom)."
        ]


def test_les_lignes_d_avant_le_suivi_sont_dites_sans_etre_des_ruptures():
    """Une table suivie après coup : ses lignes déjà là n'ont pas d'historique, et ce n'est la faute de personne."""
    with superutilisateur() as c:
        ancien = AgentFactory()
        with declencheurs_tus(c):
            c.execute("DELETE FROM journal_maillon WHERE source = 'adhesions_agentevenement'")
            c.execute("DELETE FROM adhesions_agentevenement WHERE pgh_obj_id = %s", [ancien.pk])
        AgentFactory()
        bilan = _verifier()
        assert bilan.ruptures == []
        assert (
            "Table adhesions_agent : 1 ligne(s) d'avant son suivi, sans historique à comparer."
            in bilan.avertissements
        )


def _declencheur(c, table: str, motif: str) -> str:
    c.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s", [table, motif])
    return c.fetchone()[0]


@pytest.mark.parametrize("maniere", ["corps", "réglage", "condition"])
@pytest.mark.parametrize(
    ("table", "motif"),
    [("adhesions_agent", "pgtrigger_update_%"), ("adhesions_agentevenement", "journal_maillon")],
    ids=["historique", "maillon"],
)
def test_un_declencheur_refait_se_voit(maniere, table, motif):
    """Son nom est là, il est actif, et il ne fait plus rien."""
    with superutilisateur() as c:
        c.execute("SET LOCAL ROLE NONE")
        assert fautes_des_declencheurs(c) == []
        nom = _declencheur(c, table, motif)
        c.execute("SELECT tgfoid::regproc::text FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass",
                  [nom, table])  # fmt: skip
        (fonction,) = c.fetchone()
        if maniere == "corps":
            c.execute(f"CREATE OR REPLACE FUNCTION {fonction}() {MUETTE}")
        elif maniere == "réglage":
            c.execute(f"ALTER FUNCTION {fonction}() SET search_path = ailleurs")
        else:
            c.execute(f'DROP TRIGGER "{nom}" ON {table}')
            c.execute(f'CREATE TRIGGER "{nom}" AFTER INSERT OR UPDATE ON {table} FOR EACH ROW WHEN (false)'
                      f" EXECUTE FUNCTION {fonction}()")  # fmt: skip
        attendue = f"le déclencheur {nom} de la table {table}, ou sa fonction, n'est plus celui du portail"
        assert attendue in fautes_des_declencheurs(c)
        assert f"L{attendue[1:]}." in _phrases()


def test_la_fonction_qui_fait_taire_l_historique_est_surveillee():
    with superutilisateur() as c:
        c.execute("SET LOCAL ROLE NONE")
        c.execute("CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS boolean"
                  " LANGUAGE plpgsql AS $$ BEGIN RETURN true; END $$")  # fmt: skip
        (faute,) = fautes_des_declencheurs(c)
    assert "_pgtrigger_should_ignore n'est plus celle du portail" in faute


def test_la_base_migree_est_celle_du_portail():
    assert fautes() == []
