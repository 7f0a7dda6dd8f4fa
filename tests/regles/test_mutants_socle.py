"""Montants et périodes, calculés à la main : essais nés des essais par mutation (docs/mutation.md)."""

from datetime import date
from decimal import Decimal

import pytest

from cdg_portal.socle.montant import repartir
from cdg_portal.socle.periode import Periode


@pytest.mark.parametrize(("total", "parts"), [
    ("10.00", ["3.33", "3.33", "3.34"]),
    ("-10.00", ["-3.33", "-3.33", "-3.34"]),
    ("0.00", ["0.00", "0.00", "0.00"]),
])  # fmt: skip
def test_le_reliquat_va_sur_la_derniere_part_meme_d_un_montant_negatif(total, parts):
    assert [str(p) for p in repartir(Decimal(total), 3)] == parts


def test_les_jours_d_une_periode():
    periode = Periode(date(2024, 2, 28), date(2024, 3, 1))
    assert list(periode) == [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]
    dedans = [
        jour in periode for jour in (date(2024, 2, 27), date(2024, 2, 28), date(2024, 3, 1), date(2024, 3, 2))
    ]
    assert dedans == [False, True, True, False]
