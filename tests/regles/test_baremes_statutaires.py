"""Barèmes des calculs statutaires : chaque valeur, ses dates, ses trous, et le champ qu'accuse un trou."""

from datetime import date
from decimal import Decimal

import pytest

from cdg_portal.calculs import conges, delais, prestations
from cdg_portal.socle import parametres as socle
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.parametres import Parametre, ParametreAbsent, Version, lire_parametre
from cdg_portal.socle.refus import EntreeRefusee
from sinistres.regles.parametres_dates import PARAMETRES, entier, parametre
from tests.regles.test_calculs_statutaires import VALIDES

TOUJOURS = date(1900, 1, 1)
# Sans date d'entrée en vigueur connue.
UNIQUES = {
    "adoption_enfants_a_charge": "3",
    "adoption_jours_partages": "25",
    "adoption_jours_partages_multiple": "32",
    "adoption_semaines": "16",
    "adoption_semaines_enfants": "18",
    "adoption_semaines_multiple": "22",
    "ait_majoration_tierce_personne": "0.40",
    "ait_taux_groupe_1": "0.30",
    "ait_taux_groupe_2": "0.50",
    "capital_deces_diviseur_conjoint": "3",
    "citis_mois_accident": "1",
    "citis_mois_maladie": "2",
    "citis_mois_prolongation": "3",
    "dors_part_traitement": "0.50",
    "frais_medicaux_seuil": "1.70",
    "ijss_diviseur": "91.25",
    "ijss_jours_carence": "3",
    "ijss_part": "0.50",
    "maternite_avance_jours": "42",
    "maternite_jumeaux_semaines_apres": "22",
    "maternite_jumeaux_semaines_avant": "12",
    "maternite_rang_1_2_semaines_apres": "10",
    "maternite_rang_1_2_semaines_avant": "6",
    "maternite_rang_3_enfants_a_charge": "2",
    "maternite_rang_3_semaines_apres": "18",
    "maternite_rang_3_semaines_avant": "8",
    "maternite_triples_semaines_apres": "22",
    "maternite_triples_semaines_avant": "24",
    "prescription_annees": "2",
    "prescription_annees_deces": "10",
}
# « depuis valeur », « au » dernier jour, « ? » valeur à confirmer.
DATES = {
    "capital_deces_forfait": ["2015-01-01 3400", "2016-04-01 3400 ?", "2018-04-01 3450", "2019-04-01 3461 ?",
                              "2020-04-01 3472 au 2020-12-31"],
    "capital_deces_majoration_enfant": ["2017-02-01 833.36", "2022-07-01 862.53 ?", "2023-07-01 875.47 ?",
                                        "2024-01-01 884.33 ?"],
    "capital_deces_multiple_apres_age": ["2015-11-06 1 au 2020-12-31"],
    "capital_deces_multiple_avant_age": ["2015-11-06 4 au 2020-12-31"],
    "capital_deces_part_apres_age": ["2021-01-01 0.25"],
    "carence_diviseur": ["2018-01-01 30"],
    "dors_plafond_journalier": ["2020-01-01 45.55 au 2020-12-31", "2024-11-01 53.31 ?", "2025-04-01 41.47",
                                "2026-01-01 41.95"],
    "ijss_plafond_smic": ["2024-11-01 1.8", "2025-04-01 1.4"],
    "paternite_jours": ["1900-01-01 11 ?", "2021-07-01 25"],
    "paternite_jours_multiple": ["1900-01-01 18 ?", "2021-07-01 32"],
    "paternite_jours_obligatoires": ["1900-01-01 0 ?", "2021-07-01 4"],
    "paternite_mois_limite": ["1900-01-01 4 ?", "2021-07-01 6"],
    "plafond_securite_sociale_mensuel": ["2020-01-01 3428 au 2020-12-31 ?", "2023-01-01 3666 ?",
                                         "2024-01-01 3864 ?", "2025-01-01 3925 ?",
                                         "2026-01-01 4005 au 2026-12-31 ?"],
    "smic_mensuel": ["2024-11-01 1801.80 ?", "2026-01-01 1823.03 ?"],
}  # fmt: skip


