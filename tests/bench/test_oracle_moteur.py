"""Le calcul témoin et le moteur rendent les mêmes sommes, sur les cas écrits et sur des histoires au sort."""

from itertools import islice
from typing import Any

import pytest

from bench.moteur_outils.histoires import histoires
from bench.moteur_outils.oracle import calculer
from cdg_portal.calculs.registre import executer
from tests.regles.chargement import cas_ecrits, ecarts

CAS = [cas for cas in cas_ecrits() if cas["calcul"] == "indemnisation"]
PROFILS = ("realiste", "tordu")
NOMBRE = 300


def sans_motifs(valeur: Any) -> Any:
    """Les motifs expliquent le calcul : le témoin n'en donne pas."""
    if isinstance(valeur, dict):
        return {cle: sans_motifs(v) for cle, v in valeur.items() if cle != "motifs"}
    return [sans_motifs(v) for v in valeur] if isinstance(valeur, list) else valeur


@pytest.mark.parametrize("cas", CAS, ids=[cas["id"] for cas in CAS])
def test_le_temoin_tient_les_cas_ecrits(cas):
    assert ecarts(sans_motifs(cas["attendu"]), calculer(cas["entrees"])) == []


@pytest.mark.parametrize("profil", PROFILS)
def test_le_moteur_et_le_temoin_s_accordent(profil):
    for rang, entree in enumerate(histoires(NOMBRE, 2026, profil)):
        obtenu = sans_motifs(executer("indemnisation", entree)["resultat"])
        assert obtenu == calculer(entree), f"histoire {rang} : {entree}"


@pytest.mark.parametrize("profil", PROFILS)
def test_une_graine_rend_toujours_les_memes_histoires(profil):
    dix = list(histoires(10, 1, profil))
    assert dix == list(islice(histoires(50, 1, profil), 10))
    assert dix != list(histoires(10, 2, profil))


def test_les_histoires_tordues_touchent_tous_les_droits():
    lignes = [
        ligne
        for entree in histoires(NOMBRE, 2026, "tordu")
        for sinistre in calculer(entree)["sinistres"]
        for ligne in sinistre["lignes"]
    ]
    assert {(ligne["nature"], ligne["droit"]) for ligne in lignes} == {
        *((nature, "PLEIN") for nature in ("CMO", "CLM", "CLD", "CITIS", "MAT", "TPT")),
        *(
            (nature, droit)
            for nature in ("CMO", "CLM", "CLD")
            for droit in ("DEMI", "DEMI_MAINTENU", "EPUISE")
        ),
        ("CMO", "CARENCE"),
    }
    assert {(ligne["franchise"], ligne["couvert"]) for ligne in lignes} == {
        (False, False),
        (False, True),
        (True, False),
        (True, True),
    }
    assert {ligne["proportion"] for ligne in lignes} == {"0.00", "0.50", "0.90", "1.00"}
    assert any(ligne["montant"] != "0.00" for ligne in lignes if ligne["droit"] == "DEMI_MAINTENU")


def test_un_departement_n_a_surtout_que_des_arrets_courts():
    durees = [
        sum(ligne["jours"] for sinistre in calculer(entree)["sinistres"] for ligne in sinistre["lignes"])
        for entree in histoires(NOMBRE, 2026)
    ]
    assert sum(jours <= 200 for jours in durees) >= NOMBRE * 3 // 4
    assert any(jours > 365 for jours in durees)
