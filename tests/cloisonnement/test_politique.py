"""La condition d'une politique de ligne, seule : visible si et seulement si la collectivité est du périmètre."""

import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from psycopg import sql

from cdg_portal.cloisonnement.operations import POLITIQUE
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from tests.fabriques import CollectiviteFactory

CDG = Perimetre(cdg=True)
BORNE = 2_000
# Au-delà du dernier bit, et jusqu'au plus grand numéro possible : jamais visible, jamais une erreur.
LOIN = (BORNE * 50, 2**31, 2**63 - 1)
VISIBLES = sql.SQL(
    "SELECT n FROM (SELECT generate_series(0::bigint, %s) UNION ALL SELECT unnest(%s::bigint[])) AS t(n) WHERE {}"
).format(sql.SQL(POLITIQUE.format(col="n")))


def _visibles(reglage: str | None) -> set[int]:
    """Les numéros que la condition laisse voir ; `None` : le réglage n'est pas posé."""
    with transaction.atomic(), connection.cursor() as c:
        if reglage is not None:
            c.execute("SELECT set_config('app.perimetre', %s, true)", [reglage])
        c.execute(VISIBLES, [BORNE, list(LOIN)])
        return {n for (n,) in c.fetchall()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(0, BORNE), max_size=120))
@example({0})
@example({7})
@example({8})
@example({BORNE})
@example(set(range(BORNE + 1)))
def test_seules_les_collectivites_du_perimetre_se_voient(db, collectivites):
    assert _visibles(Perimetre(collectivites=tuple(collectivites)).bits) == collectivites


@pytest.mark.parametrize("reglage", ["", "00", Perimetre().bits, Perimetre(cdg=True).bits])
def test_sans_perimetre_rien_ne_se_voit(db, reglage):
    """« Tout le CDG » passe par le rôle interne, jamais par cette condition."""
    assert _visibles(reglage) == set()


def test_sur_une_connexion_neuve_rien_ne_se_voit(transactional_db):
    """Jamais posé, le réglage est NULL ; posé puis rendu, il est vide."""
    connection.close()
    with connection.cursor() as c:
        c.execute("SELECT current_setting('app.perimetre', true)")
        assert c.fetchone() == (None,)
    assert _visibles(None) == set()
    assert _visibles("02") == {1}
    assert _visibles(None) == set()


def test_une_collectivite_sans_numero_ou_hors_du_champ_ne_s_ecrit_pas(db):
    with perimetre(CDG):
        chez_soi = Perimetre(collectivites=(CollectiviteFactory().pk,))
    for ailleurs in (None, 0, chez_soi.collectivites[0] + 1, *LOIN):
        with (
            perimetre(chez_soi),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as c,
        ):
            c.execute("INSERT INTO adhesions_agent (collectivite_id) VALUES (%s)", [ailleurs])


@pytest.mark.parametrize("numero", [-1, 0])
def test_aucune_collectivite_n_a_un_numero_qu_un_bit_ne_dit_pas(db, numero):
    with perimetre(CDG), pytest.raises(IntegrityError, match="perimetres_numero_positif"):
        CollectiviteFactory(pk=numero)
    if numero < 0:
        with pytest.raises(ValueError, match="negative"):
            _ = Perimetre(collectivites=(numero,)).bits


@pytest.mark.parametrize("reglage", ["{1,2}", "f", "zz", "\\x02"])
def test_un_reglage_illisible_est_une_erreur_pas_un_acces(db, reglage):
    with pytest.raises(DataError):
        _visibles(reglage)


def test_le_meme_numero_deux_fois_ne_change_rien():
    assert Perimetre(collectivites=(5, 5, 3)).bits == Perimetre(collectivites=(3, 5)).bits == "28"
