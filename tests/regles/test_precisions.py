"""Précisions du contrat de calcul, une par une, chiffrées à la main (24 000 €/an, soit 65,75 € par jour)."""

import pytest

from cdg_portal.calculs.registre import executer
from tests.regles.fabrique import entree, poser, sinistre


def garanties(**par_risque):
    franchises = {
        r: f if isinstance(f, dict) else {"type": "ABSOLUE", "jours": f} for r, f in par_risque.items()
    }
    return {"garanties": [{"risque": r, "franchise": f} for r, f in franchises.items()]}


def certificat(debut, fin, **plus):
    return {"debut": debut, "fin": fin, **plus}


def calcul(valeur):
    return executer("indemnisation", valeur)["resultat"]


def lignes(valeur, *cles, rang=0):
    return [tuple(li[c] for c in cles) for li in calcul(valeur)["sinistres"][rang]["lignes"]]


def test_a01_sinistre_posterieur_a_la_date_d_arrete():
    resultat = calcul(entree(au="2023-12-31"))
    assert resultat["sinistres"] == [
        {"reference": "S1", "lignes": [], "avant_requalification": "0.00", "total": "0.00", "solde": "0.00"}
    ]


def test_a03_certificats_dans_n_importe_quel_ordre():
    deux = [certificat("2024-01-31", "2024-02-29"), certificat("2024-01-01", "2024-01-30")]
    assert calcul(entree(sinistres=[sinistre(certificats=deux)])) == calcul(entree())


def test_c08_le_certificat_du_jour_decide_des_90_pour_cent():
    s = sinistre(risque="CMO", survenance="2025-02-25", carence="EXEMPT", certificats=[
        certificat("2025-02-25", "2025-03-03"), certificat("2025-03-04", "2025-03-05")])  # fmt: skip
    valeur = entree(contrat=garanties(CMO=0), sinistres=[s], au="2025-12-31")
    assert lignes(valeur, "du", "proportion") == [("2025-02-25", "1.00"), ("2025-03-04", "0.90")]


def test_c04_l_epuisement_l_emporte_sur_la_carence():
    long = sinistre(
        risque="CMO", survenance="2023-01-01", certificats=[certificat("2023-01-01", "2023-12-31")]
    )
    suite = sinistre(reference="S2", risque="CMO", certificats=[certificat("2024-01-01", "2024-01-02")])
    valeur = entree(contrat=garanties(CMO=0), sinistres=[long, suite])
    assert lignes(valeur, "droit", "jours", rang=1) == [("EPUISE", 2)]


def test_c07_un_jour_hors_cmo_rouvre_le_decompte():
    long = sinistre(risque="CMO", survenance="2023-01-01", carence="EXEMPT",
                    certificats=[certificat("2023-01-01", "2024-01-10")])  # fmt: skip
    suite = sinistre(reference="S2", risque="CMO", carence="EXEMPT", survenance="2024-01-12",
                     certificats=[certificat("2024-01-12", "2024-01-13")])  # fmt: skip
    valeur = entree(contrat=garanties(CMO=0), sinistres=[long, suite])
    assert lignes(valeur, "du", "droit")[-1] == ("2024-01-01", "EPUISE")
    # Au 12/01/2024 la fenêtre commence le 13/01/2023 : 78 jours pleins y restent.
    assert lignes(valeur, "droit", rang=1) == [("PLEIN",)]


def test_c10_c12_clm_dont_la_seconde_annee_devient_cld():
    s = sinistre(risque="CLM", survenance="2020-01-01", certificats=[certificat("2020-01-01", "2022-12-31")],
                 requalifications=[{"vers": "CLD", "effet": "2021-01-01"}])  # fmt: skip
    valeur = entree(contrat={**garanties(CLM=0, CLD=0), "effet": "2020-01-01"}, sinistres=[s])
    assert lignes(valeur, "nature", "droit", "du", "au") == [
        ("CLM", "PLEIN", "2020-01-01", "2020-12-31"),
        ("CLD", "PLEIN", "2021-01-01", "2022-12-31"),
    ]


def test_c12_les_jours_clm_a_demi_ne_sont_pas_reputes_cld():
    s = sinistre(risque="CLM", survenance="2020-01-01", certificats=[certificat("2020-01-01", "2024-12-31")],
                 requalifications=[{"vers": "CLD", "effet": "2022-01-01"}])  # fmt: skip
    valeur = entree(contrat={**garanties(CLM=0, CLD=0), "effet": "2020-01-01"}, sinistres=[s])
    # 366 jours réputés en 2020, puis un bloc CLD fractionné : 1 095 - 366 = 729 jours pleins.
    assert lignes(valeur, "nature", "droit", "jours") == [
        ("CLM", "PLEIN", 366), ("CLM", "DEMI", 365), ("CLD", "PLEIN", 729), ("CLD", "DEMI", 367),
    ]  # fmt: skip


