"""Lois des calculs statutaires, sur des entrées tirées au hasard."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from cdg_portal.socle.montant import arrondi
from cdg_portal.socle.periode import ajouter_annees, ajouter_mois
from sinistres.regles.adoption import conge_adoption
from sinistres.regles.age_legal import age_legal
from sinistres.regles.capital_deces import capital_deces
from sinistres.regles.cessation import cessation_garantie
from sinistres.regles.decision_citis import decision_citis
from sinistres.regles.delais import limite_declaration
from sinistres.regles.disponibilite_office import indemnite_disponibilite_office
from sinistres.regles.frais_medicaux import frais_medicaux
from sinistres.regles.ijss import ijss_maladie
from sinistres.regles.invalidite_temporaire import allocation_invalidite_temporaire
from sinistres.regles.maternite import conge_maternite
from sinistres.regles.paternite import conge_paternite
from sinistres.regles.prescription import prescription
from sinistres.regles.retenue_carence import retenue_carence

loi = settings(max_examples=60, deadline=None)
JOURS = st.dates(date(1960, 1, 1), date(2060, 12, 31))
MONTANTS = st.integers(0, 2_000_000).map(lambda centimes: Decimal(centimes).scaleb(-2))
BAREMES = st.sampled_from(["REFORME_2023", "LFSS_2026"])
TOTAUX = {(0, 1): 112, (2, 1): 182, (0, 2): 238, (0, 3): 322}


@loi
@given(JOURS, st.sampled_from(sorted(TOTAUX)), st.integers(-200, 60), st.booleans())
def test_maternite_jamais_moins_que_le_total(presumee, cas, ecart, hospitalisation):
    enfants, nombre = cas
    naissance = presumee + timedelta(days=ecart)
    rendu = conge_maternite(
        date_presumee=presumee,
        enfants_a_charge=enfants,
        nombre=nombre,
        naissance=naissance,
        hospitalisation=hospitalisation,
    ).valeur
    assert rendu.jours == (rendu.fin - rendu.debut).days + 1 >= TOTAUX[cas]
    assert rendu.debut <= naissance <= rendu.fin
    if ecart > 0:
        assert rendu.jours == TOTAUX[cas] + ecart
    elif not hospitalisation or ecart >= -42:
        assert rendu.jours == TOTAUX[cas]


@loi
@given(JOURS, st.integers(1, 6))
def test_paternite_la_reforme_n_ote_rien(naissance, nombre):
    rendu = conge_paternite(naissance=naissance, nombre=nombre).valeur
    avant = conge_paternite(naissance=date(2021, 6, 30), nombre=nombre).valeur
    assert rendu.jours >= avant.jours >= 11
    assert rendu.obligatoires in (0, 4)
    assert ajouter_mois(naissance, 4) <= rendu.date_limite <= ajouter_mois(naissance, 6)


@loi
@given(st.integers(0, 10), st.integers(1, 6))
def test_adoption_le_partage_ajoute(enfants, nombre):
    seul, partage = (
        conge_adoption(enfants_a_charge=enfants, nombre=nombre, partage=p).valeur for p in (False, True)
    )
    assert seul.semaines == partage.semaines in (16, 18, 22)
    assert (seul.jours_partages, partage.jours_partages) == (0, 25 if nombre == 1 else 32)


@loi
@given(st.dates(date(1955, 1, 1), date(2000, 12, 31)), st.integers(0, 400), BAREMES)
def test_l_age_legal_ne_baisse_pas(naissance, ecart, bareme):
    premier = age_legal(naissance=naissance, bareme=bareme).valeur
    second = age_legal(naissance=naissance + timedelta(days=ecart), bareme=bareme).valeur
    assert (premier.ans, premier.mois) <= (second.ans, second.mois)
    assert premier.atteint_le <= second.atteint_le
    assert age_legal(naissance=naissance, bareme="LFSS_2026").valeur.atteint_le <= premier.atteint_le or (
        bareme == "LFSS_2026"
    )


@loi
@given(
    st.dates(date(2021, 1, 1), date(2030, 12, 31)),
    st.dates(date(1955, 1, 1), date(2000, 12, 31)),
    MONTANTS,
    st.booleans(),
    st.integers(0, 7),
    st.booleans(),
)
def test_les_parts_du_capital_font_le_total(deces, naissance, brut, conjoint, enfants, imputable):
    rendu = capital_deces(
        deces=deces,
        naissance=naissance,
        remuneration_annuelle_brute=brut,
        tib_mensuel=Decimal(2000),
        conjoint=conjoint,
        enfants=enfants,
        retraite=False,
        imputable=imputable,
    ).valeur
    montants = [part.montant for part in rendu.parts]
    assert sum(montants) == rendu.total == rendu.capital + enfants * rendu.majoration_par_enfant
    assert rendu.capital in (brut, arrondi(Fraction(brut) / 4))
    assert len(montants) == max(1, conjoint + enfants)
    des_enfants = [part.montant for part in rendu.parts if part.beneficiaire == "ENFANT"]
    assert len(des_enfants) == enfants
    if des_enfants:
        assert set(des_enfants[:-1]) <= {des_enfants[0]}
        assert 0 <= des_enfants[-1] - des_enfants[0] < Decimal("0.01") * enfants
    if conjoint and enfants:
        assert abs(3 * montants[0] - rendu.capital) <= Decimal("0.015")


@loi
@given(MONTANTS, MONTANTS, MONTANTS, MONTANTS, st.sampled_from([2020, 2023, 2024, 2025, 2026]))
def test_l_allocation_croit_avec_le_groupe(tib, ir, sft, minimum, annee):
    un, deux, trois = (
        allocation_invalidite_temporaire(
            jour=date(annee, 7, 1), groupe=g, tib=tib, ir=ir, sft=sft, minimum_tierce_personne=minimum
        ).valeur
        for g in (1, 2, 3)
    )
    assert sft <= un <= deux <= trois
    assert trois - deux >= minimum
    assert un - sft <= Decimal("0.30") * 4005


@loi
@given(MONTANTS, MONTANTS, MONTANTS, st.integers(0, 31))
def test_la_disponibilite_est_plafonnee(tib, ir, sft, jours):
    rendu = indemnite_disponibilite_office(
        debut_arret=date(2026, 1, 15), jours=jours, tib=tib, ir=ir, sft=sft
    ).valeur
    assert sft <= rendu <= sft + jours * Decimal("41.95")
    assert rendu - sft <= arrondi(Fraction(tib + ir) / 2)


@loi
@given(JOURS, st.sampled_from(["ACCIDENT", "MALADIE"]))
def test_le_conge_provisoire_suit_la_limite(jour, evenement):
    court, long = (
        decision_citis(evenement=evenement, dossier_complet=jour, instruction_prolongee=p).valeur
        for p in (False, True)
    )
    assert jour < court.limite < long.limite
    for rendu in (court, long):
        assert rendu.citis_provisoire_le - rendu.limite == timedelta(days=1)


@loi
@given(JOURS, st.integers(0, 2000))
def test_la_prescription_suit_son_depart(evenement, ecart):
    connaissance = evenement + timedelta(days=ecart)
    autre = prescription(evenement=evenement, garantie="AUTRE", connaissance=connaissance).valeur
    deces = prescription(evenement=evenement, garantie="DECES", connaissance=connaissance).valeur
    assert connaissance < autre < deces
    assert prescription(evenement=evenement, garantie="AUTRE").valeur <= autre


@loi
@given(JOURS, st.integers(50, 75))
def test_la_garantie_cesse_en_fin_de_trimestre(naissance, age):
    fin = cessation_garantie(naissance=naissance, age=age).valeur
    lendemain = fin + timedelta(days=1)
    assert (lendemain.day, lendemain.month % 3) == (1, 1)
    assert 0 <= (fin - ajouter_annees(naissance, age)).days < 92


@loi
@given(MONTANTS, MONTANTS)
def test_la_facture_est_toujours_prise_en_charge(facture, tarif):
    rendu = frais_medicaux(facture=facture, tarif_securite_sociale=tarif).valeur
    assert rendu.pris_en_charge == facture
    assert rendu.controle == ("MATERIEL" if 10 * facture < 17 * tarif else "UTILITE")


@loi
@given(st.lists(MONTANTS, min_size=3, max_size=3), st.integers(0, 400))
def test_l_indemnite_de_maladie_est_plafonnee(bruts, jours):
    rendu = ijss_maladie(debut=date(2026, 3, 1), bruts=bruts, jours=jours).valeur
    assert 0 <= rendu.ij <= Decimal("41.95")
    assert rendu.montant == rendu.ij * max(0, jours - 3)
    assert rendu == ijss_maladie(debut=date(2026, 3, 1), bruts=sorted(bruts), jours=jours).valeur


@loi
@given(MONTANTS, MONTANTS, MONTANTS, MONTANTS, MONTANTS)
def test_la_retenue_ignore_le_supplement_familial(tib, nbi, ir, primes, sft):
    retenue = retenue_carence(tib=tib, nbi=nbi, ir=ir, primes=primes, sft=sft).valeur
    assert retenue == retenue_carence(tib=tib, nbi=nbi, ir=ir, primes=primes, sft=Decimal(0)).valeur
    assert abs(30 * retenue - (tib + nbi + ir + primes)) <= Decimal("0.15")


@loi
@given(JOURS, st.integers(0, 500))
def test_le_delai_de_declaration_croit(connaissance, nombre):
    for unite in ("MOIS", "JOURS"):
        assert limite_declaration(connaissance, nombre, unite) < limite_declaration(
            connaissance, nombre + 1, unite
        )