def ecrite(version: Version) -> str:
    fin = f" au {version.jusqu_au}" if version.jusqu_au else ""
    return f"{version.depuis} {version.valeur}{fin}{' ?' if version.a_confirmer else ''}"


@pytest.mark.parametrize("cle", UNIQUES)
def test_valeur_de_toujours(cle):
    (version,) = parametre(cle).versions
    assert (version.depuis, str(version.valeur), version.a_confirmer) == (TOUJOURS, UNIQUES[cle], False)


@pytest.mark.parametrize("cle", DATES)
def test_valeurs_datees(cle):
    assert [ecrite(v) for v in parametre(cle).versions] == DATES[cle]


@pytest.mark.parametrize("cle", [*UNIQUES, *DATES, "age_legal_lfss_2026", "age_legal_reforme_2023"])
def test_chaque_bareme_est_source_verifie_et_titre(cle):
    lu = parametre(cle)
    assert (lu.cle, bool(lu.unite)) == (cle, True)
    assert all(v.reference and v.verifie_le == date(2026, 11, 20) for v in lu.versions)
    titre = (PARAMETRES.dossier / f"{cle}.toml").read_text(encoding="utf-8").splitlines()[0]
    assert titre.startswith("# ") and titre.endswith(".")


PLAFONDS = """# Plafonds d'essai.
cle = "plafonds"
unite = "€"
[[versions]]
depuis = 2024-11-01
valeur = "53.31"
reference = "B"
verifie_le = 2026-11-20
a_confirmer = true
[[versions]]
depuis = 2020-01-01
jusqu_au = 2020-12-31
valeur = "45.55"
reference = "A"
verifie_le = 2026-11-20
"""


def test_un_trou_entre_deux_versions():
    plafonds = lire_parametre(PLAFONDS)
    connus = {date(2020, 1, 1): "45.55", date(2020, 12, 31): "45.55", date(2024, 11, 1): "53.31"}
    assert {jour: str(plafonds.valeur(jour)) for jour in connus} == connus
    for jour in (date(2019, 12, 31), date(2021, 1, 1), date(2024, 10, 31)):
        with pytest.raises(ParametreAbsent) as absent:
            plafonds.valeur(jour, champ="debut_arret")
        assert (absent.value.code, absent.value.champ) == ("bareme-absent", "debut_arret")
        for lire in (plafonds.version, plafonds.valeur):
            with pytest.raises(ParametreAbsent) as absent:
                lire(jour)
            assert absent.value.champ == ""
    assert absent.value.message == "Aucune valeur connue au 31/10/2024 : « Plafonds d'essai »."
    assert [v.a_confirmer for v in plafonds.versions] == [False, True]
    assert plafonds.derniere == Decimal("53.31")
    assert ParametreAbsent("plafonds", date(2021, 1, 1)).champ == ""
    assert not Version(TOUJOURS, Decimal(1), "A", date(2026, 11, 20)).a_confirmer


@pytest.mark.parametrize(
    ("avant", "apres"),
    [("2020-12-31", "2024-11-01"), ("2020-12-31", "2025-01-01"), ("2020-12-31", "2019-12-31"),
     ("2024-11-01", "2020-01-01")],
    ids=["finit le jour de la suivante", "finit après le début de la suivante", "finit avant son début",
         "même date"],
)  # fmt: skip
def test_versions_qui_se_recouvrent(avant, apres):
    with pytest.raises(ErreurMetier) as refus:
        lire_parametre(PLAFONDS.replace(avant, apres))
    assert refus.value.code == "parametre-invalide"
    assert refus.value.message in (
        "Deux versions de « plafonds » se recouvrent.",
        "Une version de « plafonds » finit avant son début.",
    )


