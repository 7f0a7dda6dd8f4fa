"""Socle : montants, périodes, paramètres datés, SIRET, erreurs."""

import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.etats import TransitionInterdite
from cdg_portal.socle.formes import Champ, Objet
from cdg_portal.socle.montant import arrondi, en_francais, repartir
from cdg_portal.socle.natures import Jour
from cdg_portal.socle.parametres import ParametreAbsent, lire_parametre
from cdg_portal.socle.periode import (
    Periode,
    ajouter_annees,
    ajouter_mois,
    chevauchantes,
    fin_de_trimestre,
)
from cdg_portal.socle.refus import EntreeRefusee
from cdg_portal.socle.siret import SiretInvalide, normaliser_siret
from sinistres.regles.carence import jours_carence
from sinistres.regles.parametres_dates import parametre

MONTANTS = st.decimals(-(10**9), 10**9, places=2)


@pytest.mark.parametrize(
    ("exact", "attendu"),
    [("1.005", "1.01"), ("-1.005", "-1.01"), ("1.0049999", "1.00"), ("-0.004", "0.00"), ("0.005", "0.01")],
)
def test_arrondi_demi_superieur_symetrique(exact, attendu):
    assert str(arrondi(Decimal(exact))) == attendu
    assert str(arrondi(Fraction(exact))) == attendu


@given(MONTANTS, st.integers(1, 400))
def test_repartir_ne_perd_rien(total, n):
    parts = repartir(total, n)
    assert len(parts) == n
    assert sum(parts) == total
    assert len(set(parts[:-1])) <= 1
    assert abs(parts[-1]) >= abs(parts[0])


def test_repartir_refuse_zero_part_et_les_demi_centimes():
    with pytest.raises(ErreurMetier, match="au moins 1"):
        repartir(Decimal("10.00"), 0)
    with pytest.raises(ErreurMetier, match="centime"):
        repartir(Decimal("10.005"), 2)


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [("8680", "8\u00a0680,00\u00a0€"), ("-986.25", "-986,25\u00a0€"), ("0", "0,00\u00a0€"),
     ("3198033", "3\u00a0198\u00a0033,00\u00a0€"), ("-0.001", "0,00\u00a0€")],
)  # fmt: skip
def test_ecriture_francaise(valeur, texte):
    assert en_francais(Decimal(valeur)) == texte


@pytest.mark.parametrize(
    ("depart", "mois", "arrivee"),
    [("2025-08-31", 6, "2026-02-28"), ("2024-02-29", -12, "2023-02-28"), ("2025-11-30", 6, "2026-05-30"),
     ("2024-12-31", 2, "2025-02-28"), ("2024-01-31", -1, "2023-12-31")],
)  # fmt: skip
def test_de_date_a_date(depart, mois, arrivee):
    assert ajouter_mois(date.fromisoformat(depart), mois) == date.fromisoformat(arrivee)


def test_annees_et_trimestres():
    assert ajouter_annees(date(2024, 2, 29), 4) == date(2028, 2, 29)
    attendus = {date(2026, 1, 1): date(2026, 3, 31), date(2025, 12, 31): date(2025, 12, 31)}
    attendus |= {date(2026, 5, 15): date(2026, 6, 30), date(2026, 7, 1): date(2026, 9, 30)}
    assert {jour: fin_de_trimestre(jour) for jour in attendus} == attendus


def test_periode():
    janvier = Periode(date(2024, 1, 1), date(2024, 1, 31))
    fevrier = Periode(date(2024, 2, 1), date(2024, 2, 29))
    assert (janvier.jours, fevrier.jours, len(list(fevrier))) == (31, 29, 29)
    assert janvier.est_contigue(fevrier)
    assert not janvier.chevauche(fevrier)
    assert date(2024, 1, 31) in janvier
    assert date(2024, 2, 1) not in janvier
    assert janvier.intersection(Periode(date(2024, 1, 20), date(2024, 3, 1))) == Periode(
        date(2024, 1, 20), date(2024, 1, 31)
    )
    with pytest.raises(ErreurMetier) as refus:
        Periode(date(2024, 1, 2), date(2024, 1, 1))
    assert (refus.value.code, refus.value.champ) == ("dates-inversees", "fin")


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)), max_size=8))
def test_chevauchantes_sont_exactement_celles_qui_partagent_un_jour(bornes):
    periodes = [Periode(date.fromordinal(700_000 + d), date.fromordinal(700_000 + d + n)) for d, n in bornes]
    attendues = [r for r, p in enumerate(periodes) if any(p.chevauche(autre) for autre in periodes[:r])]
    assert chevauchantes(periodes) == attendues


