"""La condition d'une politique de ligne, seule : visible si et seulement si la collectivité est du périmètre."""

import pytest
from django.db import DataError, connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cdg_portal.cloisonnement.operations import POLITIQUE
from cdg_portal.cloisonnement.perimetre import Perimetre

BORNE = 2_000
# Au-delà du dernier bit, et jusqu'au plus grand numéro possible : jamais visible, jamais une erreur.
LOIN = (BORNE * 50, 2**31, 2**63 - 1)


def _visibles(reglage: str | None) -> set[int]:
    """Les numéros que la condition laisse voir ; `None` : le réglage n'est pas posé."""
    with transaction.atomic(), connection.cursor() as c:
        if reglage is not None:
            c.execute("SELECT set_config('app.perimetre', %s, true)", [reglage])
        c.execute(
            f"SELECT n FROM (SELECT generate_series(0::bigint, {BORNE}) UNION ALL"  # noqa: S608
            f" SELECT unnest(%s::bigint[])) AS t(n) WHERE {POLITIQUE.format(col='n')}",
            [list(LOIN)],
        )
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


@pytest.mark.parametrize("reglage", [None, "", "00", Perimetre().bits, Perimetre(cdg=True).bits])
def test_sans_perimetre_rien_ne_se_voit(db, reglage):
    """« Tout le CDG » passe par le rôle interne, jamais par cette condition."""
    assert _visibles(reglage) == set()


@pytest.mark.parametrize("reglage", ["{1,2}", "f", "zz", "\\x02"])
def test_un_reglage_illisible_est_une_erreur_pas_un_acces(db, reglage):
    with pytest.raises(DataError):
        _visibles(reglage)


def test_le_meme_numero_deux_fois_ne_change_rien():
    assert Perimetre(collectivites=(5, 5, 3)).bits == Perimetre(collectivites=(3, 5)).bits == "28"
