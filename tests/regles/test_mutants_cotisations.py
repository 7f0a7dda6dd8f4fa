"""Échéancier et contrôles d'un appel, calculés à la main : essais nés des essais par mutation (docs/mutation.md)."""

from datetime import date
from decimal import Decimal

import pytest

from cdg_portal.socle.montant import en_francais
from cotisations.regles.controles import Controle, comparer_montants, comparer_nombres, moyenne
from cotisations.regles.echeancier import dates_exigibles

ANCIEN = date(2020, 1, 1)


@pytest.mark.parametrize(("effet", "fractions", "delai", "attendues"), [
    (ANCIEN, 1, 0, ["2025-01-01"]),
    (ANCIEN, 4, 30, ["2025-01-31", "2025-05-01", "2025-07-31", "2025-10-31"]),
    # Cinq fractions : 12 mois × rang / 5, au mois entier inférieur (0, 2, 4, 7, 9).
    (ANCIEN, 5, 0, ["2025-01-01", "2025-03-01", "2025-05-01", "2025-08-01", "2025-10-01"]),
    (ANCIEN, 12, 0, [f"2025-{mois:02}-01" for mois in range(1, 13)]),
    # Jamais avant l'effet de l'adhésion (INT-06).
    (date(2025, 5, 15), 4, 0, ["2025-05-15", "2025-05-15", "2025-07-01", "2025-10-01"]),
    (date(2025, 5, 15), 2, 10, ["2025-05-25", "2025-07-11"]),
])  # fmt: skip
def test_dates_exigibles(effet, fractions, delai, attendues):
    dates = dates_exigibles(exercice=2025, effet=effet, fractions=fractions, delai_paiement_jours=delai)
    assert [str(d) for d in dates] == attendues


@pytest.mark.parametrize(("valeur", "reference", "ecart", "alerte"), [
    ("1100", "1000", "10.00", False),  # dix pour cent juste : pas au-delà
    ("1100.06", "1000", "10.01", True),  # 10,006 arrondi à 10,01
    ("1100.04", "1000", "10.00", False),
    ("900", "1000", "-10.00", False),
    ("890", "1000", "-11.00", True),
    ("1000", "1000", "0.00", False),
    ("0", "0", None, False),
    ("5", "0", None, True),
    ("0", None, None, False),
])  # fmt: skip
def test_comparer_montants(valeur, reference, ecart, alerte):
    v, r = Decimal(valeur), None if reference is None else Decimal(reference)
    constat = "Rien à comparer." if r is None else f"{en_francais(v)} pour {en_francais(r)}"
    attendu = Controle("c", "Libellé", constat, None if ecart is None else Decimal(ecart), alerte)
    assert comparer_montants("c", "Libellé", valeur=v, reference=r) == attendu


@pytest.mark.parametrize(("valeur", "reference", "constat", "ecart", "alerte"), [
    (11, 10, "11 agents pour 10", "10.00", False),
    (1, 2, "1 agent pour 2", "-50.00", True),
    (2, 3, "2 agents pour 3", "-33.33", True),
    (0, 0, "0 agent pour 0", None, False),
    (2, 0, "2 agents pour 0", None, True),
    (2, None, "Rien à comparer.", None, False),
])  # fmt: skip
def test_comparer_nombres(valeur, reference, constat, ecart, alerte):
    attendu = Controle("n", "Effectif", constat, None if ecart is None else Decimal(ecart), alerte)
    assert comparer_nombres("n", "Effectif", valeur=valeur, reference=reference) == attendu


def test_moyenne_par_agent():
    assert moyenne(Decimal("1000"), 3) == Decimal("333.33")
    assert moyenne(Decimal("2000.01"), 2) == Decimal("1000.01")  # 1 000,005, demi-supérieur
    assert moyenne(Decimal("1000"), 1) == Decimal("1000.00")
    assert moyenne(Decimal("1000"), 0) is None
