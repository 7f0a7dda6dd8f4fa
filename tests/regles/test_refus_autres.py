"""Entrées refusées des autres calculs."""

import pytest

from cdg_portal.calculs.registre import CALCULS, CalculInconnu, executer, lire_json
from cdg_portal.socle.refus import EntreeRefusee


def refus(nom, valeur):
    with pytest.raises(EntreeRefusee) as refusee:
        executer(nom, valeur)
    return {(e.champ, e.code) for e in refusee.value.erreurs}


COTISATION = {
    "assiette": {"TIB": "100"},
    "elements": ["TIB"],
    "taux": [{"garantie": "CITIS", "taux": "1"}],
    "fractions": 1,
}
ABSENTEISME = {
    "jours": 1, "arrets": 1, "agents_absents": 1, "effectif": 1, "debut": "2024-01-01", "fin": "2024-12-31",
}  # fmt: skip
CAS = [
    ("cotisation", {**COTISATION, "fractions": 0}, {("fractions", "hors-bornes")}),
    ("cotisation", {**COTISATION, "elements": ["TIB", "TIB"]}, {("elements[1]", "doublon")}),
    ("cotisation", {**COTISATION, "elements": ["RI"]}, {("elements[0]", "valeur-interdite")}),
    ("cotisation", {**COTISATION, "assiette": {"RI": "1"}}, {("assiette.RI", "champ-inconnu")}),
    ("cotisation", {**COTISATION, "assiette": {"TIB": "-1"}}, {("assiette.TIB", "hors-bornes")}),
    ("cotisation", {**COTISATION, "taux": []}, {("taux", "liste-vide")}),
    ("cotisation", {**COTISATION, "taux": 2 * COTISATION["taux"]}, {("taux[1].garantie", "doublon")}),
    ("participation-cdg", {"mode": "GRATUIT"}, {("mode", "valeur-interdite")}),
    ("participation-cdg", {"mode": "FORFAIT_AGENT"},
     {("agents", "champ-manquant"), ("montant_unitaire", "champ-manquant")}),
    ("participation-cdg", {"mode": "POURCENTAGE", "assiette": "1"}, {("taux", "champ-manquant")}),
    ("participation-cdg", {"mode": "FORFAIT_AGENT", "agents": -1, "montant_unitaire": "70"},
     {("agents", "hors-bornes")}),
    ("participation-cdg", {"mode": "FORFAIT_AGENT", "agents": "124", "montant_unitaire": "70", "x": 1},
     {("agents", "type-invalide"), ("x", "champ-inconnu")}),
    ("absenteisme", {**ABSENTEISME, "effectif": 0}, {("effectif", "hors-bornes")}),
    ("absenteisme", {**ABSENTEISME, "fin": "2023-12-31"}, {("fin", "dates-inversees")}),
    ("delai-declaration", {"connaissance": "2024-01-01", "nombre": -1, "unite": "JOURS"},
     {("nombre", "hors-bornes")}),
    ("delai-declaration", {"connaissance": "2024-01-01", "nombre": 1, "unite": "ANS"},
     {("unite", "valeur-interdite")}),
    ("annee-medicale", {"jour": "2025-02-29"}, {("jour", "date-invalide")}),
    ("droits-cmo", {"certificats": []}, {("certificats", "liste-vide")}),
    ("droits-cmo", {"certificats": [{"debut": "2024-01-02", "fin": "2024-01-01"}]},
     {("certificats[0].fin", "dates-inversees")}),
    ("droits-cmo", {"certificats": 2 * [{"debut": "2024-01-02", "fin": "2024-01-03"}]},
     {("certificats[1]", "chevauchement")}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("nom", "valeur", "attendu"), CAS, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(CAS)]
)
def test_refus(nom, valeur, attendu):
    assert refus(nom, valeur) == attendu


@pytest.mark.parametrize("nom", sorted(CALCULS))
def test_une_racine_qui_n_est_pas_un_objet(nom):
    assert refus(nom, []) == {("", "json-invalide")}


def test_calcul_inconnu():
    with pytest.raises(CalculInconnu):
        executer("divination", {})


@pytest.mark.parametrize("brut", [b"", b"{", b"\xff", b"NaN", b"[" * 100_000, b"1" * 5000])
def test_json_illisible(brut):
    with pytest.raises(EntreeRefusee) as refusee:
        lire_json(brut)
    assert [(e.champ, e.code) for e in refusee.value.erreurs] == [("", "json-invalide")]


def test_absenteisme_sans_arret_ni_absent():
    reponse = executer("absenteisme", {**ABSENTEISME, "jours": 0, "arrets": 0, "agents_absents": 0})
    assert reponse["resultat"] == {
        "taux_calendaire": "0.00", "gravite": None, "frequence": "0.00", "exposition": "0.00", "repetition": None,
    }  # fmt: skip
