"""Le bilan de `make cloisonnement` additionne ce que chaque essai réussi a inscrit."""

import json

from outils.cloisonnement import lire
from tests.cloisonnement import bilan


def test_le_bilan_additionne(monkeypatch, tmp_path):
    monkeypatch.setenv(bilan.DOSSIER, str(tmp_path))
    bilan.inscrire(motifs=175, roles=["LECTEUR"], profils=["LECTEUR"], requetes=10, octets_lus=100, canaris=0)
    sans = {"octets_lus": 50, "canaris": 0}
    for profil in ("LECTEUR", "lecteur de A et B"):
        bilan.inscrire(
            roles=["LECTEUR"], profils=[profil], requetes=5, **sans, sans_une_couche={"couche 1": sans}
        )
    bilan.inscrire(fautes_semees=1, semees_par_couche={"couche 2": 1})
    bilan.inscrire(fautes_semees=1, semees_par_couche={"robot": 1})
    bilan.inscrire(fautes_attrapees=1, attrapees_par_couche={"robot": 1})
    bilan.inscrire(champs_injectes=400, changements_interdits=0, ecritures_abouties=3)
    assert json.dumps(lire(tmp_path), ensure_ascii=False) == (
        '{"motifs": 175, "roles": 1, "profils": 2, "requetes": 20, "octets_lus": 200, "canaris": 0,'
        ' "fautes_semees": 2, "fautes_attrapees": 1, "champs_injectes": 400, "changements_interdits": 0,'
        ' "ecritures_abouties": 3,'
        ' "semees_par_couche": {"couche 2": 1, "robot": 1}, "attrapees_par_couche": {"robot": 1},'
        ' "sans_une_couche": {"couche 1": {"canaris": 0, "octets_lus": 100}}}'
    )


def test_sans_bilan_demande_rien_n_est_ecrit(monkeypatch, tmp_path):
    monkeypatch.delenv(bilan.DOSSIER, raising=False)
    bilan.inscrire(requetes=1)
    assert lire(tmp_path)["requetes"] == 0