PARAMETRE = """
cle = "essai"
unite = "€"
[[versions]]
depuis = 2025-01-01
jusqu_au = 2025-12-31
valeur = "2"
reference = "B"
verifie_le = 2026-11-20
[[versions]]
depuis = 2024-01-01
valeur = "1"
reference = "A"
verifie_le = 2026-11-20
"""


def test_parametre_date():
    parametre = lire_parametre(PARAMETRE)
    assert parametre.valeur(date(2024, 12, 31)) == 1
    assert parametre.version(date(2025, 1, 1)).reference == "B"
    for jour in (date(2023, 12, 31), date(2026, 1, 1)):
        with pytest.raises(ParametreAbsent) as absent:
            parametre.valeur(jour)
        assert absent.value.code == "bareme-absent"
    with pytest.raises(ErreurMetier):
        lire_parametre(PARAMETRE.replace("2025-01-01", "2024-01-01"))


def test_parametres_du_depot():
    assert parametre("cmo_proportion_plein").valeur(date(2025, 2, 28)) == 1
    assert parametre("cmo_proportion_plein").valeur(date(2025, 3, 1)) == Decimal("0.90")
    assert [jours_carence(date(a, m, 1).toordinal()) for a, m in ((2017, 12), (2018, 1))] == [0, 1]


@pytest.mark.parametrize("saisi", ["732 829 320 00074", "73282932000074", "732\u00a0829\u00a0320\u00a000074"])
def test_siret_normalise(saisi):
    assert normaliser_siret(saisi) == "73282932000074"


def test_siret_de_la_poste():
    assert normaliser_siret("35600000049837") == "35600000049837"
    with pytest.raises(SiretInvalide):
        normaliser_siret("35600000049838")


@pytest.mark.parametrize(
    ("saisi", "mot"),
    [("73282932000075", "clé"), ("7328293200007", "14"), ("", "14|chiffres"), ("732829320000AB", "chiffres")],
)
def test_siret_refuse(saisi, mot):
    with pytest.raises(SiretInvalide, match=mot) as refus:
        normaliser_siret(saisi)
    assert refus.value.code == "siret-invalide"


def test_erreur_metier_voyage_entre_processus():
    erreur = TransitionInterdite("sinistre", "CLOS", "valider", "Clos", "Valider")
    copie = pickle.loads(pickle.dumps(erreur))  # noqa: S301
    assert (type(copie), str(copie), copie.code) == (TransitionInterdite, str(erreur), erreur.code)


def test_un_objet_retenu_n_est_lu_qu_une_fois_et_jamais_fautif():
    """Un contrat déjà lu sans erreur est partagé ; un contrat fautif redit ses erreurs à chaque fois."""
    objet = Objet(Champ("effet", "Effet", Jour()), retenir=2)
    premier = objet.lire_entree({"effet": "2025-01-01"})
    assert objet.lire_entree({"effet": "2025-01-01"}) is premier
    for _ in range(2):
        with pytest.raises(EntreeRefusee):
            objet.lire_entree({"effet": "2025-13-01"})
    for jour in ("2025-01-02", "2025-01-03", "2025-01-04"):
        assert objet.lire_entree({"effet": jour}) == {"effet": date.fromisoformat(jour)}
    assert objet.lire_entree({"effet": "2025-01-01"}) is not premier


def test_un_objet_retenu_refuse_ce_qui_n_est_pas_du_json():
    objet = Objet(Champ("effet", "Effet", Jour()), retenir=2)
    with pytest.raises(EntreeRefusee) as refus:
        objet.lire_entree({"effet": date(2025, 1, 1)})
    assert [(e.champ, e.code) for e in refus.value.erreurs] == [("effet", "type-invalide")]