def test_d_nbi_suspendue_en_cld_et_demi_traitement_de_l_element():
    remuneration = [{"depuis": "2015-01-01", "TIB": "24000", "NBI": "600", "IR": "720"}]
    for risque, ij in (("CLD", "67.73"), ("CLM", "69.37")):
        s = sinistre(risque=risque)
        contrat = {**garanties(**{risque: 0}), "elements": ["TIB", "NBI", "IR"]}
        valeur = entree(contrat=contrat, agent={"remuneration": remuneration}, sinistres=[s])
        assert lignes(valeur, "ij") == [(ij,)]


@pytest.mark.parametrize(("ri", "citis", "clm"), [
    ("SUIT", "98.63", "98.63"), ("MAINTENU", "98.63", "98.63"), ("SUPPRIME", "98.63", "65.75"),
])  # fmt: skip
def test_da_regime_indemnitaire(ri, citis, clm):
    remuneration = [{"depuis": "2015-01-01", "TIB": "24000", "RI": "12000"}]
    for risque, ij in (("CITIS", citis), ("CLM", clm)):
        contrat = {**garanties(**{risque: 0}), "elements": ["TIB", "RI"], "ri": ri}
        valeur = entree(
            contrat=contrat, agent={"remuneration": remuneration}, sinistres=[sinistre(risque=risque)]
        )
        assert lignes(valeur, "ij") == [(ij,)]


@pytest.mark.parametrize(("agent", "contrat", "dernier"), [
    ({"sortie": "2024-01-10"}, {}, "2024-01-10"),
    ({"retraite": "2024-01-10"}, {}, "2024-01-09"),
    ({"naissance": "1959-02-10"}, {"age_cessation": 65}, None),
    ({"naissance": "1958-10-10"}, {"age_cessation": 65}, "2023-12-31"),
    ({"naissance": "1958-10-10", "prolongation_activite": True}, {"age_cessation": 65}, None),
])  # fmt: skip
def test_e_cessation(agent, contrat, dernier):
    s = sinistre(survenance="2023-12-30", certificats=[certificat("2023-12-30", "2024-02-29")])
    valeur = entree(contrat={**garanties(CITIS=0), **contrat}, agent=agent, sinistres=[s])
    couverts = [au for couvert, au in lignes(valeur, "couvert", "au") if couvert]
    assert couverts == [dernier or "2024-02-29"]


@pytest.mark.parametrize(("debut", "total"), [("1961-01-01", "2026-03-31"), ("1960-12-31", "2025-12-31"),
                                              ("1961-05-15", "2026-06-30"), ("1961-07-01", "2026-09-30")])  # fmt: skip
def test_e_trimestre_du_soixante_cinquieme_anniversaire(debut, total):
    s = sinistre(survenance="2025-12-01", certificats=[certificat("2025-12-01", "2026-12-31")])
    valeur = entree(contrat={**garanties(CITIS=0), "age_cessation": 65}, agent={"naissance": debut},
                    sinistres=[s], au="2026-12-31")  # fmt: skip
    assert lignes(valeur, "couvert", "au")[0] == (True, total)
    assert lignes(valeur, "motifs")[1] == (["cessation-age"],)


def test_e03_resiliation_posterieure_a_la_fin_sans_effet():
    contrat = {"fin": "2024-01-31", "gestion": "REPARTITION", **garanties(CITIS=0)}
    attendu = calcul(entree(contrat=contrat))
    assert calcul(entree(contrat={**contrat, "resiliation": "2025-01-01"})) == attendu
    assert attendu["total"] == "2038.25"


def test_f02_franchise_de_la_nature_souscrite_la_plus_recente():
    s = sinistre(requalifications=[{"vers": "CMO", "effet": "2024-02-01"}])
    assert lignes(entree(sinistres=[s]), "nature", "franchise", "couvert", "jours") == [
        ("CITIS", True, True, 31), ("CMO", True, False, 14), ("CMO", False, False, 15),
    ]  # fmt: skip


def test_f04_par_arret_un_trou_d_un_jour_recommence():
    certificats = [certificat("2024-01-01", "2024-02-14"), certificat("2024-02-16", "2024-04-01")]
    valeur = entree(contrat={"franchise_par": "ARRET"}, sinistres=[sinistre(certificats=certificats)])
    assert calcul(valeur)["total"] == "65.75"
    assert calcul(poser(valeur, ("contrat", "franchise_par"), "SINISTRE"))["total"] == "3024.50"


