"""Composition des offres (règle pure)."""

from decimal import Decimal

import pytest

from adhesions.regles.formules import GarantieProposee, OffreProposee, composer
from cdg_portal.socle.erreurs import ErreurMetier


def offre(code, type_, *risques):
    garanties = tuple(GarantieProposee(r, "ABSOLUE", 30, Decimal(100)) for r in risques)
    return OffreProposee(code, type_, garanties)


BASE = offre("B", "BASE", "CMO", "CITIS")


def test_ordre_des_offres_sans_effet():
    offres = [offre("P", "PSE", "MAT"), offre("V", "VARIANTE", "CITIS"), BASE]
    attendu = {"CMO": "B", "CITIS": "V", "MAT": "P"}
    for ordre in (offres, offres[::-1]):
        assert {r.garantie.risque: r.offre for r in composer(ordre)} == attendu


@pytest.mark.parametrize(
    "offres",
    [
        [],
        [BASE, offre("B2", "BASE", "CLM")],
        [BASE, offre("V", "VARIANTE", "MAT")],
        [BASE, offre("P", "PSE", "CMO")],
        [BASE, offre("V1", "VARIANTE", "CMO"), offre("V2", "VARIANTE", "CMO")],
    ],
    ids=["sans base", "deux bases", "variante sans objet", "prestation en double", "variantes rivales"],
)
def test_formule_refusee(offres):
    with pytest.raises(ErreurMetier) as refus:
        composer(offres)
    assert (refus.value.code, refus.value.champ) == ("formule-invalide", "offres")
