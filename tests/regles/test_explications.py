"""Les étapes de l'indemnisation suffisent à refaire le calcul, crayon en main."""

from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from cdg_portal.calculs.registre import executer
from sinistres.regles.contrat_json import decider
from tests.regles.chargement import cas_ecrits
from tests.regles.formules import evaluer, lire, verifier
from tests.regles.strategies import entrees

CAS = [cas for cas in cas_ecrits() if cas["calcul"] == "indemnisation"]


def est_un_nombre(texte):
    return texte.replace(".", "", 1).removeprefix("-").isdigit()


def verifier_etapes(etapes, deja_verses=()):
    """Chaque formule est juste, et n'emploie que des montants déjà dits."""
    dits = {Fraction(v) for v in deja_verses}
    formules = 0
    for etape in etapes:
        formule = lire(etape.libelle)
        if formule is not None:
            formules += 1
            verifier(formule, etape.valeur)
            assert formule.montants <= dits, etape
        if est_un_nombre(etape.valeur):
            dits.add(abs(Fraction(etape.valeur)))
    return formules


@pytest.mark.parametrize("cas", CAS, ids=[c["id"] for c in CAS])
def test_chaque_cas_se_refait(cas):
    rendu = executer("indemnisation", cas["entrees"])
    etapes = rendu["etapes"]
    attendus = [s["total"] for s in rendu["resultat"]["sinistres"]]
    totaux = [e["valeur"] for e in etapes if ", total : " in e["libelle"]]
    assert totaux == attendus
    for sinistre in rendu["resultat"]["sinistres"]:
        somme = sum(Fraction(ligne["montant"]) for ligne in sinistre["lignes"])
        assert somme == Fraction(sinistre["total"])
        assert all("franchise" in li["motifs"] or not li["franchise"] for li in sinistre["lignes"])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(entrees())
def test_toute_histoire_se_refait(entree):
    verses = [s.deja_verse for s in entree.sinistres if s.deja_verse is not None]
    decision = decider(entree)
    verifier_etapes(decision.etapes, verses)
    for sinistre in decision.valeur.sinistres:
        for ligne in sinistre.lignes:
            assert ligne.etapes[-1].valeur == f"{ligne.montant}"
            if ligne.centimes:
                assert lire(ligne.etapes[-1].libelle) is not None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(entrees())
def test_le_calcul_ne_modifie_pas_son_entree(entree):
    avant = deepcopy(entree)
    decider(entree)
    assert entree == avant


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
