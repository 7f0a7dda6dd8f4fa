"""Les cas publics du contrat des calculs, par leur identifiant : aucun ne peut disparaître des fichiers."""

from collections import Counter

import pytest

from tests.regles.chargement import cas_ecrits

# D-01 à D-60 : cas chiffrés du domaine ; A-… : précisions du contrat. Un identifiant n'est jamais réemployé.
PUBLICS = """
    D-01 D-02 D-02-auto D-03 D-03-mdt D-04 D-05 D-06 D-07-07 D-07-08 D-07-09 D-07-10 D-07-autre-cause D-08
    D-09 D-10-3e D-10-jumeaux D-10-triples D-11 D-12 D-13-a D-13-b D-13-c D-13-d D-13-e D-14
    D-15-G1 D-15-G2 D-15-G3 D-16-G1 D-16-G2 D-16-G3 D-17 D-18 D-19-jour D-19-veille D-20-a D-20-b D-20-c
    D-21 D-21-30 D-22-45 D-22-46 D-23 D-23-prolongation D-24-30 D-24-31 D-25 D-26 D-26-90 D-26-80 D-27 D-28
    D-29 D-30 D-31 D-32 D-33 D-34 D-35 D-36 D-36-90
    D-37-J365-2023-02 D-37-J365-2023-03 D-37-J360-2023-04 D-37-J360-2023-03 D-37-J360-2023-02
    D-37-J30-2023-02 D-37-J30-2024-02 D-37-J30-2023-03 D-37-J30-2023-04 D-38 D-39-50 D-39-80
    D-40 D-40-repartition D-41 D-41-arret D-42-oui D-42-non D-43-a D-43-b D-43-c D-44-a D-44-b D-44-c
    D-45-1961-01-01 D-45-1960-12-31 D-45-1961-05-15 D-45-1961-07-01 D-46-124 D-46-37 D-47-a D-47-b
    D-48-a D-48-b D-49 D-50 D-51 D-51-base D-52
    D-53-0.58-2022 D-53-0.58-2023 D-53-0.58-2024 D-53-0.31-2022 D-53-0.31-2023 D-53-0.31-2024
    D-53-0.45-2022 D-53-0.45-2023 D-53-0.45-2024 D-53-0.33-2022 D-53-0.33-2023 D-53-0.33-2024 D-53-2021 D-54
    D-55-a D-55-b D-55-c D-56-a D-56-b D-57 D-58 D-59-8 D-59-24 D-59-36 D-60
    A-C01 A-C03 A-B01 A-F02 A-F05 A-F05-arret A-F05-au A-F05-au31 A-F06 A-C10-bissextile A-C09-fractionne
    A-G03-tpt A-G04 A-G01-partage A-D-b A-H01 A-H03
""".split()
ECRITS = Counter(cas["id"] for cas in cas_ecrits())


def test_le_contrat_a_143_cas():
    assert len(PUBLICS) == len(set(PUBLICS)) == 143
    numeros = {int(i.split("-")[1]) for i in PUBLICS if i.startswith("D-")}
    assert numeros == set(range(1, 61))


@pytest.mark.parametrize("identifiant", PUBLICS)
def test_chaque_cas_public_est_ecrit_une_fois(identifiant):
    assert ECRITS[identifiant] == 1


def test_aucun_autre_cas_ne_prend_un_identifiant_public():
    """Les cas du dépôt portent un nom ; « D-… » et « A-… » sont ceux du contrat."""
    assert [i for i in ECRITS if i.startswith(("D-", "A-")) and i not in PUBLICS] == []
