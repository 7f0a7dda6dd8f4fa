"""Montants et dates tels qu'on les tape."""

from datetime import date
from decimal import Decimal

import pytest

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.saisie import lire_date, lire_montant


@pytest.mark.parametrize(
    ("saisie", "montant"),
    [
        ("2 697 159,00", "2697159.00"),
        ("2\u202f697\u202f159,00\u00a0€", "2697159.00"),
        ("17132", "17132.00"),
        ("28386.5", "28386.50"),
        ("0", "0.00"),
        (70, "70.00"),
        (Decimal("70"), "70.00"),
    ],
)
def test_montant_lu(saisie, montant):
    assert lire_montant(saisie) == Decimal(montant)


@pytest.mark.parametrize(
    ("saisie", "code"),
    [
        ("douze", "montant-invalide"),
        ("", "montant-invalide"),
        ("1,234", "montant-invalide"),
        ("1e3", "montant-invalide"),
        (12.5, "montant-invalide"),
        (True, "montant-invalide"),
        (Decimal("NaN"), "montant-invalide"),
        ("-5,00", "hors-bornes"),
        (Decimal(10) ** 13, "hors-bornes"),
        (Decimal("1.005"), "montant-non-centime"),
    ],
)
def test_montant_refuse(saisie, code):
    with pytest.raises(ErreurMetier) as refus:
        lire_montant(saisie, champ="tib")
    assert (refus.value.code, refus.value.champ) == (code, "tib")


@pytest.mark.parametrize("saisie", ["03/02/2026", "3/2/26", " 2026-02-03 ", "3.2.2026"])
def test_date_lue(saisie):
    assert lire_date(saisie) == date(2026, 2, 3)


@pytest.mark.parametrize("saisie", ["31/02/2026", "demain", "2026-13-01", ""])
def test_date_refusee(saisie):
    with pytest.raises(ErreurMetier, match=r"JJ/MM/AAAA|n'existe pas"):
        lire_date(saisie, champ="effet")


@pytest.mark.parametrize("saisie", ["01/01/0001", "0001-01-01", "31/12/1899", "01/01/2101", "31/12/9999"])
def test_date_hors_de_toute_vraisemblance(saisie):
    """Une année sur quatre chiffres n'est jamais complétée : 0001 n'est pas 2001."""
    with pytest.raises(ErreurMetier) as refus:
        lire_date(saisie, champ="effet")
    assert (refus.value.code, refus.value.champ) == ("hors-bornes", "effet")
