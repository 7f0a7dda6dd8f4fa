"""Le bilan de `make cloisonnement` additionne ce que chaque essai réussi a inscrit."""

import json

from outils.cloisonnement import lire
from tests.cloisonnement import bilan


def test_le_bilan_additionne(monkeypatch, tmp_path):
    monkeypatch.setenv(bilan.DOSSIER, str(tmp_path))
    bilan.inscrire(motifs=175, profils=["LECTEUR"], requetes=10, octets_lus=100, canaris=0)
    bilan.inscrire(motifs=175, profils=["LECTEUR", "FINANCES"], requetes=5, octets_lus=50, canaris=0)
    bilan.inscrire(fautes_semees=1, fautes_attrapees=1, par_couche={"couche 2": 1})
    bilan.inscrire(champs_injectes=400, changements_interdits=0)
    assert json.dumps(lire(tmp_path), ensure_ascii=False) == (
        '{"motifs": 175, "roles": 2, "requetes": 15, "octets_lus": 150, "canaris": 0, "fautes_semees": 1,'
        ' "fautes_attrapees": 1, "par_couche": {"couche 2": 1}, "champs_injectes": 400, "changements_interdits": 0}'
    )


def test_sans_bilan_demande_rien_n_est_ecrit(monkeypatch, tmp_path):
    monkeypatch.delenv(bilan.DOSSIER, raising=False)
    bilan.inscrire(requetes=1)
    assert lire(tmp_path)["requetes"] == 0
