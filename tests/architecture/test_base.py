"""La base elle-même : sécurité de ligne et clés composées, lues dans le catalogue de PostgreSQL."""

import pytest
from django.apps import apps
from django.db import connection, models

from cdg_portal.cloisonnement.controles import modeles_cloisonnes
from cdg_portal.cloisonnement.modeles import ModeleCloisonne

# Liens entre tables cloisonnées sans clé composée : chacun a sa raison.
EXCEPTIONS = {
    # Le CDG rapproche deux agents de deux employeurs : la ligne est à lui, l'agent ne l'est pas.
    "adhesions.RapprochementPersonne.agent",
    # La succession d'un employeur par un autre relie deux collectivités par nature.
    "perimetres.Collectivite.successeur",
}
# Lues par la personne avant que son périmètre ne soit connu : ses droits, ses demandes d'accès.
LUES_PAR_LEUR_TITULAIRE = {"perimetres.Habilitation", "perimetres.DemandeAcces"}
CLOISONNES = modeles_cloisonnes()


def _liens():
    """(nom, table, colonne, table visée) de chaque lien entre tables cloisonnées, historiques exceptés."""
    for modele in CLOISONNES:
        if getattr(modele, "pgh_tracked_model", None):
            continue  # l'historique décrit aussi des objets disparus : il ne référence rien
        for champ in modele._meta.concrete_fields:
            cible = champ.related_model
            if isinstance(champ, models.ForeignKey) and issubclass(cible, ModeleCloisonne):
                if champ.name != "collectivite":
                    nom = f"{modele._meta.label}.{champ.name}"
                    yield nom, modele._meta.db_table, champ.column, cible._meta.db_table


def _lire(sql, *params):
    with connection.cursor() as c:
        c.execute(sql, params)
        return c.fetchall()


def _cles_composees():
    """{(table, colonne, table visée)} des clés étrangères (collectivite_id, colonne)."""
    lignes = _lire(
        "SELECT s.relname, array_agg(a.attname::text ORDER BY a.attname <> 'collectivite_id'), v.relname,"
        " co.condeferred"
        " FROM pg_constraint co JOIN pg_class s ON s.oid = co.conrelid JOIN pg_class v ON v.oid = co.confrelid"
        " JOIN unnest(co.conkey) k ON true JOIN pg_attribute a ON a.attrelid = co.conrelid AND a.attnum = k"
        " WHERE co.contype = 'f' AND cardinality(co.conkey) = 2 GROUP BY co.oid, s.relname, v.relname, co.condeferred"
    )
    return {(source, colonnes[1], visee) for source, colonnes, visee, differee in lignes if differee}


@pytest.mark.parametrize("modele", CLOISONNES, ids=lambda m: m._meta.label)
def test_securite_de_ligne_forcee_et_politiques(db, modele):
    table = modele._meta.db_table
    assert _lire("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", table) == [
        (True, True)
    ]
    politiques = {
        nom: roles
        for nom, roles in _lire(
            "SELECT policyname, roles::text[] FROM pg_policies WHERE tablename = %s", table
        )
    }
    assert politiques["perimetre"] == ["cdg_app"]
    assert set(politiques["interne"]) == {"cdg_interne", "cdg_owner"}
    attendues = {"perimetre", "interne"} | (
        {"titulaire"} if modele._meta.label in LUES_PAR_LEUR_TITULAIRE else set()
    )
    assert set(politiques) == attendues


def test_toute_table_qui_porte_collectivite_est_un_modele_cloisonne(db):
    portent = {
        t
        for (t,) in _lire(
            "SELECT table_name::text FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name = 'collectivite_id'"
        )
    }
    assert portent <= {m._meta.db_table for m in CLOISONNES}


def test_chaque_lien_entre_tables_cloisonnees_a_sa_cle_composee(db):
    composees = _cles_composees()
    sans = {nom for nom, *lien in _liens() if tuple(lien) not in composees}
    assert sans == EXCEPTIONS


def test_les_liens_composes_n_ont_pas_de_clef_simple_en_double(db):
    """`lien(...)` : la contrainte composée suffit, la simple serait vérifiée deux fois."""
    doubles = [
        f"{m._meta.label}.{f.name}"
        for m in CLOISONNES
        for f in m._meta.concrete_fields
        if isinstance(f, models.ForeignKey)
        and issubclass(f.related_model, ModeleCloisonne)
        and f.name != "collectivite"
        and f.db_constraint
        and f"{m._meta.label}.{f.name}" not in EXCEPTIONS
    ]
    assert doubles == []


def test_collectivite_est_obligatoire_et_indexee_par_l_unicite(db):
    for modele in CLOISONNES:
        if modele.CLE_PERIMETRE == "collectivite_id":
            assert not modele._meta.get_field("collectivite_id").null, modele


def test_aucun_modele_medical_ni_nir():
    """Le plus sûr est de ne pas détenir : ni diagnostic, ni code de maladie, ni numéro de sécurité sociale."""
    interdits = ("diagnostic", "pathologie", "cim10", "medical", "nir", "numero_secu", "securite_sociale")
    noms = {f"{m._meta.label}.{f.name}" for m in apps.get_models() for f in m._meta.get_fields()}
    trouves = [n for n in noms for interdit in interdits if interdit in n.split(".")[-1].lower().split("_")]
    assert trouves == []