def test_une_version_peut_finir_la_veille_de_la_suivante():
    plafonds = lire_parametre(PLAFONDS.replace("2020-12-31", "2024-10-31"))
    assert str(plafonds.valeur(date(2024, 10, 31))) == "45.55"
    un_jour = lire_parametre(PLAFONDS.replace("2020-12-31", "2020-01-01"))
    assert str(un_jour.valeur(date(2020, 1, 1))) == "45.55"


def test_un_fichier_n_est_lu_qu_une_fois():
    assert parametre("ijss_part") is parametre("ijss_part")
    assert entier("paternite_jours") == 25
    assert entier("paternite_jours", date(2021, 6, 30)) == 11


CALCULS = {c.nom: c for m in (conges, prestations, delais) for c in m.CALCULS}
TROUS = [
    ("allocation-invalidite-temporaire", "date", "ait_taux_groupe_2", {}),
    ("allocation-invalidite-temporaire", "date", "plafond_securite_sociale_mensuel", {}),
    ("allocation-invalidite-temporaire", "date", "ait_majoration_tierce_personne", {}),
    ("conge-maternite", "date_presumee", "maternite_rang_3_enfants_a_charge", {}),
    ("conge-maternite", "date_presumee", "maternite_rang_1_2_semaines_avant", {}),
    ("conge-maternite", "date_presumee", "maternite_rang_1_2_semaines_apres", {}),
    ("conge-maternite", "date_presumee", "maternite_avance_jours", {"naissance": "2025-07-01"}),
    ("conge-paternite", "naissance", "paternite_jours", {}),
    ("conge-paternite", "naissance", "paternite_jours_obligatoires", {}),
    ("conge-paternite", "naissance", "paternite_mois_limite", {}),
    ("decision-citis", "dossier_complet", "citis_mois_accident", {}),
    ("decision-citis", "dossier_complet", "citis_mois_prolongation", {"instruction_prolongee": True}),
    ("ijss-maladie", "debut", "ijss_jours_carence", {}),
    ("ijss-maladie", "debut", "ijss_part", {}),
    ("indemnite-disponibilite-office", "debut_arret", "dors_part_traitement", {}),
    ("indemnite-disponibilite-office", "debut_arret", "dors_plafond_journalier", {}),
    ("prescription", "evenement", "prescription_annees", {"connaissance": None}),
    ("prescription", "connaissance", "prescription_annees", {}),
    ("capital-deces", "deces", "capital_deces_majoration_enfant", {}),
    ("capital-deces", "deces", "capital_deces_part_apres_age", {"naissance": "1960-01-01"}),
    ("capital-deces", "deces", "capital_deces_forfait", {"deces": "2020-01-01"}),
    ("capital-deces", "deces", "capital_deces_multiple_avant_age", {"deces": "2020-01-01"}),
]


@pytest.fixture
def sans_valeur(monkeypatch):
    """Vide un barème : plus aucune valeur avant l'an 2200."""
    charger = socle.charger_parametre

    def vider(cle: str) -> None:
        lointaine = Version(date(2200, 1, 1), Decimal(0), "Essai", date(2026, 11, 20))

        def lire(chemin):
            return Parametre(cle, "essai", (lointaine,), "Essai") if chemin.stem == cle else charger(chemin)

        monkeypatch.setattr(socle, "charger_parametre", lire)
        parametre.cache_clear()

    yield vider
    parametre.cache_clear()


@pytest.mark.parametrize(("nom", "champ", "cle", "changements"), TROUS)
def test_un_bareme_sans_valeur_accuse_le_champ_date(sans_valeur, nom, champ, cle, changements):
    sans_valeur(cle)
    with pytest.raises(EntreeRefusee) as refusee:
        CALCULS[nom].executer({**VALIDES[nom], **changements})
    assert [(e.champ, e.code) for e in refusee.value.erreurs] == [(champ, "bareme-absent")]
