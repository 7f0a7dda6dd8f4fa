"""Chaque cas chiffré, par la fonction même que servent la commande, l'API et les écrans."""

from collections import Counter

import pytest

from cdg_portal.calculs.registre import CALCULS, executer
from tests.regles.chargement import cas_ecrits, ecarts

CAS = cas_ecrits()


@pytest.mark.parametrize("cas", CAS, ids=[cas["id"] for cas in CAS])
def test_cas_chiffre(cas):
    reponse = executer(cas["calcul"], cas["entrees"])
    assert ecarts(cas["attendu"], reponse["resultat"]) == []
    assert reponse["etapes"], "un résultat s'explique"


def test_les_identifiants_sont_uniques():
    assert [i for i, n in Counter(cas["id"] for cas in CAS).items() if n > 1] == []


def test_chaque_calcul_a_des_cas_sources_et_motives():
    assert {cas["calcul"] for cas in CAS} == set(CALCULS)
    assert all(cas["source"] and cas["motif"] for cas in CAS)
