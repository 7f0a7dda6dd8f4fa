"""Les étapes se recalculent à la main : chaque opération écrite donne la valeur de son étape."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from cdg_portal.calculs import adhesions, cotisations, prevention, prevoyance
from cdg_portal.socle.ecriture import (
    accorde,
    au_centime,
    decimal_exact,
    euros,
    nombre,
    pour_cent,
    somme_en_euros,
    total_en_euros,
)
from cdg_portal.socle.periode import ajouter_annees, ajouter_mois
from tests.regles.chargement import cas_ecrits
from tests.regles.etapes import verifier_etape
from tests.regles.test_calculs_prevoyance import CALCULS, ENGAGEMENT, ENTREES

CAS = [cas for cas in cas_ecrits() if cas["calcul"] in CALCULS]


def etapes(nom, entree):
    """Couples (phrase, valeur), espaces insécables rendues ordinaires."""
    return [
        (e["libelle"].replace("\u00a0", " "), e["valeur"]) for e in CALCULS[nom].executer(entree)["etapes"]
    ]


OPERATIONS_AU_MOINS = {
    "cotisation": 2,
    "absenteisme": 5,
    "prevoyance-cotisation": 6,
    "prevoyance-incapacite": 2,
}


@pytest.mark.parametrize("cas", CAS, ids=[cas["id"] for cas in CAS])
def test_chaque_operation_ecrite_se_recalcule(cas):
    reponse = CALCULS[cas["calcul"]].executer(cas["entrees"])
    assert all(e["references"] and e["libelle"] for e in reponse["etapes"])
    verifiees = [verifier_etape(*etape) for etape in etapes(cas["calcul"], cas["entrees"])]
    assert sum(verifiees) >= OPERATIONS_AU_MOINS.get(cas["calcul"], 0)


@pytest.mark.parametrize("cas", CAS, ids=[cas["id"] for cas in CAS])
def test_chaque_date_ecrite_se_recalcule(cas):
    """« 15/03/2020 + 6 mois − 1 jour », « 67 ans après le 20/06/1958 », « mois qui suit … du … »."""
    for phrase, valeur in etapes(cas["calcul"], cas["entrees"]):
        for operation, calcul in DATES.items():
            if trouve := re.search(operation, phrase):
                jour = datetime.strptime(trouve["jour"], "%d/%m/%Y").date()
                n = int(trouve["n"].replace(" ", "")) if "n" in trouve.groupdict() else 0
                if n < 10**6:
                    assert str(calcul(jour, n)) == valeur, phrase


JOUR = r"(?P<jour>\d\d/\d\d/\d{4})"
DATES = {
    rf"{JOUR} \+ (?P<n>\d+) mois − 1 jour": lambda j, n: ajouter_mois(j, n) - timedelta(1),
    rf"{JOUR} \+ (?P<n>[\d ]+) jours? − 1 jour": lambda j, n: j + timedelta(n - 1),
    rf"{JOUR} \+ (?P<n>\d+) jours$": lambda j, n: j + timedelta(n),
    rf"(?P<n>\d+) ans après le {JOUR}": ajouter_annees,
    rf"veille du {JOUR}": lambda j, n: j - timedelta(1),
    rf"mois qui suit .* du {JOUR}": lambda j, n: ajouter_mois(date(j.year, j.month, 1), 1),
    rf"échu le {JOUR}": lambda j, n: j + timedelta(1),
    rf"au {JOUR}, touche": lambda j, n: j + timedelta(1),
}

ATTENDUES = [
    ("participation-cdg", {}, [("124 agents CNRACL × 70,00 €", "8680.00")]),
    ("participation-cdg", {"agents": 1, "montant_unitaire": "0.335"},
     [("1 agent CNRACL × 0,335 € = 0,335 €, arrondi au centime", "0.34")]),
    ("participation-cdg", {"mode": "POURCENTAGE", "assiette": "3198033", "taux": "0.2"},
     [("Assiette 3 198 033,00 € × 0,2 % = 6 396,066 €, arrondi au centime", "6396.07")]),
    ("cotisation", {}, [
        ("Assiette retenue : TIB 100,00 € = 100,00 €", "100.00"),
        ("CITIS : 100,00 € × 1 % = 1,00 €", "1.00"),
        ("Total : 1,00 €", "1.00"),
        ("Une seule échéance : 1,00 €", "1.00"),
    ]),
    ("cotisation", {
        "assiette": {"TIB": "1000.5"}, "elements": ["TIB", "NBI"], "fractions": 3,
        "taux": [{"garantie": "CITIS", "taux": "1"}, {"garantie": "CMO", "taux": "2"}],
    }, [
        ("Assiette retenue : TIB 1 000,50 € + NBI non déclaré 0,00 € = 1 000,50 €", "1000.50"),
        ("CITIS : 1 000,50 € × 1 % = 10,005 €, arrondi au centime", "10.01"),
        ("CMO : 1 000,50 € × 2 % = 20,01 €", "20.01"),
        ("Total : 10,01 € + 20,01 € = 30,02 €", "30.02"),
        ("Échéance : 30,02 € / 3 = 10,0066… €, tronqué au centime", "10.00"),
        ("Dernière échéance, avec le reliquat : 30,02 € − 2 × 10,00 € = 10,02 €", "10.02"),
    ]),
    ("cotisation", {"fractions": 2}, [
        ("Assiette retenue : TIB 100,00 € = 100,00 €", "100.00"),
        ("CITIS : 100,00 € × 1 % = 1,00 €", "1.00"),
        ("Total : 1,00 €", "1.00"),
        ("Échéance : 1,00 € / 2 = 0,50 €", "0.50"),
        ("Dernière échéance, avec le reliquat : 1,00 € − 1 × 0,50 € = 0,50 €", "0.50"),
    ]),
    ("cotisation", {"fractions": 2, "assiette": {"TIB": "101"}}, [
        ("Assiette retenue : TIB 101,00 € = 101,00 €", "101.00"),
        ("CITIS : 101,00 € × 1 % = 1,01 €", "1.01"),
        ("Total : 1,01 €", "1.01"),
        ("Échéance : 1,01 € / 2 = 0,505 €, tronqué au centime", "0.50"),
        ("Dernière échéance, avec le reliquat : 1,01 € − 1 × 0,50 € = 0,51 €", "0.51"),
    ]),
    ("absenteisme", {"jours": 7428, "arrets": 210, "agents_absents": 150, "effectif": 354}, [
        ("Période du 01/01/2024 au 31/12/2024, bornes incluses : 366 jours", "366"),
        ("Taux calendaire : 7 428 jours d'absence × 100 / (366 jours × 354 agents) = 5,7330…, "
         "arrondi à deux décimales", "5.73"),
        ("Gravité : 7 428 jours d'absence / 210 arrêts = 35,3714…, arrondi à deux décimales", "35.37"),
        ("Fréquence : 210 arrêts × 100 / 354 agents = 59,3220…, arrondi à deux décimales", "59.32"),
        ("Exposition : 150 agents absents × 100 / 354 agents = 42,3728…, arrondi à deux décimales", "42.37"),
        ("Répétition : 210 arrêts / 150 agents absents = 1,4", "1.40"),
    ]),
    ("absenteisme", {"jours": 0, "arrets": 0, "agents_absents": 0, "effectif": 1, "fin": "2024-01-01"}, [
        ("Période du 01/01/2024 au 01/01/2024, bornes incluses : 1 jour", "1"),
        ("Taux calendaire : 0 jour d'absence × 100 / (1 jour × 1 agent) = 0", "0.00"),
        ("Gravité : 0 jour d'absence / 0 arrêt, sans objet", ""),
        ("Fréquence : 0 arrêt × 100 / 1 agent = 0", "0.00"),
        ("Exposition : 0 agent absent × 100 / 1 agent = 0", "0.00"),
        ("Répétition : 0 arrêt / 0 agent absent, sans objet", ""),
    ]),
    ("prevoyance-cotisation", {}, [
        ("Assiette : TIB 2 000,00 € + NBI 50,00 € + RI 300,00 € = 2 350,00 €", "2350.00"),
        ("Assiette de la perte de retraite, sans les primes : TIB 2 000,00 € + NBI 50,00 € = 2 050,00 €",
         "2050.00"),
        ("Incapacité temporaire : 2 350,00 € × 0,58 % × 50 % perçus = 6,815 €, arrondi au centime", "6.82"),
        ("Invalidité permanente : 2 350,00 € × 0,31 % × 50 % perçus = 3,6425 €, arrondi au centime", "3.64"),
        ("Perte de retraite : 2 050,00 € × 0,45 % × 50 % perçus = 4,6125 €, arrondi au centime", "4.61"),
        ("Décès ou perte totale d'autonomie : 2 350,00 € × 0,33 % × 50 % perçus = 3,8775 €, "
         "arrondi au centime", "3.88"),
        ("Total : 6,82 € + 3,64 € + 4,61 € + 3,88 € = 18,95 €", "18.95"),
    ]),
    ("prevoyance-cotisation", {"option_deces": False, "remuneration_percue_pct": "100"}, [
        ("Assiette : TIB 2 000,00 € + NBI 50,00 € + RI 300,00 € = 2 350,00 €", "2350.00"),
        ("Assiette de la perte de retraite, sans les primes : TIB 2 000,00 € + NBI 50,00 € = 2 050,00 €",
         "2050.00"),
        ("Incapacité temporaire : 2 350,00 € × 0,58 % = 13,63 €", "13.63"),
        ("Invalidité permanente : 2 350,00 € × 0,31 % = 7,285 €, arrondi au centime", "7.29"),
        ("Perte de retraite : 2 050,00 € × 0,45 % = 9,225 €, arrondi au centime", "9.23"),
        ("Total : 13,63 € + 7,29 € + 9,23 € = 30,15 €", "30.15"),
    ]),
    ("prevoyance-cotisation", {
        "TIB": "0", "NBI": "0.000000000001", "RI": "0", "option_deces": False,
        "remuneration_percue_pct": None,
    }, [
        ("Assiette : TIB 0,00 € + NBI 0,000000000001 € + RI 0,00 € = 0,000000000001 €", "0.000000000001"),
        ("Assiette de la perte de retraite, sans les primes : TIB 0,00 € + NBI 0,000000000001 € = "
         "0,000000000001 €", "0.000000000001"),
        ("Incapacité temporaire : 0,000000000001 € × 0,58 % = 0,0000… €, arrondi au centime", "0.00"),
        ("Invalidité permanente : 0,000000000001 € × 0,31 % = 0,0000… €, arrondi au centime", "0.00"),
        ("Perte de retraite : 0,000000000001 € × 0,45 % = 0,0000… €, arrondi au centime", "0.00"),
        ("Total : 0,00 € + 0,00 € + 0,00 € = 0,00 €", "0.00"),
    ]),
    ("prevoyance-taux-plafond", {}, [
        ("Années après la garantie : 2024 − 2021 = 3", "3"),
        ("Plafond : 0,58 % × (1 + 15 %) puissance 3 = 0,8821075 %", "0.8821075"),
        ("0,8821075 % tronqué à deux décimales", "0.88"),
    ]),
    ("prevoyance-taux-plafond", {"annee": 2022}, [
        ("Années après la garantie : 2022 − 2021 = 1", "1"),
        ("Plafond : 0,58 % × (1 + 15 %) = 0,667 %", "0.667"),
        ("0,667 % tronqué à deux décimales", "0.66"),
    ]),
    ("prevoyance-taux-plafond", {"annee": 2021}, [
        ("Taux garanti jusqu'au 31/12/2021 : aucune majoration en 2021", "0"),
        ("Plafond : 0,58 %, sans majoration", "0.58"),
        ("0,58 % tronqué à deux décimales", "0.58"),
    ]),
    ("prevoyance-incapacite", {}, [
        ("Niveau garanti : 1 800,00 € × 95 % = 1 710,00 €", "1710.00"),
        ("Prestation d'un mois : 1 710,00 € − 950,00 € = 760,00 €", "760.00"),
        ("Prestation d'un jour : 760,00 € / 30 = 25,3333… €, arrondi au centime", "25.33"),
    ]),
    ("prevoyance-incapacite", {"net_percu": "1710.01"}, [
        ("Niveau garanti : 1 800,00 € × 95 % = 1 710,00 €", "1710.00"),
        ("Prestation d'un mois : aucune, le net perçu de 1 710,01 € dépasse le niveau garanti", "0.00"),
        ("Prestation d'un jour : 0,00 € / 30 = 0,00 €", "0.00"),
    ]),
    ("prevoyance-incapacite", {"net_percu": "1710"}, [
        ("Niveau garanti : 1 800,00 € × 95 % = 1 710,00 €", "1710.00"),
        ("Prestation d'un mois : 1 710,00 € − 1 710,00 € = 0,00 €", "0.00"),
        ("Prestation d'un jour : 0,00 € / 30 = 0,00 €", "0.00"),
    ]),
    ("prevoyance-terme", {"retraite": "2025-06-20"}, [
        ("Durée : 01/01/2024 + 1 095 jours − 1 jour", "2026-12-30"),
        ("Âge : 67 ans après le 20/06/1958, jour inclus", "2025-06-20"),
        ("Retraite : veille du 20/06/2025", "2025-06-19"),
        ("Dernier jour, le plus proche : retraite liquidée", "2025-06-19"),
    ]),
    ("prevoyance-terme", {"jours_max": 1}, [
        ("Durée : 01/01/2024 + 1 jour − 1 jour", "2024-01-01"),
        ("Âge : 67 ans après le 20/06/1958, jour inclus", "2025-06-20"),
        ("Dernier jour, le plus proche : durée maximale atteinte", "2024-01-01"),
    ]),
    ("prevoyance-terme", {"debut_indemnisation": "2025-06-21"}, [
        ("Durée : 21/06/2025 + 1 095 jours − 1 jour", "2028-06-19"),
        ("Âge : 67 ans après le 20/06/1958, jour inclus", "2025-06-20"),
        ("Dernier jour, le plus proche : âge limite atteint ; il précède le début, rien n'est dû",
         "2025-06-20"),
    ]),
    ("prevoyance-premier-jour", {}, [
        ("Contractuel de droit public, accident du travail, 8 mois d'ancienneté, moins de 12 : "
         "dès le 31e jour d'arrêt", "31"),
        ("Date : 01/02/2021 + 31 jours − 1 jour", "2021-03-03"),
    ]),
    ("prevoyance-premier-jour", {"anciennete_mois": 24}, [
        ("Contractuel de droit public, accident du travail, 24 mois d'ancienneté, de 12 à moins de 36 : "
         "dès le 61e jour d'arrêt", "61"),
        ("Date : 01/02/2021 + 61 jours − 1 jour", "2021-04-02"),
    ]),
    ("prevoyance-premier-jour", {"risque": "MP", "anciennete_mois": 36}, [
        ("Contractuel de droit public, maladie professionnelle, 36 mois d'ancienneté, 36 et plus : "
         "dès le 91e jour d'arrêt", "91"),
        ("Date : 01/02/2021 + 91 jours − 1 jour", "2021-05-02"),
    ]),
    ("prevoyance-premier-jour", {"risque": "MALADIE", "anciennete_mois": 3}, [
        ("Contractuel de droit public, maladie ordinaire, 3 mois d'ancienneté, moins de 4 : "
         "dès le 4e jour d'arrêt", "4"),
        ("Date : 01/02/2021 + 4 jours − 1 jour", "2021-02-04"),
    ]),
    ("prevoyance-premier-jour", {"statut": "PRIVE"}, [
        ("Agent de droit privé, accident du travail, quelle que soit l'ancienneté : "
         "dès le 1er jour d'arrêt", "1"),
        ("Date : le premier jour d'arrêt", "2021-02-01"),
    ]),
    ("prevoyance-fenetre", {"arrets": [
        {"debut": "2020-11-30", "fin": "2020-12-31"}, {"debut": "2020-10-20", "fin": "2020-10-21"},
        {"debut": "2020-10-25", "fin": "2020-10-31", "tpt": True},
    ]}, [
        ("Embauche le 01/01/2019 + 6 mois − 1 jour : dernier jour du délai", "2019-06-30"),
        ("Signature le 05/10/2020 : hors délai", "non"),
        ("Les 30 jours sans arrêt partent de la signature", "2020-10-05"),
        ("Arrêt du 20/10/2020 au 21/10/2020, touche la période du 05/10/2020 au 04/11/2020 : "
         "le départ passe au lendemain de sa fin", "2020-10-22"),
        ("Arrêt du 25/10/2020 au 31/10/2020, en temps partiel thérapeutique : sans incidence sur le départ",
         "2020-10-22"),
        ("Arrêt du 30/11/2020 au 31/12/2020, hors de la période du 22/10/2020 au 21/11/2020 : "
         "sans incidence sur le départ", "2020-10-22"),
        ("Acceptation : 22/10/2020 + 30 jours", "2020-11-21"),
        ("Effet au premier jour du mois qui suit l'acceptation du 21/11/2020", "2020-12-01"),
    ]),
    ("prevoyance-fenetre", {"signature": "2019-02-10"}, [
        ("Embauche le 01/01/2019 + 6 mois − 1 jour : dernier jour du délai", "2019-06-30"),
        ("Signature le 10/02/2019 : dans le délai", "oui"),
        ("Effet au premier jour du mois qui suit la signature du 10/02/2019", "2019-03-01"),
    ]),
    ("prevoyance-fenetre", ENGAGEMENT | {"arrets": None}, [
        ("Prise d'effet du contrat le 01/01/2019 + 6 mois − 1 jour : dernier jour du délai", "2019-06-30"),
        ("Signature le 10/05/2019 : dans le délai", "oui"),
        ("Engagement : effet au lendemain de l'ancien contrat, échu le 31/12/2019", "2020-01-01"),
    ]),
    ("prevoyance-fenetre", ENGAGEMENT | {"arrets": None, "signature": "2019-07-01", "origine": "RETOUR"}, [
        ("Retour de congé parental ou de disponibilité le 01/01/2019 + 6 mois − 1 jour : "
         "dernier jour du délai", "2019-06-30"),
        ("Signature le 01/07/2019 : hors délai", "non"),
        ("Engagement pris hors délai : sans effet", "non"),
        ("Les 30 jours sans arrêt partent de la signature", "2019-07-01"),
        ("Acceptation : 01/07/2019 + 30 jours", "2019-07-31"),
        ("Effet au premier jour du mois qui suit l'acceptation du 31/07/2019", "2019-08-01"),
    ]),
    ("prevoyance-fenetre", {"signature": "2018-11-20"}, [
        ("Embauche le 01/01/2019 + 6 mois − 1 jour : dernier jour du délai", "2019-06-30"),
        ("Signature le 20/11/2018 : dans le délai", "oui"),
        ("Effet au premier jour du mois qui suit la signature du 20/11/2018", "2018-12-01"),
        ("À vérifier : l'effet précède l'ouverture du délai, le 01/01/2019", "2018-12-01"),
    ]),
    ("prevoyance-fenetre", {"signature": "2018-12-20"}, [
        ("Embauche le 01/01/2019 + 6 mois − 1 jour : dernier jour du délai", "2019-06-30"),
        ("Signature le 20/12/2018 : dans le délai", "oui"),
        ("Effet au premier jour du mois qui suit la signature du 20/12/2018", "2019-01-01"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("nom", "propre", "attendues"), ATTENDUES)
def test_explication_entiere(nom, propre, attendues):
    assert etapes(nom, ENTREES[nom] | propre) == attendues


REFERENCES = [
    ("participation-cdg", {}, {"CG-CDG-2022 art. 3", "CG-CDG-2022 art. 3 al. 2", "R-ASS-06", "AMB-01"}),
    ("participation-cdg", {"mode": "POURCENTAGE", "assiette": "1", "taux": "1"}, {"R-ASS-06"}),
    ("cotisation", {}, {"CCTP-CNRACL-2025 II.9", "CCTP-CNRACL-2025 II.9 al. 2", "R-ASS-01", "R-ASS-02"}),
    ("absenteisme", {}, {"Définitions d'usage (aucune définition légale)"}),
    ("prevoyance-cotisation", {}, {
        "CP-PREV-2019 art. 6 al. 2", "CP-PREV-2019 art. 6 al. 3", "CP-PREV-2019 art. 6.a",
        "CP-PREV-2019 art. 6.b", "CP-PREV-2019 art. 8", "R-PRV-COT", "R-PRV-COT-03"}),
    ("prevoyance-cotisation", {"option_deces": False, "remuneration_percue_pct": None}, {
        "CP-PREV-2019 art. 6 al. 2", "CP-PREV-2019 art. 6 al. 3", "CP-PREV-2019 art. 6.a", "R-PRV-COT"}),
    ("prevoyance-taux-plafond", {}, {
        "CP-PREV-2019 art. 7 al. 3", "CP-PREV-2019 art. 7 al. 4", "R-PRV-COT-02", "AMB-26"}),
    ("prevoyance-taux-plafond", {"annee": 2021}, {"CP-PREV-2019 art. 7 al. 3", "R-PRV-COT-02"}),
    ("prevoyance-incapacite", {}, {"CP-PREV-2019 art. 6.a", "R-PRV-PRE", "AMB-22"}),
    ("prevoyance-terme", {}, {"CP-PREV-2019 art. 11.f", "CP-PREV-2019 art. 11.g", "R-PRV-PRE", "AMB-25"}),
    ("prevoyance-premier-jour", {}, {"CP-PREV-2019 art. 11.b", "R-PRV-PRE"}),
    ("prevoyance-premier-jour", {"anciennete_mois": 12}, {"CP-PREV-2019 art. 11.c", "R-PRV-PRE"}),
    ("prevoyance-premier-jour", {"anciennete_mois": 36}, {"CP-PREV-2019 art. 11.d", "R-PRV-PRE"}),
    ("prevoyance-premier-jour", {"risque": "MALADIE", "anciennete_mois": 0},
     {"CP-PREV-2019 art. 11.a", "R-PRV-PRE"}),
    ("prevoyance-premier-jour", {"statut": "PRIVE"}, {"CP-PREV-2019 art. 11.e", "R-PRV-PRE"}),
    ("prevoyance-fenetre", {}, {
        "CP-PREV-2019 art. 4.c", "CP-PREV-2019 art. 4.e", "CP-PREV-2019 art. 5 al. 5", "R-PRV-ADH", "AMB-23",
        "AMB-24"}),
    ("prevoyance-fenetre", {"signature": "2019-01-01", "origine": "CONTRAT"}, {
        "CP-PREV-2019 art. 4.a", "CP-PREV-2019 art. 5", "R-PRV-ADH", "AMB-24"}),
    ("prevoyance-fenetre", ENGAGEMENT, {"CP-PREV-2019 art. 4.a", "CP-PREV-2019 art. 4.d", "R-PRV-ADH"}),
]  # fmt: skip


@pytest.mark.parametrize(("nom", "propre", "attendues"), REFERENCES)
def test_articles_et_interpretations_cites(nom, propre, attendues):
    citees = CALCULS[nom].executer(ENTREES[nom] | propre)["etapes"]
    assert {r for etape in citees for r in etape["references"]} == attendues


# ---------------------------------------------------------------- écriture des nombres
@pytest.mark.parametrize(("valeur", "decimales", "ecrit"), [
    (Fraction("0.667"), 0, "0.667"), (Fraction(10), 0, "10"), (Fraction(10), 2, "10.00"),
    (Fraction(0), 0, "0"),
    (Fraction("1.5"), 2, "1.50"), (Fraction("-0.125"), 2, "-0.125"), (Decimal("1e3"), 0, "1000"),
])  # fmt: skip
def test_decimal_exact(valeur, decimales, ecrit):
    assert format(decimal_exact(valeur, decimales), "f") == ecrit


@pytest.mark.parametrize("valeur", [Fraction(1, 3), Fraction(1, 30), Fraction(22, 7)])
def test_decimal_exact_refuse_ce_qui_ne_finit_pas(valeur):
    with pytest.raises(ValueError, match="décimale finie"):
        decimal_exact(valeur)


@pytest.mark.parametrize(("valeur", "decimales", "ecrit"), [
    (0, 0, "0"), (1234567, 0, "1 234 567"), (Fraction("2714291.5"), 0, "2 714 291,5"),
    (Fraction(-5, 2), 2, "-2,50"),
    (Fraction(1, 3), 0, "0,3333…"), (Fraction(1, 3), 2, "0,3333…"), (Fraction(-1, 3), 0, "-0,3333…"),
    (Fraction("0.123456789012"), 0, "0,123456789012"), (Fraction("0.1234567890123"), 0, "0,1234…"),
    (Decimal("0.050"), 0, "0,05"),
])  # fmt: skip
def test_nombre_en_francais(valeur, decimales, ecrit):
    assert nombre(valeur, decimales).replace("\u00a0", " ") == ecrit


def test_unites_sommes_et_accords():
    def dit(texte):
        return texte.replace("\u00a0", " ")

    assert dit(euros(Decimal("7.285"))) == "7,285 €"
    assert dit(pour_cent(Decimal("1.50"))) == "1,5 %"
    assert dit(somme_en_euros([])) == "0,00 €"
    assert dit(somme_en_euros([Decimal(1), Decimal(2)])) == "1,00 € + 2,00 €"
    assert dit(total_en_euros([Decimal(1), Decimal(2)], Decimal(3))) == "1,00 € + 2,00 € = 3,00 €"
    assert dit(total_en_euros([Decimal(1)], Decimal(1))) == "1,00 €"
    assert dit(total_en_euros([], Decimal(0))) == "0,00 €"
    assert dit(au_centime(Fraction("7.29"))) == "7,29 €"
    assert dit(au_centime(Fraction("7.285"))) == "7,285 €, arrondi au centime"
    assert [dit(accorde(n, "jour")) for n in (0, 1, 2, 1095)] == [
        "0 jour",
        "1 jour",
        "2 jours",
        "1 095 jours",
    ]
    assert [dit(accorde(n, "mois")) for n in (1, 6)] == ["1 mois", "6 mois"]
    assert [dit(accorde(n, "arrêt lu", "arrêts lus")) for n in (Decimal("1.5"), 2)] == [
        "1,5 arrêt lu",
        "2 arrêts lus",
    ]


def test_les_declarations_sont_lisibles():
    """Chaque calcul a un titre, chaque champ un libellé et un exemple que le calcul accepte."""
    for module in (adhesions, cotisations, prevention, prevoyance):
        for calcul in module.CALCULS:
            assert calcul.titre[0].isupper()
            assert all(c.libelle[0].isupper() and not c.libelle.endswith(".") for c in calcul.entree.champs)
            assert all(not c.aide.endswith(".") for c in calcul.entree.champs)
            exemple = {c.cle: c.exemple for c in calcul.entree.champs if c.exemple is not None}
            assert CALCULS[calcul.nom].executer(ENTREES[calcul.nom] | exemple)["etapes"]
