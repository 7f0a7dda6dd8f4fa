"""Les étapes de l'indemnisation suffisent à refaire le calcul, crayon en main."""

from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from cdg_portal.calculs.registre import executer
from sinistres.regles.contrat_json import decider
from tests.regles.chargement import cas_ecrits
from tests.regles.fabrique import entree as entree_json
from tests.regles.fabrique import sinistre as sinistre_json
from tests.regles.formules import evaluer, lire, verifier
from tests.regles.strategies import entrees

CAS = [cas for cas in cas_ecrits() if cas["calcul"] == "indemnisation"]


def est_un_nombre(texte):
    return texte.replace(".", "", 1).removeprefix("-").isdigit()


def verifier_etapes(etapes, deja_verses=()):
    """Chaque formule est juste et n'emploie que des montants déjà dits ; rend le nombre de formules."""
    dits = {Fraction(v) for v in deja_verses}
    formules = 0
    for etape in etapes:
        formule = lire(etape["libelle"])
        assert (formule is not None) == (" = " in etape["libelle"]), etape
        if formule is not None:
            formules += 1
            verifier(formule, etape["valeur"])
            assert formule.montants <= dits, etape
        if est_un_nombre(etape["valeur"]):
            dits.add(abs(Fraction(etape["valeur"])))
    return formules


@pytest.mark.parametrize("cas", CAS, ids=[c["id"] for c in CAS])
def test_chaque_cas_se_refait(cas):
    rendu = executer("indemnisation", cas["entrees"])
    etapes, sinistres = rendu["etapes"], rendu["resultat"]["sinistres"]
    verses = [s["deja_verse"] for s in cas["entrees"]["sinistres"] if s.get("deja_verse")]
    payees = sum(Fraction(ligne["montant"]) > 0 for s in sinistres for ligne in s["lignes"])
    assert verifier_etapes(etapes, verses) >= payees
    assert [e["valeur"] for e in etapes if ", total : " in e["libelle"]] == [s["total"] for s in sinistres]
    for sinistre in sinistres:
        assert sum(Fraction(ligne["montant"]) for ligne in sinistre["lignes"]) == Fraction(sinistre["total"])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(entrees(verse=True))
def test_toute_histoire_se_refait(entree):
    verses = [s.deja_verse for s in entree.sinistres if s.deja_verse is not None]
    decision = decider(entree)
    verifier_etapes([etape.en_json() for etape in decision.etapes], verses)
    for sinistre in decision.valeur.sinistres:
        for ligne in sinistre.lignes:
            assert ligne.etapes[-1].valeur == f"{ligne.montant}"
            if ligne.centimes:
                assert lire(ligne.etapes[-1].libelle) is not None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(entrees())
def test_le_calcul_ne_modifie_pas_son_entree(entree):
    avant, deduits = deepcopy(entree), deduit(entree.contrat)
    decider(entree)
    assert (entree, deduit(entree.contrat)) == (avant, deduits)


def deduit(contrat):
    """Ce que le contrat garde de ses propres champs, que la comparaison ne voit pas."""
    return dict(contrat.par_risque), contrat.terme, contrat.taux, contrat.charges


@pytest.mark.parametrize(
    ("calcul", "valeur"),
    [
        ("180 j × 65,75 €", Fraction(11835)),
        ("2 mois de 31 j × min(31 × 66,67 € ; 2 000,00 €) + 1 j × 66,67 €", Fraction("4066.67")),
        ("67,40 € × (100 % + 42 %)", Fraction("95.708")),
        ("24 600,00 € / 365", Fraction(24600, 365)),
        ("(3 j × 10,00 €) × 50 % non travaillés × 80 % remboursés", Fraction(12)),
    ],
)
def test_le_recalcul_lui_meme(calcul, valeur):
    assert evaluer(calcul) == valeur


def test_une_formule_fausse_se_voit():
    juste = lire("Montant : 3 j × 10,00 € = 31,00 €")
    with pytest.raises(AssertionError):
        verifier(juste, "31.00")


def libelles(valeur):
    return [e["libelle"].replace("\u00a0", " ") for e in executer("indemnisation", valeur)["etapes"]]


def garantie(risque, **franchise):
    return {"garanties": [{"risque": risque, "franchise": franchise}]}


def test_la_franchise_cumulee_repart_au_premier_janvier():
    arret = sinistre_json(survenance="2024-12-20", certificats=[{"debut": "2024-12-20", "fin": "2025-02-10"}])
    contrat = garantie("CITIS", type="CUMULEE", jours=30)
    textes = libelles(entree_json(contrat=contrat, sinistres=[arret], au="2025-12-31"))
    debut = "Franchise de la garantie CITIS, cumulée de 30 jours par année civile : "
    assert f"{debut}jours d'arrêt 1 à 12 de 2024, puis jours d'arrêt 1 à 30 de 2025" in textes
    assert f"{debut}jours d'arrêt 31 à 41 de 2025" in textes


def test_le_solde_d_un_deja_verse_au_dela_du_centime():
    textes = libelles(entree_json(sinistres=[sinistre_json(deja_verse="12.345")]))
    formule = "986,25 € − 12,345 € = 973,905, arrondi à 973,91 €"
    assert textes[-1] == f"S1, solde (total moins déjà versé) : {formule} (complément)"


def test_longue_maladie_continue_puis_fractionnee():
    """L'étape dit d'où part la période, ou les jours déjà pris dans les quatre ans."""
    certificats = [{"debut": "2020-01-01", "fin": "2020-06-30"}, {"debut": "2021-01-01", "fin": "2022-03-31"}]
    arret = sinistre_json(risque="CLM", survenance="2020-01-01", certificats=certificats)
    contrat = garantie("CLM", type="AUCUNE") | {"effet": "2019-01-01"}
    textes = [t for t in libelles(entree_json(contrat=contrat, sinistres=[arret])) if t.startswith("Droit")]
    fractionne = "congé fractionné, jours déjà pris depuis le"
    assert textes == [
        "Droit : plein traitement, 100 % du traitement ; période continue ouverte le 01/01/2020 : "
        "plein jusqu'au 31/12/2020, demi jusqu'au 31/12/2022",
        f"Droit : plein traitement, 100 % du traitement ; {fractionne} 02/01/2017 : "
        "182 à plein traitement sur 365, 182 à plein ou demi-traitement sur 1 095",
        f"Droit : demi-traitement, 50 % du traitement ; {fractionne} 04/07/2017 : "
        "365 à plein traitement sur 365, 365 à plein ou demi-traitement sur 1 095",
    ]


def test_maintien_non_souscrit_et_repartition_citent_leurs_articles():
    arret = sinistre_json(
        risque="CMO", certificats=[{"debut": "2024-01-01", "fin": "2025-02-28"}], attente_decision=True
    )
    contrat = garantie("CMO", type="AUCUNE") | {"gestion": "REPARTITION"}
    etapes = executer("indemnisation", entree_json(contrat=contrat, sinistres=[arret], au="2025-12-31"))[
        "etapes"
    ]
    couvertures = {
        e["libelle"]: set(e["references"]) for e in etapes if e["libelle"].startswith("Couverture")
    }
    assert couvertures == {
        "Couverture : jours garantis par le contrat": {"R-TPS-02"},
        "Couverture : maintien du demi-traitement (MDT) non souscrit": {
            "CCTP-CNRACL-2025 III.6.e",
            "R-MDT",
            "AMB-08",
        },
    }
