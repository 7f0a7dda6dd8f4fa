"""Bandeau de jours : cases, périodes et résumé disent la même chose."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest

from cdg_portal.accueil.templatetags.bande import (
    ARRET,
    MOIS_AU_PLUS,
    TEINTES,
    bande_de_jours,
    teinte_du_droit,
)


@dataclass(frozen=True)
class Ligne:
    du: datetime.date
    au: datetime.date
    couvert: bool = True
    franchise: bool = False
    montant: Decimal = Decimal(0)
    droit: str = "PLEIN"


def jour(mois: int, quantieme: int) -> datetime.date:
    return datetime.date(2024, mois, quantieme)


def test_chaque_mois_est_entier_et_chaque_jour_a_son_droit_et_sa_marque():
    bande = bande_de_jours(
        [
            Ligne(jour(2, 28), jour(3, 3), montant=Decimal("120.00"), droit="DEMI"),
            Ligne(jour(2, 20), jour(2, 27), franchise=True),
        ]
    )
    assert [mois.libelle for mois in bande.mois] == ["Février 2024", "Mars 2024"]
    assert [len(mois.cases) for mois in bande.mois] == [29, 31]
    fevrier, mars = bande.mois
    assert [c.teinte.lettre for c in fevrier.cases] == [""] * 19 + ["P"] * 8 + ["D"] * 2
    assert [c.marque for c in fevrier.cases] == [""] * 19 + ["franchise"] * 8 + [""] * 2
    assert [c.teinte.code for c in mars.cases] == ["demi"] * 3 + ["hors"] * 28
    assert [t.lettre for t in bande.legende] == ["P", "D", ""]
    assert [code for code, _ in bande.marques] == ["franchise"]


def test_les_periodes_en_texte_suivent_le_calendrier():
    bande = bande_de_jours(
        [
            Ligne(jour(5, 2), jour(5, 2), couvert=False),
            Ligne(jour(4, 1), jour(4, 30), montant=Decimal("900.00")),
        ]
    )
    assert [(suite.du, suite.jours, suite.marque) for suite in bande.suites] == [
        (jour(4, 1), 30, ""),
        (jour(5, 2), 1, "refuse"),
    ]
    assert (
        bande.resume == "plein traitement : 30 jours ; plein traitement, non couvert par le contrat : 1 jour"
    )


def test_un_jour_couvert_sans_montant_est_marque_sauf_si_le_droit_le_dit():
    lignes = [Ligne(jour(1, 1), jour(1, 1)), Ligne(jour(1, 2), jour(1, 2), droit="CARENCE")]
    assert [c.marque for c in bande_de_jours(lignes).mois[0].cases[:2]] == ["nul", ""]


@pytest.mark.parametrize(
    ("droit", "lettre"),
    [
        ("EPUISE", "E"),
        ("plein traitement", "P"),
        ("demi-traitement", "D"),
        ("demi-traitement maintenu dans l'attente d'une décision", "M"),
        ("inconnu", "J"),
    ],
)
def test_un_droit_se_reconnait_a_son_code_ou_a_son_libelle(droit, lettre):
    assert teinte_du_droit(droit).lettre == lettre


def test_les_lettres_ne_se_repetent_pas():
    lettres = [t.lettre for t in (*TEINTES.values(), ARRET)]
    assert len(set(lettres)) == len(lettres)


def test_une_bande_trop_longue_est_coupee_et_le_dit():
    bande = bande_de_jours([Ligne(datetime.date(1950, 1, 1), datetime.date(2050, 1, 1))])
    assert len(bande.mois) == MOIS_AU_PLUS
    assert bande.coupee


def test_sans_ligne_la_bande_est_vide():
    assert bande_de_jours([]).mois == ()
