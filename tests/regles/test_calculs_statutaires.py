"""Calculs statutaires publiés : refus champ par champ, explications recalculées, exemples des formulaires."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cdg_portal.calculs import conges, delais, prestations
from cdg_portal.calculs.formes import Calcul
from cdg_portal.socle.references import titre_de
from cdg_portal.socle.refus import EntreeRefusee
from sinistres.regles.maternite import conge_maternite
from tests.regles.chargement import cas_ecrits
from tests.regles.etapes import verifier_etape

CALCULS: dict[str, Calcul] = {c.nom: c for m in (conges, prestations, delais) for c in m.CALCULS}
CAS = [cas for cas in cas_ecrits() if cas["calcul"] in CALCULS]
MOIS = {"tib": "2000", "ir": "60", "sft": "76.77"}
# Une entrée complète de chaque calcul, champs facultatifs compris.
VALIDES: dict[str, dict[str, Any]] = {
    "annee-medicale": {"jour": "2023-06-01"},
    "droits-cmo": {"certificats": [{"debut": "2024-01-01", "fin": "2024-01-10"}]},
    "retenue-carence": {"TIB": "2000", "NBI": "50", "IR": "60", "primes": "300", "SFT": "76.77"},
    "conge-maternite": {
        "date_presumee": "2025-09-15",
        "enfants_a_charge": 0,
        "nombre": 1,
        "naissance": "2025-09-20",
        "hospitalisation": True,
    },
    "conge-paternite": {"naissance": "2025-03-10", "nombre": 1},
    "conge-adoption": {"enfants_a_charge": 0, "nombre": 1, "partage": False},
    "capital-deces": {
        "deces": "2025-05-10",
        "naissance": "1980-05-01",
        "remuneration_annuelle_brute": "30000",
        "tib_mensuel": "2000",
        "conjoint": True,
        "enfants": 2,
        "retraite": False,
        "imputable": False,
    },
    "allocation-invalidite-temporaire": {
        "date": "2026-02-01",
        "groupe": 3,
        **MOIS,
        "minimum_tierce_personne": "0",
    },
    "indemnite-disponibilite-office": {"debut_arret": "2026-01-15", "jours": 31, **MOIS},
    "frais-medicaux": {"facture": "45.00", "tarif_securite_sociale": "26.50"},
    "ijss-maladie": {"debut": "2025-06-02", "bruts": ["1900", "1900", "1900"], "jours": 20},
    "delai-declaration": {"connaissance": "2025-08-31", "nombre": 6, "unite": "MOIS"},
    "decision-citis": {"type": "ACCIDENT", "dossier_complet": "2025-03-10", "instruction_prolongee": False},
    "prescription": {"evenement": "2024-03-10", "garantie": "AUTRE", "connaissance": "2024-06-01"},
    "cessation-garantie": {"naissance": "1961-05-15", "age": 65},
    "age-legal": {"naissance": "1964-01-15", "bareme": "LFSS_2026"},
}
FACULTATIFS = {
    ("conge-maternite", "naissance"),
    ("conge-maternite", "hospitalisation"),
    ("allocation-invalidite-temporaire", "minimum_tierce_personne"),
    ("prescription", "connaissance"),
}
LISTES = {("droits-cmo", "certificats"), ("ijss-maladie", "bruts")}
CODES = {
    ("decision-citis", "type"),
    ("delai-declaration", "unite"),
    ("prescription", "garantie"),
    ("age-legal", "bareme"),
}


def refus(nom: str, entree: object) -> set[tuple[str, str]]:
    with pytest.raises(EntreeRefusee) as refusee:
        CALCULS[nom].executer(entree)
    return {(e.champ, e.code) for e in refusee.value.erreurs}


def resultat(nom: str, **changements: object) -> dict[str, Any]:
    return CALCULS[nom].executer({**VALIDES[nom], **changements})["resultat"]


def lignes(nom: str, **changements: object) -> list[tuple[str, tuple[str, ...], str]]:
    etapes = CALCULS[nom].executer({**VALIDES[nom], **changements})["etapes"]
    return [(e["libelle"].replace("\u00a0", " "), tuple(e["references"]), e["valeur"]) for e in etapes]


def champs() -> Iterator[tuple[str, str, Any]]:
    for nom, entree in VALIDES.items():
        for cle, valeur in entree.items():
            yield nom, cle, valeur


CHAMPS = list(champs())
IDS = [f"{nom}.{cle}" for nom, cle, _ in CHAMPS]


def fautes(nom: str, cle: str, valeur: Any) -> Iterator[tuple[Any, str]]:
    """Valeurs refusées d'un champ, et leur code, selon la nature de sa valeur d'exemple."""
    yield {}, "type-invalide"
    if (nom, cle) in LISTES:
        yield from (("2024-01-01", "type-invalide"), ([], "liste-vide"))
        return
    yield [valeur], "type-invalide"
    if isinstance(valeur, bool):
        yield from (("true", "type-invalide"), (1, "type-invalide"))
    elif isinstance(valeur, int):
        yield from ((str(valeur), "type-invalide"), (True, "type-invalide"), (1.0, "type-invalide"))
        yield from ((-1, "hors-bornes"), (10**10, "hors-bornes"))
    elif (nom, cle) in CODES:
        yield from (("INCONNU", "valeur-interdite"), ("", "valeur-interdite"), (1, "type-invalide"))
    elif valeur[4:5] == "-":
        yield from ((20250101, "type-invalide"), ("1899-12-31", "hors-bornes"), ("2101-01-01", "hors-bornes"))
        for faux in ("2025-02-29", "29/02/2024", "2024-1-1", "2024-01-01T00:00:00", ""):
            yield faux, "date-invalide"
    else:
        yield from ((1, "type-invalide"), (1.5, "type-invalide"), ("-0.01", "hors-bornes"))
        for faux in ("24 000", "24000,00", "1e3", "NaN", "Infinity", ""):
            yield faux, "nombre-invalide"


def test_chaque_calcul_a_son_entree_complete():
    assert set(VALIDES) == set(CALCULS)
    for nom, entree in VALIDES.items():
        assert list(entree) == [champ.cle for champ in CALCULS[nom].entree.champs]
        assert CALCULS[nom].executer(entree)["etapes"]


@pytest.mark.parametrize(("nom", "cle", "valeur"), CHAMPS, ids=IDS)
def test_champ_absent_ou_null(nom, cle, valeur):
    sans = {c: v for c, v in VALIDES[nom].items() if c != cle}
    if (nom, cle) in FACULTATIFS:
        assert CALCULS[nom].executer(sans) == CALCULS[nom].executer({**sans, cle: None})
    else:
        assert refus(nom, sans) == refus(nom, {**sans, cle: None}) == {(cle, "champ-manquant")}


@pytest.mark.parametrize(("nom", "cle", "valeur"), CHAMPS, ids=IDS)
def test_champ_fautif(nom, cle, valeur):
    for faux, code in fautes(nom, cle, valeur):
        assert refus(nom, {**VALIDES[nom], cle: faux}) == {(cle, code)}, faux


@pytest.mark.parametrize("nom", VALIDES)
def test_champ_inconnu_et_racine(nom):
    assert refus(nom, {**VALIDES[nom], "inconnu": None}) == {("inconnu", "champ-inconnu")}
    assert refus(nom, [VALIDES[nom]]) == {("", "json-invalide")}
    absents = {(c, "champ-manquant") for c in VALIDES[nom] if (nom, c) not in FACULTATIFS}
    assert refus(nom, {}) == absents
    assert refus(nom, {"x": 1}) == absents | {("x", "champ-inconnu")}


BORNES = [
    ("conge-maternite", "enfants_a_charge", 0, 100),
    ("conge-maternite", "nombre", 1, 100),
    ("conge-paternite", "nombre", 1, 100),
    ("conge-adoption", "enfants_a_charge", 0, 100),
    ("conge-adoption", "nombre", 1, 100),
    ("capital-deces", "enfants", 0, 100),
    ("allocation-invalidite-temporaire", "groupe", 1, 3),
    ("indemnite-disponibilite-office", "jours", 0, 3660),
    ("ijss-maladie", "jours", 0, 3660),
    ("delai-declaration", "nombre", 0, 36_600),
    ("cessation-garantie", "age", 50, 75),
]


@pytest.mark.parametrize(("nom", "cle", "bas", "haut"), BORNES)
def test_bornes_des_entiers(nom, cle, bas, haut):
    for admis in (bas, haut):
        resultat(nom, **{cle: admis})
    for refuse in (bas - 1, haut + 1):
        assert refus(nom, {**VALIDES[nom], cle: refuse}) == {(cle, "hors-bornes")}


REFUS = [
    # droits-cmo : chaque certificat, puis leur ensemble
    ("droits-cmo", {"certificats": [{"debut": "2024-01-02", "fin": "2024-01-01"}]},
     {("certificats[0].fin", "dates-inversees")}),
    ("droits-cmo", {"certificats": [{"debut": "2010-01-01", "fin": "2020-01-09"}]},
     {("certificats[0].fin", "hors-bornes")}),
    ("droits-cmo", {"certificats": [{"debut": "2024-01-01", "fin": "2024-01-31"},
                                    {"debut": "2024-01-31", "fin": "2024-02-01"}]},
     {("certificats[1]", "chevauchement")}),
    ("droits-cmo", {"certificats": [{"debut": "2024-01-31", "fin": "2024-02-01"},
                                    {"debut": "2024-01-01", "fin": "2024-01-31"}]},
     {("certificats[1]", "chevauchement")}),
    ("droits-cmo", {"certificats": [{"debut": "2024-01-01", "fin": "2024-01-31"}, {"debut": "2024-01-10"}, 3,
                                    {"debut": "2024-01-31", "fin": "2024-01-31", "x": 1}]},
     {("certificats[1].fin", "champ-manquant"), ("certificats[2]", "type-invalide"),
      ("certificats[3].x", "champ-inconnu"), ("certificats[3]", "chevauchement")}),
    ("droits-cmo", {"certificats": [{"debut": "2024-01-02", "fin": "2024-01-01"},
                                    {"debut": "2023-12-01", "fin": "2024-01-31"}]},
     {("certificats[0].fin", "dates-inversees")}),
    # ijss-maladie : trois salaires, chacun lisible, et un barème connu
    ("ijss-maladie", {"bruts": ["1900", "1900"]}, {("bruts", "hors-bornes")}),
    ("ijss-maladie", {"bruts": ["1900"] * 4}, {("bruts", "hors-bornes")}),
    ("ijss-maladie", {"bruts": ["1900", 1900, "-1"]},
     {("bruts[1]", "type-invalide"), ("bruts[2]", "hors-bornes")}),
    ("ijss-maladie", {"debut": "2024-10-31"}, {("debut", "bareme-absent")}),
    ("ijss-maladie", {"debut": "2024-10-31", "bruts": [], "jours": -1},
     {("debut", "bareme-absent"), ("bruts", "liste-vide"), ("jours", "hors-bornes")}),
    # barèmes à trous
    ("allocation-invalidite-temporaire", {"date": "2019-12-31"}, {("date", "bareme-absent")}),
    ("allocation-invalidite-temporaire", {"date": "2021-01-01"}, {("date", "bareme-absent")}),
    ("allocation-invalidite-temporaire", {"date": "2022-12-31"}, {("date", "bareme-absent")}),
    ("allocation-invalidite-temporaire", {"date": "2027-01-01"}, {("date", "bareme-absent")}),
    ("allocation-invalidite-temporaire", {"date": "2022-01-01", "groupe": 4, "tib": "-1"},
     {("date", "bareme-absent"), ("groupe", "hors-bornes"), ("tib", "hors-bornes")}),
    ("indemnite-disponibilite-office", {"debut_arret": "2019-12-31"}, {("debut_arret", "bareme-absent")}),
    ("indemnite-disponibilite-office", {"debut_arret": "2021-01-01"}, {("debut_arret", "bareme-absent")}),
    ("indemnite-disponibilite-office", {"debut_arret": "2024-10-31", "ir": ""},
     {("debut_arret", "bareme-absent"), ("ir", "nombre-invalide")}),
    # âge légal
    ("age-legal", {"naissance": "1954-12-31"}, {("naissance", "hors-bareme")}),
    ("age-legal", {"naissance": "1954-12-31", "bareme": "REFORME_2023"}, {("naissance", "hors-bareme")}),
    ("age-legal", {"naissance": "1954-12-31", "bareme": "AUTRE"},
     {("naissance", "hors-bareme"), ("bareme", "valeur-interdite")}),
    # capital décès
    ("capital-deces", {"naissance": "1954-12-31"}, {("naissance", "hors-bareme")}),
    ("capital-deces", {"naissance": "2025-05-10"}, {("naissance", "incoherent")}),
    ("capital-deces", {"naissance": "2025-05-11", "retraite": True}, {("naissance", "incoherent")}),
    ("capital-deces", {"naissance": "2025-05-11", "enfants": -1},
     {("naissance", "incoherent"), ("enfants", "hors-bornes")}),
    ("capital-deces", {"naissance": "2025-05-11", "retraite": None}, {("retraite", "champ-manquant")}),
    ("capital-deces", {"naissance": "2025-05-11", "imputable": None}, {("imputable", "champ-manquant")}),
    ("capital-deces", {"naissance": "2025-05-11", "deces": "2025"}, {("deces", "date-invalide")}),
    ("capital-deces", {"deces": "2015-11-05"}, {("deces", "bareme-absent")}),
    ("capital-deces", {"deces": "2017-01-31"}, {("deces", "bareme-absent")}),
    ("capital-deces", {"deces": "2017-01-31", "imputable": True}, {("deces", "bareme-absent")}),
    # prescription
    ("prescription", {"connaissance": "2024-03-09"}, {("connaissance", "incoherent")}),
    ("prescription", {"connaissance": "2024-03-09", "garantie": "VOL"},
     {("connaissance", "incoherent"), ("garantie", "valeur-interdite")}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("nom", "changements", "attendu"), REFUS, ids=[f"{n}-{i}" for i, (n, *_) in enumerate(REFUS)]
)
def test_refus(nom, changements, attendu):
    assert refus(nom, {**VALIDES[nom], **changements}) == attendu


def test_le_plus_long_certificat():
    certificats = [{"debut": "2010-01-01", "fin": "2020-01-08"}]
    assert sum(s["jours"] for s in resultat("droits-cmo", certificats=certificats)["segments"]) == 3660


def test_dates_aux_bornes_du_calendrier():
    premier, dernier = "1900-01-01", "2100-12-31"
    assert resultat("annee-medicale", jour=premier)["du"] == "1899-01-02"
    assert (
        resultat("conge-maternite", date_presumee=premier, naissance=premier, nombre=3)["debut"]
        == "1899-07-17"
    )
    assert resultat("conge-maternite", date_presumee=dernier, naissance=dernier)["fin"] == "2101-03-10"
    assert resultat("conge-paternite", naissance=dernier)["date_limite"] == "2101-06-30"
    assert resultat("cessation-garantie", naissance=dernier, age=75)["date"] == "2175-12-31"
    assert resultat("age-legal", naissance=dernier)["date"] == "2164-12-31"
    assert resultat("decision-citis", dossier_complet=premier)["limite"] == "1900-02-01"
    limite = resultat("prescription", evenement=dernier, garantie="DECES", connaissance=None)
    assert limite == {"limite": "2110-12-31"}
    assert resultat("delai-declaration", connaissance=dernier, nombre=36_600)["limite"] == "5150-12-31"


@pytest.mark.parametrize("cas", CAS, ids=[cas["id"] for cas in CAS])
def test_les_etapes_se_recalculent(cas):
    reponse = CALCULS[cas["calcul"]].executer(cas["entrees"])
    for etape in reponse["etapes"]:
        verifier_etape(etape["libelle"], etape["valeur"])
        assert etape["references"] and etape["valeur"]
        assert [r for r in etape["references"] if titre_de(r) is None] == []
    valeurs = {etape["valeur"] for etape in reponse["etapes"]}
    assert valeurs_rendues(cas["calcul"], reponse["resultat"]) <= valeurs


def valeurs_rendues(nom: str, rendu: dict[str, Any]) -> set[str]:
    """Valeurs du résultat que les étapes doivent toutes donner."""
    ailleurs = {"age-legal": {"ans", "mois"}, "annee-medicale": {"au"}, "droits-cmo": {"segments"}}
    parts = {part["montant"] for part in rendu.get("parts", ())}
    simples = {str(v) for c, v in rendu.items() if c not in ailleurs.get(nom, ()) and not isinstance(v, list)}
    return simples | parts


@pytest.mark.parametrize("nom", CALCULS)
def test_les_exemples_des_champs_font_une_entree_admise(nom):
    calcul = CALCULS[nom]
    entree = {champ.cle: champ.exemple for champ in calcul.entree.champs}
    reponse = calcul.executer(entree)
    assert set(reponse["resultat"]) == {champ.cle for champ in calcul.sortie.champs}
    assert all(champ.libelle for champ in (*calcul.entree.champs, *calcul.sortie.champs))
    assert json.loads(json.dumps(calcul.schema(), ensure_ascii=False))["nom"] == nom


CARENCE = ("Loi 2017-1837 art. 115", "R-CAR-01")
MATERNITE = ("Code du travail L.1225-17", "CGFP L.631-3", "R-MAT-01")
HOSPITALISATION = ("Code du travail L.1225-23", "CGFP L.631-3", "R-MAT-01")


def test_explication_de_la_retenue():
    assert lignes("retenue-carence") == [
        ("Rémunération retenue : 2 000,00 € + 50,00 € + 60,00 € + 300,00 € = 2 410,00 €", CARENCE, "2410.00"),
        ("Supplément familial de 76,77 € : rien n'en est retenu", CARENCE, "0.00"),
        ("Retenue d'un jour : 2 410,00 € / 30 = 80,3333… €, arrondi au centime", CARENCE, "80.33"),
    ]


def test_explication_d_une_naissance_avancee():
    assert lignes("conge-maternite", naissance="2025-07-27") == [
        ("Premier ou deuxième enfant : 6 semaines avant la date présumée, 10 après", MATERNITE, "RANG_1_2"),
        ("Début prévu : 15/09/2025 − 6 × 7 jours = 04/08/2025", MATERNITE, "2025-08-04"),
        ("Durée : (6 + 10) × 7 = 112 jours", MATERNITE, "112"),
        ("Naissance avant le début prévu : le congé débute le 27/07/2025",
         ("Code du travail L.1225-20", "CGFP L.631-3", "R-MAT-01"), "2025-07-27"),
        ("Enfant hospitalisé, avance : 15/09/2025 − 27/07/2025 = 50 jours", HOSPITALISATION, "50"),
        ("Plus de 42, jours ajoutés : 04/08/2025 − 27/07/2025 = 8 jours", HOSPITALISATION, "8"),
        ("Durée portée à : 112 + 8 = 120 jours", HOSPITALISATION, "120"),
        ("Dernier jour : 27/07/2025 + 120 jours − 1 jour = 23/11/2025", MATERNITE, "2025-11-23"),
        ("Du premier au dernier jour : 23/11/2025 − 27/07/2025 + 1 jour = 120 jours", MATERNITE, "120"),
    ]  # fmt: skip


def test_explication_d_une_naissance_tardive():
    assert lignes("conge-maternite")[2:] == [
        ("Naissance tardive, 10 semaines entières ensuite : 20/09/2025 + 10 × 7 jours − 1 jour = 28/11/2025",
         MATERNITE, "2025-11-28"),
        ("Du premier au dernier jour : 28/11/2025 − 04/08/2025 + 1 jour = 117 jours", MATERNITE, "117"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("enfants", "nombre", "debut", "article"),
    [(0, 1, "Premier ou deuxième enfant", 17), (2, 1, "Troisième enfant ou suivant", 19),
     (0, 2, "Jumeaux", 18), (0, 3, "Triplés ou plus", 18)],
)  # fmt: skip
def test_le_cas_de_maternite_est_nomme(enfants, nombre, debut, article):
    libelle, references, _ = lignes("conge-maternite", enfants_a_charge=enfants, nombre=nombre)[0]
    assert libelle.startswith(f"{debut} : ")
    assert references == (f"Code du travail L.1225-{article}", "CGFP L.631-3", "R-MAT-01")


@pytest.mark.parametrize("naissance", [None, "2025-09-15", "2025-08-04"])
def test_une_naissance_dans_le_conge_ne_change_pas_l_explication(naissance):
    debuts = [
        libelle.partition(" : ")[0]
        for libelle, *_ in lignes("conge-maternite", naissance=naissance, hospitalisation=False)
    ]
    assert debuts == [
        "Premier ou deuxième enfant", "Début prévu", "Durée", "Dernier jour", "Du premier au dernier jour",
    ]  # fmt: skip


def test_sans_hospitalisation_sauf_si_elle_est_dite():
    naissance = date(2025, 7, 27)
    rendu = conge_maternite(
        date_presumee=date(2025, 9, 15), enfants_a_charge=0, nombre=1, naissance=naissance
    )
    assert rendu.valeur.jours == 112


def test_explication_d_une_hospitalisation_sans_effet():
    def fin(naissance: str, enfants: int) -> list[tuple[str, str]]:
        etapes = lignes("conge-maternite", naissance=naissance, enfants_a_charge=enfants)
        return [(libelle, valeur) for libelle, references, valeur in etapes if references == HOSPITALISATION]

    assert fin("2025-08-04", 0) == [
        ("Enfant hospitalisé, avance : 15/09/2025 − 04/08/2025 = 42 jours", "42"),
        ("Il en faut plus de 42 : aucun jour ajouté", "0"),
    ]
    assert fin("2025-07-27", 2) == [
        ("Enfant hospitalisé, avance : 15/09/2025 − 27/07/2025 = 50 jours", "50"),
        ("Naissance au début prévu ou après : aucun jour ajouté", "0"),
    ]
    assert fin("2025-09-14", 0)[0] == ("Enfant hospitalisé, avance : 15/09/2025 − 14/09/2025 = 1 jour", "1")


def test_explication_du_conge_de_paternite():
    articles = ("CGFP L.631-9", "Code du travail L.1225-35", "R-PAT-01")
    assert lignes("conge-paternite") == [
        ("1 enfant, naissance le 10/03/2025 : 25 jours calendaires", (*articles, "AMB-30"), "25"),
        ("Dont accolés à la naissance, obligatoires : 4 jours", articles, "4"),
        ("À prendre jusqu'au : 10/03/2025 + 6 mois = 10/09/2025", articles, "2025-09-10"),
    ]


def test_explication_du_conge_d_adoption():
    duree, partage = "Code du travail L.1225-37", "Code du travail L.1225-40"
    assert lignes("conge-adoption", partage=True) == [
        ("Enfants à charge, moins de 3 : 0 + 1 = 1", ("CGFP L.631-8", duree, "R-ADO-01"), "1"),
        ("Durée du congé : 16 semaines", ("CGFP L.631-8", duree, "R-ADO-01"), "16"),
        ("Congé partagé entre les parents : 25 jours de plus", ("CGFP L.631-8", partage, "R-ADO-01"), "25"),
    ]
    rendu = [libelle for libelle, *_ in lignes("conge-adoption", enfants_a_charge=2)]
    assert rendu == ["Enfants à charge, au moins 3 : 2 + 1 = 3", "Durée du congé : 18 semaines",
                     "Congé non partagé : aucun jour de plus"]  # fmt: skip
    assert lignes("conge-adoption")[-1][1:] == (("CGFP L.631-8", partage, "R-ADO-01"), "0")
    for nombre, enfants in ((2, 0), (2, 3), (3, 0), (3, 1)):
        libelle, _, valeur = lignes("conge-adoption", nombre=nombre, enfants_a_charge=enfants)[0]
        assert (libelle, valeur) == (f"{nombre} enfants adoptés", str(nombre))


AGE_LEGAL = ("CSS L.161-17-2", "CSS D.161-2-1-9", "R-RET-01")


def test_explication_de_l_age_legal():
    assert lignes("age-legal") == [
        ("Loi de financement pour 2026, naissance le 15/01/1964, 62 ans et 9 mois : 62 × 12 + 9 = 753 mois",
         AGE_LEGAL, "753"),
        ("Âge atteint : 15/01/1964 + 753 mois = 15/10/2026", AGE_LEGAL, "2026-10-15"),
    ]  # fmt: skip
    assert lignes("age-legal", bareme="REFORME_2023")[0][:2] == (
        "Réforme de 2023, naissance le 15/01/1964, 63 ans et 0 mois : 63 × 12 + 0 = 756 mois",
        AGE_LEGAL,
    )


def test_explication_du_capital_deces():
    annuelle = ("CSS D.712-19", "Décret 2021-176", "Décret 2021-1860", "R-DC-01", "AMB-12")
    partage, majoration = ("CSS D.712-20", "R-DC-03"), ("CSS D.712-21", "R-DC-02")
    assert lignes("capital-deces", remuneration_annuelle_brute="10000")[2:] == [
        ("Décès le 10/05/2025, avant l'âge légal : capital entier", ("CSS D.712-22", "R-DC-01"), "ENTIER"),
        ("Rémunération brute d'une année : 10 000,00 €", annuelle, "10000.00"),
        ("Majoration de chaque enfant le 10/05/2025 : 884,33 €", majoration, "884.33"),
        ("Conjoint : 10 000,00 € / 3 = 3 333,3333… €, arrondi au centime", partage, "3333.33"),
        ("Enfants : 10 000,00 € − 3 333,33 € = 6 666,67 €", partage, "6666.67"),
        ("2 enfants, part tronquée au centime : 6 666,67 € / 2 = 3 333,33 €", partage, "3333.33"),
        ("Dernier enfant, reliquat compris : 6 666,67 € − 1 × 3 333,33 € = 3 333,34 €", partage, "3333.34"),
        ("Avec la majoration : 3 333,33 € + 884,33 € = 4 217,66 €", majoration, "4217.66"),
        ("Avec la majoration : 3 333,34 € + 884,33 € = 4 217,67 €", majoration, "4217.67"),
        ("Total dû : 10 000,00 € + 2 × 884,33 € = 11 768,66 €", ("CSS D.712-19", "R-DC-01"), "11768.66"),
    ]


def test_explication_du_quart():
    rendu = lignes("capital-deces", deces="2025-11-10", naissance="1963-02-10", conjoint=False, enfants=0)
    assert rendu[2:] == [
        ("Décès le 10/11/2025, âge légal atteint : capital réduit", ("CSS D.712-22", "R-DC-01"), "REDUIT"),
        ("Part versée : 25 % × 30 000,00 € = 7 500,00 €",
         ("CSS D.712-22", "Décret 2021-176", "Décret 2021-1860", "R-DC-01", "AMB-12"), "7500.00"),
        ("Capital réduit : aucune majoration par enfant", ("CSS D.712-21", "R-DC-02"), "0.00"),
        ("Ni conjoint ni enfant, tout aux ascendants : 7 500,00 €", ("CSS D.712-20", "R-DC-03"), "7500.00"),
        ("Total dû : 7 500,00 € + 0 × 0,00 € = 7 500,00 €", ("CSS D.712-19", "R-DC-01"), "7500.00"),
    ]  # fmt: skip


def test_explication_d_un_capital_ancien():
    forfait = ("CSS D.361-1", "R-DC-01", "R-DC-04")
    avant = lignes("capital-deces", deces="2020-12-31", enfants=0)
    assert avant[3] == ("Forfaits : 4 × 3 472,00 € = 13 888,00 €", ("CSS D.712-19", *forfait), "13888.00")
    assert avant[5][0] == "Sans enfant, tout au conjoint : 13 888,00 €"
    apres = lignes("capital-deces", deces="2020-12-31", naissance="1955-01-01")
    assert apres[3] == ("Forfaits : 1 × 3 472,00 € = 3 472,00 €", ("CSS D.712-22", *forfait), "3472.00")
    assert [x[:1] + x[2:] for x in lignes("capital-deces", deces="2020-12-31", imputable=True)][:2] == [
        ("Décès imputable au service : l'âge ne compte pas", "ENTIER"),
        ("Traitement d'une année : 12 × 2 000,00 € = 24 000,00 €", "24000.00"),
    ]
    assert lignes("capital-deces", imputable=True)[0][1] == ("CSS D.712-23-1", "R-DC-01")
    assert lignes("capital-deces", retraite=True) == [
        ("Agent déjà retraité : l'employeur ne doit aucun capital", ("CSS D.712-19", "R-DC-01"), "0.00")
    ]


@pytest.mark.parametrize(
    ("deces", "titre", "cites"),
    [("2023-12-31", "Réforme de 2023", set()), ("2024-01-01", "Réforme de 2023", {"AMB-12"}),
     ("2025-12-30", "Réforme de 2023", {"AMB-12"}), ("2025-12-31", "Réforme de 2023", {"AMB-12", "AMB-13"}),
     ("2026-08-31", "Réforme de 2023", {"AMB-12", "AMB-13"}),
     ("2026-09-01", "Loi de financement pour 2026", {"AMB-12", "AMB-13"})],
)  # fmt: skip
def test_interpretations_du_capital_deces(deces, titre, cites):
    rendu = lignes("capital-deces", deces=deces)
    assert rendu[0][0].startswith(f"{titre}, ")
    assert {r for _, references, _ in rendu for r in references if r.startswith("AMB-")} == cites


def test_explication_de_l_allocation_temporaire():
    articles = ("Décret 60-58 art. 6", "R-AIT-01")
    entree = {"tib": "2000.02", "ir": "0", "minimum_tierce_personne": "100"}
    assert lignes("allocation-invalidite-temporaire", **entree) == [
        ("Groupe 3 : 50 % × (2 000,02 € + 0,00 €) = 1 000,01 €", articles, "1000.01"),
        ("Plafond de 2026 : 50 % × 4 005,00 € = 2 002,50 €", articles, "2002.50"),
        ("Le plus petit des deux : 1 000,01 €", articles, "1000.01"),
        ("Tierce personne : 40 % × 1 000,01 € = 400,004 €", articles, "400.004"),
        ("Majoration, le minimum étant de 100,00 € : 400,004 €, arrondi au centime", articles, "400.00"),
        ("Avec le supplément familial, hors plafond : 1 000,01 € + 400,00 € + 76,77 € = 1 476,78 €",
         articles, "1476.78"),
    ]  # fmt: skip
    assert [x[0] for x in lignes("allocation-invalidite-temporaire", groupe=1)] == [
        "Groupe 1 : 30 % × (2 000,00 € + 60,00 €) = 618,00 €",
        "Plafond de 2026 : 30 % × 4 005,00 € = 1 201,50 €",
        "Le plus petit des deux : 618,00 €",
        "Avec le supplément familial, hors plafond : 618,00 € + 76,77 € = 694,77 €",
    ]


def test_explication_de_la_disponibilite():
    articles = ("CCTP-CNRACL-2025 III.6.b", "R-DOR-01", "AMB-11")
    assert lignes("indemnite-disponibilite-office", tib="3000.01") == [
        ("Traitement et résidence : 50 % × (3 000,01 € + 60,00 €) = 1 530,005 €", articles, "1530.005"),
        ("Plafond : 31 × 41,95 € = 1 300,45 €", articles, "1300.45"),
        ("Le plus petit des deux : 1 300,45 €", articles, "1300.45"),
        (
            "Avec le supplément familial, hors plafond : 1 300,45 € + 76,77 € = 1 377,22 €",
            articles,
            "1377.22",
        ),
    ]


def test_explication_des_frais():
    articles = ("CGFP L.822-24", "R-CIT-04")
    assert lignes("frais-medicaux", tarif_securite_sociale="26.51") == [
        ("Seuil du contrôle : 26,51 € × 1,70 = 45,067 €", articles, "45.067"),
        ("Facture de 45,00 €, sous le seuil : contrôle matériel de la facture", articles, "MATERIEL"),
        ("Prise en charge, la facture entière : 45,00 €", articles, "45.00"),
    ]
    assert lignes("frais-medicaux", facture="45.05")[1][::2] == (
        "Facture de 45,05 €, le seuil est atteint : preuve de l'utilité des soins",
        "UTILITE",
    )


def test_explication_de_l_indemnite_de_maladie():
    salaire, part, carence = (
        ("CSS R.323-4", "R-RG-02"),
        ("CSS R.323-5", "R-RG-02"),
        ("CSS R.323-1", "R-RG-02"),
    )
    assert lignes("ijss-maladie", debut="2026-01-01", bruts=["3000", "1900", "1900"]) == [
        ("Plafond d'un mois : 1,4 × 1 823,03 € = 2 552,242 €", salaire, "2552.242"),
        ("Salaires retenus, chacun plafonné : 2 552,242 € + 1 900,00 € + 1 900,00 € = 6 352,242 €",
         salaire, "6352.242"),
        ("Indemnité d'un jour : 6 352,242 € / 91,25 × 50 % = 34,8068… €, arrondi au centime", part, "34.81"),
        ("Jours indemnisés : 20 − 3 = 17 jours", carence, "17"),
        ("Montant de l'arrêt : 17 × 34,81 € = 591,77 €", part, "591.77"),
    ]  # fmt: skip
    assert lignes("ijss-maladie", jours=4)[3][::2] == ("Jours indemnisés : 4 − 3 = 1 jour", "1")
    assert lignes("ijss-maladie", jours=3)[3][::2] == (
        "Aucun jour indemnisé : l'arrêt ne dépasse pas 3 jours",
        "0",
    )


def test_explication_des_delais():
    citis = ("Décret 87-602 art. 37-5", "R-CIT-03")
    assert lignes("decision-citis", type="MALADIE", instruction_prolongee=True) == [
        ("Maladie professionnelle : 2 mois pour décider", citis, "2"),
        ("Instruction prolongée : 2 + 3 = 5 mois", citis, "5"),
        ("Dernier jour pour décider : 10/03/2025 + 5 mois = 10/08/2025", citis, "2025-08-10"),
        ("Sans décision, congé provisoire dès le : 10/08/2025 + 1 jour = 11/08/2025", citis, "2025-08-11"),
    ]
    assert lignes("decision-citis")[0][0] == "Accident de service ou de trajet : 1 mois pour décider"
    articles = ("CCTP-CNRACL-2025 II.8", "Code des assurances L.114-1", "R-SIN-06")
    assert lignes("prescription") == [
        ("Départ du délai, la connaissance de l'événement : 01/06/2024", articles, "2024-06-01"),
        ("Autre garantie, dernier jour pour agir : 01/06/2024 + 2 ans = 01/06/2026", articles, "2026-06-01"),
    ]
    assert [x[0] for x in lignes("prescription", garantie="DECES", connaissance=None)] == [
        "Départ du délai, l'événement : 10/03/2024",
        "Décès, dernier jour pour agir : 10/03/2024 + 10 ans = 10/03/2034",
    ]
    cessation = ("CCTP-CNRACL-2025 II.7.c", "R-ASS-CES-01", "AMB-09")
    assert lignes("cessation-garantie") == [
        ("Anniversaire : 15/05/1961 + 65 ans = 15/05/2026", cessation, "2026-05-15"),
        ("Dernier jour de son trimestre civil : 30/06/2026", cessation, "2026-06-30"),
    ]
    declaration = ("CCTP-CNRACL-2025 II.3.a", "R-SIN-01")
    assert lignes("delai-declaration") == [
        ("Dernier jour pour déclarer : 31/08/2025 + 6 mois = 28/02/2026", declaration, "2026-02-28")
    ]
    jours = [lignes("delai-declaration", unite="JOURS", nombre=n)[0][0] for n in (1, 2)]
    assert [libelle.partition(" + ")[2] for libelle in jours] == [
        "1 jour = 01/09/2025",
        "2 jours = 02/09/2025",
    ]


ENUMERATIONS = {
    ("decision-citis", "type"): ["ACCIDENT", "MALADIE"],
    ("delai-declaration", "unite"): ["MOIS", "JOURS"],
    ("prescription", "garantie"): ["DECES", "AUTRE"],
    ("age-legal", "bareme"): ["REFORME_2023", "LFSS_2026"],
}


@pytest.mark.parametrize(("nom", "cle"), ENUMERATIONS)
def test_enumerations_publiees(nom, cle):
    schema = CALCULS[nom].schema_entree()["properties"][cle]
    assert schema["enum"] == ENUMERATIONS[nom, cle]
    assert all(f"{code} : " in schema["description"] for code in schema["enum"])


def test_valeurs_publiees_des_resultats():
    def enumeration(nom, *chemin):
        schema = CALCULS[nom].schema_sortie()["properties"]["resultat"]
        for cle in chemin:
            schema = schema["properties"][cle]
            schema = schema.get("items", schema)
        return schema["enum"], schema["description"]

    assert enumeration("capital-deces", "parts", "beneficiaire") == (
        ["CONJOINT", "ENFANT", "ASCENDANTS"],
        "Bénéficiaire. CONJOINT : Conjoint, ou partenaire d'un PACS de plus de deux ans ; ENFANT : Enfant ;"
        " ASCENDANTS : Ascendants à charge.",
    )
    assert enumeration("frais-medicaux", "controle")[0] == ["MATERIEL", "UTILITE"]
    assert enumeration("droits-cmo", "segments", "droit")[0] == ["PLEIN", "DEMI", "EPUISE"]


def test_messages_de_refus():
    with pytest.raises(EntreeRefusee) as refusee:
        CALCULS["age-legal"].executer({"naissance": "1954-12-31", "bareme": "LFSS_2026"})
    (erreur,) = refusee.value.erreurs
    assert erreur.message == "Le barème des âges légaux ne connaît pas une naissance le 31/12/1954."
    with pytest.raises(EntreeRefusee) as refusee:
        CALCULS["prescription"].executer({**VALIDES["prescription"], "connaissance": "2024-03-09"})
    assert [e.message for e in refusee.value.erreurs] == ["La connaissance précède l'événement."]
    with pytest.raises(EntreeRefusee) as refusee:
        CALCULS["capital-deces"].executer({**VALIDES["capital-deces"], "naissance": "2025-05-10"})
    assert [e.message for e in refusee.value.erreurs] == ["L'agent doit être né avant son décès."]


def test_les_bornes_s_ecrivent_par_groupes_de_trois_chiffres():
    def message(nom: str, **faux: object) -> str:
        with pytest.raises(EntreeRefusee) as refusee:
            CALCULS[nom].executer({**VALIDES[nom], **faux})
        return refusee.value.erreurs[0].message.replace("\u00a0", " ")

    assert (
        message("frais-medicaux", facture="-1") == "Valeur attendue : au moins 0, au plus 1 000 000 000 000."
    )
    assert message("ijss-maladie", jours=3661) == "Valeur attendue entre 0 et 3 660."
    absent = message("indemnite-disponibilite-office", debut_arret="2022-01-01")
    assert absent == (
        "Aucune valeur connue au 01/01/2022 : « Plafond journalier de l'indemnité de disponibilité d'office, "
        "supplément familial exclu »."
    )


def test_l_etape_recalculee_voit_la_faute():
    """La vérification elle-même : juste, fausse d'un centime, fausse d'un jour, sans égalité."""
    assert verifier_etape("Total : 2 × 1,00\u00a0€ = 2,00\u00a0€", "2.00")
    assert verifier_etape("Fin : 01/01/2024 + 31 jours − 1 jour = 31/01/2024", "2024-01-31")
    assert not verifier_etape("Semaines de congé", "16")
    for libelle, valeur in (
        ("Total : 2 × 1,00 € = 2,01 €", "2.01"),
        ("Total : 2 × 1,00 € = 2,00 €", "2.01"),
        ("Fin : 01/01/2024 + 1 mois = 31/01/2024", "2024-01-31"),
        ("Un tiers : 10,00 € / 3 = 3,3334… €, arrondi au centime", "3.33"),
        ("Un tiers : 10,00 € / 3 = 3,3333… €, arrondi au centime", "3.34"),
    ):
        with pytest.raises(AssertionError):
            verifier_etape(libelle.replace(" €", "\u00a0€"), valeur)
