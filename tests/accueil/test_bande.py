"""Bandeau de jours : cases, périodes et résumé disent la même chose."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from cdg_portal.accueil.templatetags.bande import bande_de_jours


@dataclass(frozen=True)
class Ligne:
    du: datetime.date
    au: datetime.date
    couvert: bool = True
    franchise: bool = False
    montant: Decimal = Decimal(0)


def jour(mois: int, quantieme: int) -> datetime.date:
    return datetime.date(2024, mois, quantieme)


def test_chaque_mois_est_entier_et_chaque_jour_a_sa_nature():
    bande = bande_de_jours(
        [
            Ligne(jour(2, 28), jour(3, 3), montant=Decimal("120.00")),
            Ligne(jour(2, 20), jour(2, 27), franchise=True),
        ]
    )
    assert [mois.libelle for mois in bande.mois] == ["Février 2024", "Mars 2024"]
    assert [len(mois.cases) for mois in bande.mois] == [29, 31]
    fevrier, mars = bande.mois
    assert [case.nature for case in fevrier.cases] == ["hors"] * 19 + ["franchise"] * 8 + ["paye"] * 2
    assert [case.nature for case in mars.cases] == ["paye"] * 3 + ["hors"] * 28


def test_les_periodes_en_texte_suivent_le_calendrier():
    bande = bande_de_jours(
        [
            Ligne(jour(5, 2), jour(5, 2), couvert=False),
            Ligne(jour(4, 1), jour(4, 30), montant=Decimal("900.00")),
        ]
    )
    assert [(suite.du, suite.jours, suite.nature) for suite in bande.suites] == [
        (jour(4, 1), 30, "paye"),
        (jour(5, 2), 1, "refuse"),
    ]
    assert bande.resume == "remboursé : 30 jours ; non garanti : 1 jour"


def test_un_jour_couvert_sans_montant_est_un_droit_non_rembourse():
    bande = bande_de_jours([Ligne(jour(1, 1), jour(1, 1))])
    assert bande.mois[0].cases[0].nature == "droit"
    assert [code for code, _ in bande.legende] == ["droit", "hors"]


def test_sans_ligne_la_bande_est_vide():
    assert bande_de_jours([]).mois == ()
