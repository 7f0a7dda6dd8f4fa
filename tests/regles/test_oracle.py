"""Le moteur par intervalles et l'oracle jour par jour donnent les mêmes segments, au centime."""

from hypothesis import HealthCheck, given, settings

from sinistres.regles.indemnisation import indemniser
from tests.regles.oracle import oracle
from tests.regles.strategies import entrees

LONGS = ("CMO", "CLM", "CLD")


def en_segments(resultat):
    return [
        [
            (li.du, li.au, li.nature, li.droit, li.franchise, li.couvert, li.proportion, li.montant)
            for li in sinistre.lignes
        ]
        for sinistre in resultat.sinistres
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(entrees())
def test_memes_segments_que_l_oracle(entree):
    assert en_segments(indemniser(entree, avec_etapes=False)) == oracle(entree)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(entrees(natures=LONGS))
def test_memes_segments_que_l_oracle_sur_les_conges_limites(entree):
    assert en_segments(indemniser(entree, avec_etapes=False)) == oracle(entree)