def test_f06_cumulee_commune_aux_sinistres_de_la_garantie():
    cumulee = {"type": "CUMULEE", "jours": 40}
    premier = sinistre(certificats=[certificat("2024-01-01", "2024-01-30")])
    second = sinistre(reference="S2", risque="CMO", certificats=[certificat("2024-03-01", "2024-03-20")],
                      requalifications=[{"vers": "CITIS", "effet": "2024-03-20"}])  # fmt: skip
    valeur = entree(contrat=garanties(CITIS=cumulee, CMO=0), sinistres=[premier, second])
    # 30 jours du premier, 10 du second ; la carence y est comprise : restent 10 jours payés.
    assert calcul(valeur)["sinistres"][1]["total"] == "657.50"


def test_h_requalification_sans_effet_et_indu_deja_verse():
    apres = sinistre(requalifications=[{"vers": "CMO", "effet": "2024-06-01"}])
    assert calcul(entree(sinistres=[apres])) == calcul(entree())
    verse = sinistre(deja_verse="1972.50")
    assert calcul(entree(sinistres=[verse]))["sinistres"][0]["solde"] == "-986.25"


def test_h02_effet_d_une_requalification_sur_un_autre_sinistre_deja_verse():
    long = sinistre(risque="CMO", carence="EXEMPT", certificats=[certificat("2024-01-01", "2024-03-30")],
                    requalifications=[{"vers": "CITIS", "effet": "2024-01-01"}])  # fmt: skip
    suite = sinistre(reference="S2", risque="CMO", carence="EXEMPT", deja_verse="328.75",
                     certificats=[certificat("2024-06-01", "2024-06-10")])  # fmt: skip
    resultat = calcul(entree(contrat=garanties(CMO=0, CITIS=0), sinistres=[long, suite]))
    assert resultat["sinistres"][1]["solde"] == "328.75"


def test_le_montant_s_explique_element_par_element():
    remuneration = [{"depuis": "2015-01-01", "TIB": "24000", "NBI": "600"}]
    valeur = entree(
        contrat={"elements": ["TIB", "NBI"], "charges_pct": "42"}, agent={"remuneration": remuneration}
    )
    etapes = executer("indemnisation", valeur)["etapes"]
    textes = [(e["libelle"].replace("\u00a0", " "), e["valeur"]) for e in etapes]
    debut = textes.index(("S1, du 15/02/2024 au 29/02/2024, 15 j : congé imputable au service", "CITIS"))
    assert textes[debut + 1 :] == [
        ("Droit : plein traitement, 100 % du traitement", "PLEIN"),
        ("Franchise de la garantie CITIS, absolue de 45 jours : jours d'arrêt 46 à 60 du sinistre", "non"),
        ("Couverture : jours garantis par le contrat", "oui"),
        ("Montant : 15 j × 95,71 € = 1 435,65 €", "1435.65"),
        ("S1, total : 1 435,65 €", "1435.65"),
    ]
    assert textes[debut - 6 : debut] == [
        ("Couverture : jours garantis par le contrat", "oui"),
        ("TIB assuré : 24 000,00 € par an depuis le 01/01/2015", "24000.00"),
        ("NBI assuré : 600,00 € par an depuis le 01/01/2015", "600.00"),
        ("Indemnité journalière (TIB + NBI) : (24 000,00 € + 600,00 €) / 365 = 67,3972…, arrondi à 67,40 €",
         "67.40"),
        ("Indemnité journalière (TIB + NBI), charges comprises : 67,40 € × (100 % + 42 %) = 95,708, "
         "arrondi à 95,71 €", "95.71"),
        ("Montant : rien, jours en franchise", "0.00"),
    ]  # fmt: skip


def test_reprise_puis_rechute_avant_toute_carence():
    """Avant 2018 il n'y a pas de jour de carence : l'écart entre deux certificats n'est pas même regardé."""
    certificats = [certificat("2017-11-01", "2017-11-10"), certificat("2017-12-10", "2017-12-20")]
    arret = sinistre(risque="CMO", survenance="2017-11-01", certificats=certificats)
    contrat = garanties(CMO=0) | {"effet": "2017-01-01"}
    lignes = calcul(entree(contrat=contrat, sinistres=[arret]))["sinistres"][0]["lignes"]
    assert [(li["jours"], li["droit"]) for li in lignes] == [(10, "PLEIN"), (11, "PLEIN")]
