"""Pièces attendues, motifs et délais."""

from datetime import date
from itertools import product

import pytest

from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.regles.delais import echeance_remboursement, limite_declaration
from sinistres.regles.entree import NATURES
from sinistres.regles.motifs import MOTIFS, risque_du_motif
from sinistres.regles.pieces import pieces_attendues


@pytest.mark.parametrize(("risque", "motif"), list(product(NATURES, ["", *MOTIFS])))
def test_le_volet_1_n_est_jamais_demande(risque, motif):
    pieces = pieces_attendues(risque, "CNRACL", motif)
    assert pieces
    assert not any("volet 1" in p.libelle.lower() or p.code == "VOLET_1" for p in pieces)
    assert len({p.code for p in pieces}) == len(pieces)
    assert {"DECLARATION", "BULLETINS"} <= {p.code for p in pieces if p.obligatoire}


def test_pieces_selon_le_motif_et_le_regime():
    accident = {p.code for p in pieces_attendues("CITIS", "CNRACL", "CITIS_AS")}
    maladie = {p.code for p in pieces_attendues("CITIS", "CNRACL", "CITIS_MP")}
    assert "CONSTAT_TIERS" in accident - maladie
    assert "RAPPORT_PREVENTION" in maladie - accident
    assert "DECOMPTES_CPAM" in {p.code for p in pieces_attendues("CITIS", "RG_FONCT")}
    with pytest.raises(ErreurMetier, match="inconnu"):
        pieces_attendues("XYZ", "CNRACL")


def test_motifs_et_risques():
    assert risque_du_motif("CITIS_TRAJET") == "CITIS"
    assert risque_du_motif("COUCHES_PATHO") == "MAT"
    assert {m.risque for m in MOTIFS.values()} >= set(NATURES)
    with pytest.raises(ErreurMetier):
        risque_du_motif("RHUME")


def test_echeances():
    assert echeance_remboursement(date(2026, 1, 31), 30) == date(2026, 3, 2)
    assert limite_declaration(date(2025, 8, 31), 6, "MOIS") == date(2026, 2, 28)
    for appel in (lambda: echeance_remboursement(date(2026, 1, 1), -1),
                  lambda: limite_declaration(date(2026, 1, 1), -1, "JOURS")):  # fmt: skip
        with pytest.raises(ErreurMetier) as refus:
            appel()
        assert refus.value.code == "hors-bornes"
