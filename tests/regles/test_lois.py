"""Lois de l'indemnisation, sur des histoires tirées au hasard."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cdg_portal.calculs.registre import executer
from sinistres.regles.contrat_json import ecrire
from sinistres.regles.entree import (
    Certificat,
    EntreeIndemnisation,
    Franchise,
    Requalification,
    Sinistre,
)
from sinistres.regles.indemnisation import indemniser
from tests.regles.fabrique import entree as entree_json
from tests.regles.fabrique import sinistre as sinistre_json
from tests.regles.strategies import entrees

loi = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
REFORME = date(2025, 3, 1)


def calculer(entree: EntreeIndemnisation):
    return indemniser(entree, avec_etapes=False)


def sans_motifs(sinistre):
    return [replace(ligne, motifs=(), articles=()) for ligne in sinistre.lignes]


def avec_sinistre(entree, rang, **changements):
    sinistres = list(entree.sinistres)
    sinistres[rang] = replace(sinistres[rang], **changements)
    return replace(entree, sinistres=tuple(sinistres))


@loi
@given(entrees())
def test_les_totaux_sont_des_sommes(entree):
    resultat = calculer(entree)
    assert resultat.total == sum((s.total for s in resultat.sinistres), Decimal(0))
    for sinistre in resultat.sinistres:
        assert sinistre.total == sum((li.montant for li in sinistre.lignes), Decimal(0))
        assert sinistre.solde == sinistre.total - sinistre.avant_requalification


@loi
@given(entrees())
def test_les_lignes_partitionnent_les_jours_d_arret(entree):
    for sinistre, recu in zip(calculer(entree).sinistres, entree.sinistres, strict=True):
        obtenus = [li.du + timedelta(n) for li in sinistre.lignes for n in range(li.jours)]
        fins = [(c.debut, min(c.fin, entree.au)) for c in recu.certificats]
        attendus = sorted(d + timedelta(n) for d, f in fins for n in range((f - d).days + 1))
        assert obtenus == attendus
        assert all((li.au - li.du).days + 1 == li.jours for li in sinistre.lignes)


@loi
@given(entrees(), st.integers(0, 5), st.integers(1, 700))
def test_couper_un_certificat_ne_change_rien(entree, rang, jours):
    rang %= len(entree.sinistres)
    premier, *suite = entree.sinistres[rang].certificats
    coupure = premier.debut + timedelta(jours)
    assume(coupure <= premier.fin)
    assume(coupure < REFORME or premier.debut >= REFORME)
    morceaux = (
        replace(premier, fin=coupure - timedelta(1)),
        Certificat(coupure, premier.fin, premier.quotite_travail),
    )
    coupee = avec_sinistre(entree, rang, certificats=(*suite, *morceaux))
    assert calculer(coupee) == calculer(entree)


@loi
@given(entrees(diviseur="J365"), st.integers(0, 60), st.integers(1, 60))
def test_une_franchise_absolue_plus_longue_ne_paie_jamais_plus(entree, jours, de_plus):
    def total(n):
        garanties = tuple(replace(g, franchise=Franchise("ABSOLUE", n)) for g in entree.contrat.garanties)
        return calculer(replace(entree, contrat=replace(entree.contrat, garanties=garanties))).total

    assert total(jours + de_plus) <= total(jours)


@loi
@given(entrees(), st.integers(0, 5), st.sampled_from(["CMO", "CLM", "CLD", "CITIS", "MAT"]))
def test_requalifier_puis_revenir_rend_le_meme_centime(entree, rang, vers):
    rang %= len(entree.sinistres)
    sinistre = entree.sinistres[rang]
    effet = min(c.debut for c in sinistre.certificats)
    directe = avec_sinistre(entree, rang, requalifications=())
    detour = (Requalification(vers, effet), Requalification(sinistre.risque, effet))
    revenue = calculer(avec_sinistre(entree, rang, requalifications=detour))
    for apres, avant in zip(revenue.sinistres, calculer(directe).sinistres, strict=True):
        assert sans_motifs(apres) == sans_motifs(avant)
    assert revenue.sinistres[rang].solde == 0


@loi
@given(entrees(), st.randoms(use_true_random=False))
def test_l_ordre_des_sinistres_est_indifferent(entree, hasard):
    melanges = list(entree.sinistres)
    hasard.shuffle(melanges)
    attendu = {s.reference: s for s in calculer(entree).sinistres}
    obtenu = {s.reference: s for s in calculer(replace(entree, sinistres=tuple(melanges))).sinistres}
    assert obtenu == attendu


@loi
@given(entrees(diviseur="J365"))
def test_la_capitalisation_paie_au_moins_la_repartition(entree):
    def total(gestion):
        return calculer(replace(entree, contrat=replace(entree.contrat, gestion=gestion))).total

    assert total("CAPITALISATION") >= total("REPARTITION")


@loi
@given(entrees())
def test_montants_ecrits_a_deux_decimales_sans_zero_negatif(entree):
    ecrit = ecrire(calculer(entree))
    montants = [ecrit["total"]]
    for sinistre in ecrit["sinistres"]:
        montants += [sinistre[cle] for cle in ("total", "avant_requalification", "solde")]
        montants += [li[cle] for li in sinistre["lignes"] for cle in ("ij", "montant", "proportion")]
    assert all(re.fullmatch(r"-?\d+\.\d\d", m) and m != "-0.00" for m in montants)


@loi
@given(entrees())
def test_chaque_ligne_s_explique_et_cite_ses_articles(entree):
    for sinistre in indemniser(entree).sinistres:
        for ligne in sinistre.lignes:
            assert ligne.articles
            assert len(set(ligne.articles)) == len(ligne.articles)
            assert ligne.etapes[-1].valeur == str(ligne.montant)
            assert all(etape.libelle and etape.references for etape in ligne.etapes)
            assert (not ligne.couvert) == any(e.libelle.startswith("Couverture") and e.valeur == "non"
                                              for e in ligne.etapes)  # fmt: skip


def par_jour(resultat, sauf=()):
    """Ce qui est décidé de chaque jour d'arrêt de chaque sinistre (hors montant, qui est celui d'un segment)."""
    return {
        (s.reference, li.du + timedelta(n)): (li.nature, li.droit, li.franchise, li.couvert, li.ij)
        for s in resultat.sinistres
        if s.reference not in sauf
        for li in s.lignes
        for n in range(li.jours)
    }


@loi
@given(entrees(), st.sampled_from(["CMO", "CLM", "CLD", "CITIS", "MAT"]), st.integers(1, 200))
def test_un_sinistre_plus_tardif_ne_change_aucun_jour_anterieur(entree, risque, jours):
    debut = max(c.fin for s in entree.sinistres for c in s.certificats) + timedelta(1)
    nouveau = Sinistre("NOUVEAU", risque, debut, (Certificat(debut, debut + timedelta(jours)),))
    apres = calculer(replace(entree, sinistres=(*entree.sinistres, nouveau)))
    assert par_jour(apres, sauf=("NOUVEAU",)) == par_jour(calculer(entree))


CMO_SEUL = {"contrat": {"garanties": [{"risque": "CMO", "franchise": {"type": "AUCUNE"}}]}}


def total_cmo(*certificats, **contrat):
    arret = sinistre_json(
        risque="CMO", survenance=certificats[0]["debut"], certificats=list(certificats), carence="EXEMPT"
    )
    demande = entree_json(contrat=CMO_SEUL["contrat"] | contrat, sinistres=[arret], au="2025-12-31")
    return executer("indemnisation", demande)["resultat"]["total"]


def test_couper_un_certificat_apres_la_reforme_change_la_part_maintenue():
    """L'exception à la loi : depuis le 01/03/2025, la part suit le début du certificat (R-CMO-06)."""
    entier = {"debut": "2025-02-01", "fin": "2025-03-31"}
    veille = [{"debut": "2025-02-01", "fin": "2025-02-27"}, {"debut": "2025-02-28", "fin": "2025-03-31"}]
    reforme = [{"debut": "2025-02-01", "fin": "2025-02-28"}, {"debut": "2025-03-01", "fin": "2025-03-31"}]
    assert total_cmo(entier) == total_cmo(*veille) == "3879.25"  # 59 j × 65,75
    assert total_cmo(*reforme) == "3675.43"  # 28 j × 65,75 + 31 j × 65,75 × 90 % (1 834,425)


def test_une_franchise_plus_longue_peut_payer_plus_en_j360_et_j30():
    """Contre-exemple de la loi J365 : un mois entier est plafonné au douzième, le même mois entamé ne l'est pas."""
    mois = {"debut": "2024-01-01", "fin": "2024-01-31"}
    for diviseur in ("J360", "J30"):
        un_jour = [{"risque": "CMO", "franchise": {"type": "ABSOLUE", "jours": 1}}]
        assert total_cmo(mois, diviseur=diviseur) == "2000.00"
        assert total_cmo(mois, diviseur=diviseur, garanties=un_jour) == "2000.10"  # 30 j × 66,67


def test_la_repartition_peut_payer_plus_en_j360():
    """Même cause : le contrat qui finit le 30 janvier laisse un mois entamé, non plafonné."""
    mois = {"debut": "2024-01-01", "fin": "2024-01-31"}
    fin = {"diviseur": "J360", "fin": "2024-01-30"}
    assert total_cmo(mois, **fin, gestion="CAPITALISATION") == "2000.00"
    assert total_cmo(mois, **fin, gestion="REPARTITION") == "2000.10"
