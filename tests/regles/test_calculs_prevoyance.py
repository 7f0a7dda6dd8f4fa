"""Calculs de la prévoyance, de la participation, de la cotisation et de l'absentéisme : refus et lois."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhesions.regles.participation import participation_cdg
from cdg_portal.calculs import adhesions, cotisations, prevention, prevoyance
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.parametres import charger_parametre
from cdg_portal.socle.periode import ajouter_annees, ajouter_mois
from cdg_portal.socle.refus import EntreeRefusee
from cotisations.regles.cotisation import TauxGarantie, cotisation
from prevention.regles.absenteisme import absenteisme
from prevoyance.regles import parametres_dates
from prevoyance.regles.cotisation import TauxPrevoyance, cotisation_prevoyance
from prevoyance.regles.fenetre import fenetre
from prevoyance.regles.incapacite import incapacite
from prevoyance.regles.premier_jour import premier_jour
from prevoyance.regles.sans_arret import Arret, acceptation
from prevoyance.regles.taux_plafond import taux_plafond
from prevoyance.regles.terme import terme
from tests.regles.fabrique import ABSENT, poser

CALCULS = {c.nom: c for m in (adhesions, cotisations, prevention, prevoyance) for c in m.CALCULS}
ENTREES = {
    "prevoyance-fenetre": {
        "origine": "EMBAUCHE", "date_origine": "2019-01-01", "signature": "2020-10-05",
        "arrets": [{"debut": "2020-10-20", "fin": "2020-10-21"}],
    },
    "prevoyance-cotisation": {
        "TIB": "2000", "NBI": "50", "RI": "300", "option_deces": True, "remuneration_percue_pct": "50",
        "taux": {"incapacite": "0.58", "invalidite": "0.31", "retraite": "0.45", "deces": "0.33"},
    },
    "prevoyance-taux-plafond": {
        "taux": "0.58", "annee": 2024, "garantis_jusqu_au": "2021-12-31", "majoration_max_pct": "15",
    },
    "prevoyance-incapacite": {"net_reference": "1800", "net_percu": "950", "taux": "95"},
    "prevoyance-terme": {
        "debut_indemnisation": "2024-01-01", "jours_max": 1095, "naissance": "1958-06-20", "age_max": 67,
    },
    "prevoyance-premier-jour": {
        "statut": "CONTRACTUEL", "risque": "AT", "debut": "2021-02-01", "anciennete_mois": 8,
    },
    "participation-cdg": {"mode": "FORFAIT_AGENT", "agents": 124, "montant_unitaire": "70"},
    "cotisation": {
        "assiette": {"TIB": "100"}, "elements": ["TIB"], "fractions": 1,
        "taux": [{"garantie": "CITIS", "taux": "1"}],
    },
    "absenteisme": {
        "jours": 10, "arrets": 2, "agents_absents": 1, "effectif": 4, "debut": "2024-01-01",
        "fin": "2024-12-31",
    },
}  # fmt: skip
ENGAGEMENT = {
    "origine": "CONTRAT", "date_origine": "2019-01-01", "signature": "2019-05-10", "engagement": True,
    "echeance_ancien_contrat": "2019-12-31",
}  # fmt: skip


def refus(nom, entree):
    """Couples (champ, code), dans l'ordre ; chaque erreur se dit en français."""
    with pytest.raises(EntreeRefusee) as refusee:
        CALCULS[nom].executer(entree)
    assert all(e.message.endswith(".") for e in refusee.value.erreurs)
    return [(e.champ, e.code) for e in refusee.value.erreurs]


def resultat(nom, entree):
    return CALCULS[nom].executer(entree)["resultat"]


def test_les_entrees_de_depart_sont_valables():
    assert set(ENTREES) == set(CALCULS)
    assert all(CALCULS[nom].executer(entree)["etapes"] for nom, entree in ENTREES.items())
    assert resultat("prevoyance-fenetre", ENGAGEMENT)["effet"] == "2020-01-01"


# ---------------------------------------------------------------- refus
OBLIGATOIRES = {
    "prevoyance-fenetre": ["origine", "date_origine", "signature", "arrets[0].debut", "arrets[0].fin"],
    "prevoyance-cotisation": [
        "TIB", "NBI", "RI", "option_deces", "taux", "taux.incapacite", "taux.invalidite", "taux.retraite",
        "taux.deces",
    ],
    "prevoyance-taux-plafond": ["taux", "annee", "garantis_jusqu_au", "majoration_max_pct"],
    "prevoyance-incapacite": ["net_reference", "net_percu", "taux"],
    "prevoyance-terme": ["debut_indemnisation", "jours_max", "naissance", "age_max"],
    "prevoyance-premier-jour": ["statut", "risque", "debut", "anciennete_mois"],
    "participation-cdg": ["mode", "agents", "montant_unitaire"],
    "cotisation": ["assiette", "elements", "taux", "taux[0].garantie", "taux[0].taux", "fractions"],
    "absenteisme": ["jours", "arrets", "agents_absents", "effectif", "debut", "fin"],
}  # fmt: skip


def chemin(ecrit):
    """« taux[0].garantie » en suite de clés et de rangs."""
    morceaux = ecrit.replace("[", ".").replace("]", "").split(".")
    return tuple(int(m) if m.isdigit() else m for m in morceaux)


@pytest.mark.parametrize("valeur", [ABSENT, None], ids=["absent", "null"])
@pytest.mark.parametrize(("nom", "champ"), [(n, c) for n, champs in OBLIGATOIRES.items() for c in champs])
def test_champ_obligatoire(nom, champ, valeur):
    assert refus(nom, poser(ENTREES[nom], chemin(champ), valeur)) == [(champ, "champ-manquant")]


DATES = {
    "prevoyance-fenetre": ["date_origine", "signature", "echeance_ancien_contrat", "arrets[0].debut"],
    "prevoyance-taux-plafond": ["garantis_jusqu_au"],
    "prevoyance-terme": ["debut_indemnisation", "naissance", "retraite"],
    "prevoyance-premier-jour": ["debut"],
    "absenteisme": ["debut", "fin"],
}
NOMBRES = {
    "prevoyance-cotisation": ["TIB", "NBI", "RI", "remuneration_percue_pct", *(
        f"taux.{g}" for g in ("incapacite", "invalidite", "retraite", "deces"))],
    "prevoyance-taux-plafond": ["taux", "majoration_max_pct"],
    "prevoyance-incapacite": ["net_reference", "net_percu", "taux"],
    "participation-cdg": ["montant_unitaire"],
    "cotisation": ["assiette.TIB", "taux[0].taux"],
}  # fmt: skip
ENTIERS = {
    "prevoyance-taux-plafond": ["annee"],
    "prevoyance-terme": ["jours_max", "age_max"],
    "prevoyance-premier-jour": ["anciennete_mois"],
    "participation-cdg": ["agents"],
    "cotisation": ["fractions"],
    "absenteisme": ["jours", "arrets", "agents_absents", "effectif"],
}
CHOIX = {
    "prevoyance-fenetre": ["origine"],
    "prevoyance-premier-jour": ["statut", "risque"],
    "participation-cdg": ["mode"],
    "cotisation": ["elements[0]"],
}
OUI_NON = {
    "prevoyance-fenetre": ["engagement", "arrets[0].tpt"],
    "prevoyance-cotisation": ["option_deces"],
}
FAUTES = [
    (DATES, [("2025-02-29", "date-invalide"), ("29/02/2024", "date-invalide"), ("2024-1-1", "date-invalide"),
             ("2024-01-01T00:00:00", "date-invalide"), ("", "date-invalide"), (20240101, "type-invalide"),
             ("1899-12-31", "hors-bornes"), ("2101-01-01", "hors-bornes")]),
    (NOMBRES, [("24 000", "nombre-invalide"), ("24000,00", "nombre-invalide"), ("1e3", "nombre-invalide"),
               ("NaN", "nombre-invalide"), ("Infinity", "nombre-invalide"), ("", "nombre-invalide"),
               (12, "type-invalide"), (12.5, "type-invalide"), ("-0.01", "hors-bornes")]),
    (ENTIERS, [("8", "type-invalide"), (8.0, "type-invalide"), (True, "type-invalide"), (-1, "hors-bornes")]),
    (CHOIX, [("INCONNU", "valeur-interdite"), (["AT"], "type-invalide"), (1, "type-invalide")]),
    (OUI_NON, [("true", "type-invalide"), (1, "type-invalide")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("nom", "champ", "valeur", "code"),
    [
        (n, c, v, code)
        for champs, fautes in FAUTES
        for n, cs in champs.items()
        for c in cs
        for v, code in fautes
    ],
)
def test_valeur_fautive(nom, champ, valeur, code):
    assert refus(nom, poser(ENTREES[nom], chemin(champ), valeur)) == [(champ, code)]


@pytest.mark.parametrize("nom", ENTREES)
def test_champ_inconnu_et_racine_fautive(nom):
    assert refus(nom, {**ENTREES[nom], "couleur": "bleu"}) == [("couleur", "champ-inconnu")]
    assert refus(nom, []) == [("", "json-invalide")]


PARTICULIERS = [
    ("prevoyance-fenetre", ("arrets", 0, "nature"), "CMO", [("arrets[0].nature", "champ-inconnu")]),
    ("prevoyance-fenetre", ("arrets",), {}, [("arrets", "type-invalide")]),
    ("prevoyance-fenetre", ("arrets", 0), "2020-10-20", [("arrets[0]", "type-invalide")]),
    ("prevoyance-fenetre", ("arrets", 0, "fin"), "2020-10-19", [("arrets[0].fin", "dates-inversees")]),
    ("prevoyance-fenetre", ("engagement",), True, [("echeance_ancien_contrat", "champ-manquant")]),
    ("prevoyance-cotisation", ("taux", "accident"), "1", [("taux.accident", "champ-inconnu")]),
    ("prevoyance-cotisation", ("taux",), [], [("taux", "type-invalide")]),
    ("prevoyance-cotisation", ("remuneration_percue_pct",), "100.01",
     [("remuneration_percue_pct", "hors-bornes")]),
    ("prevoyance-taux-plafond", ("majoration_max_pct",), "100.01", [("majoration_max_pct", "hors-bornes")]),
    ("prevoyance-taux-plafond", ("annee",), 1899, [("annee", "hors-bornes")]),
    ("prevoyance-taux-plafond", ("annee",), 2101, [("annee", "hors-bornes")]),
    ("prevoyance-incapacite", ("taux",), "100.01", [("taux", "hors-bornes")]),
    ("prevoyance-terme", ("age_max",), 121, [("age_max", "hors-bornes")]),
    ("prevoyance-terme", ("naissance",), "2024-01-01", [("naissance", "incoherent")]),
    ("prevoyance-premier-jour", ("statut",), "TITULAIRE", [("risque", "non-defini")]),
    ("participation-cdg", ("mode",), "POURCENTAGE",
     [("assiette", "champ-manquant"), ("taux", "champ-manquant")]),
    ("cotisation", ("fractions",), 0, [("fractions", "hors-bornes")]),
    ("cotisation", ("fractions",), 367, [("fractions", "hors-bornes")]),
    ("cotisation", ("elements",), [], [("elements", "liste-vide")]),
    ("cotisation", ("taux",), [], [("taux", "liste-vide")]),
    ("cotisation", ("elements",), ["TIB", "NBI", "TIB"], [("elements[2]", "doublon")]),
    ("cotisation", ("taux",), 2 * ENTREES["cotisation"]["taux"], [("taux[1].garantie", "doublon")]),
    ("cotisation", ("assiette", "RI"), "1", [("assiette.RI", "champ-inconnu")]),
    ("absenteisme", ("effectif",), 0, [("effectif", "hors-bornes")]),
    ("absenteisme", ("fin",), "2023-12-31", [("fin", "dates-inversees")]),
]  # fmt: skip


@pytest.mark.parametrize(("nom", "ou", "valeur", "attendu"), PARTICULIERS)
def test_refus_particulier(nom, ou, valeur, attendu):
    assert refus(nom, poser(ENTREES[nom], ou, valeur)) == attendu


LIMITES_ADMISES = [
    ("prevoyance-fenetre", ("arrets",), []),
    ("prevoyance-fenetre", ("arrets",), None),
    ("prevoyance-fenetre", ("engagement",), None),
    ("prevoyance-fenetre", ("echeance_ancien_contrat",), None),
    ("prevoyance-fenetre", ("arrets", 0, "tpt"), None),
    ("prevoyance-fenetre", ("arrets", 0, "fin"), "2020-10-20"),
    ("prevoyance-cotisation", ("remuneration_percue_pct",), "100"),
    ("prevoyance-cotisation", ("remuneration_percue_pct",), "0"),
    ("prevoyance-cotisation", ("remuneration_percue_pct",), None),
    ("prevoyance-taux-plafond", ("majoration_max_pct",), "100"),
    ("prevoyance-taux-plafond", ("annee",), 1900),
    ("prevoyance-taux-plafond", ("annee",), 2100),
    ("prevoyance-incapacite", ("taux",), "100"),
    ("prevoyance-terme", ("jours_max",), 0),
    ("prevoyance-terme", ("age_max",), 120),
    ("prevoyance-terme", ("naissance",), "2023-12-31"),
    ("prevoyance-terme", ("retraite",), None),
    ("cotisation", ("fractions",), 366),
    ("absenteisme", ("fin",), "2024-01-01"),
]


@pytest.mark.parametrize(("nom", "ou", "valeur"), LIMITES_ADMISES)
def test_limite_admise(nom, ou, valeur):
    assert CALCULS[nom].executer(poser(ENTREES[nom], ou, valeur))["etapes"]


def test_toutes_les_erreurs_a_la_fois():
    fautive = {
        "origine": "NAISSANCE",
        "signature": "hier",
        "engagement": True,
        "arrets": [{"debut": "2020-01-01"}],
    }
    assert set(refus("prevoyance-fenetre", fautive)) == {
        ("origine", "valeur-interdite"), ("date_origine", "champ-manquant"), ("signature", "date-invalide"),
        ("arrets[0].fin", "champ-manquant"), ("echeance_ancien_contrat", "champ-manquant"),
    }  # fmt: skip
    fautive = {"TIB": 2000, "NBI": "-1", "option_deces": True, "taux": {"incapacite": "x"}}
    assert set(refus("prevoyance-cotisation", fautive)) == {
        ("TIB", "type-invalide"), ("NBI", "hors-bornes"), ("RI", "champ-manquant"),
        ("taux.incapacite", "nombre-invalide"), ("taux.invalidite", "champ-manquant"),
        ("taux.retraite", "champ-manquant"), ("taux.deces", "champ-manquant"),
    }  # fmt: skip


@pytest.mark.parametrize(("nom", "propre", "attendues"), [
    ("prevoyance-terme", {"naissance": "2024-01-01", "age_max": -1, "jours_max": "x"},
     {("jours_max", "type-invalide"), ("age_max", "hors-bornes"), ("naissance", "incoherent")}),
    ("prevoyance-premier-jour", {"statut": "TITULAIRE", "echelon": 3},
     {("echelon", "champ-inconnu"), ("risque", "non-defini")}),
    ("prevoyance-premier-jour", {"statut": "TITULAIRE", "debut": "hier"}, {("debut", "date-invalide")}),
    ("prevoyance-cotisation", {"TIB": "x", "taux": {"incapacite": "1", "invalidite": "1", "retraite": "1"}},
     {("TIB", "nombre-invalide"), ("taux.deces", "champ-manquant")}),
])  # fmt: skip
def test_le_refus_de_la_regle_se_joint_aux_autres(nom, propre, attendues):
    assert set(refus(nom, ENTREES[nom] | propre)) == attendues


def test_une_echeance_illisible_n_est_pas_dite_manquante():
    fautive = poser(ENGAGEMENT, ("echeance_ancien_contrat",), "2019-13-31")
    assert refus("prevoyance-fenetre", fautive) == [("echeance_ancien_contrat", "date-invalide")]


@pytest.mark.parametrize(("statut", "risque", "mois"), [
    ("CONTRACTUEL", "MALADIE", 4), ("CONTRACTUEL", "MALADIE", 48), ("PRIVE", "MALADIE", 0),
    ("PRIVE", "MALADIE", 12), ("TITULAIRE", "AT", 0), ("TITULAIRE", "MP", 48), ("TITULAIRE", "MALADIE", 3),
])  # fmt: skip
def test_premier_jour_que_la_convention_ne_fixe_pas(statut, risque, mois):
    entree = {"statut": statut, "risque": risque, "debut": "2021-02-01", "anciennete_mois": mois}
    assert refus("prevoyance-premier-jour", entree) == [("risque", "non-defini")]


# ---------------------------------------------------------------- appels directs des règles
UN, CENT = Decimal(1), Decimal(100)
JOUR = date(2020, 10, 5)
DIRECTS = [
    (fenetre, {"origine": "NAISSANCE", "date_origine": JOUR, "signature": JOUR}, "origine",
     "valeur-interdite"),
    (fenetre, {"origine": "CONTRAT", "date_origine": JOUR, "signature": JOUR, "engagement": True},
     "echeance_ancien_contrat", "champ-manquant"),
    (acceptation, {"signature": JOUR, "arrets": [Arret(JOUR, JOUR - timedelta(1))]}, "arrets",
     "dates-inversees"),
    (cotisation_prevoyance, {"tib": UN, "nbi": UN, "ri": UN, "option_deces": True,
                             "taux": TauxPrevoyance(UN, UN, UN)}, "taux.deces", "champ-manquant"),
    (cotisation_prevoyance, {"tib": UN, "nbi": UN, "ri": UN, "option_deces": False,
                             "taux": TauxPrevoyance(UN, UN, UN),
                             "remuneration_percue_pct": Decimal("100.01")},
     "remuneration_percue_pct", "hors-bornes"),
    (cotisation_prevoyance, {"tib": UN, "nbi": UN, "ri": UN, "option_deces": False,
                             "taux": TauxPrevoyance(UN, UN, UN), "remuneration_percue_pct": Decimal("-0.01")},
     "remuneration_percue_pct", "hors-bornes"),
    (terme, {"debut_indemnisation": JOUR, "jours_max": -1, "naissance": JOUR, "age_max": 67}, "jours_max",
     "hors-bornes"),
    (terme, {"debut_indemnisation": JOUR, "jours_max": 1, "naissance": JOUR, "age_max": 67}, "naissance",
     "incoherent"),
    (participation_cdg, {"mode": "FORFAIT_AGENT", "montant_unitaire": UN}, "agents", "champ-manquant"),
    (participation_cdg, {"mode": "FORFAIT_AGENT", "agents": 1}, "montant_unitaire", "champ-manquant"),
    (participation_cdg, {"mode": "FORFAIT_AGENT", "agents": -1, "montant_unitaire": UN}, "agents",
     "hors-bornes"),
    (participation_cdg, {"mode": "POURCENTAGE", "assiette": UN}, "taux", "champ-manquant"),
    (participation_cdg, {"mode": "POURCENTAGE", "assiette": -UN, "taux": UN}, "assiette", "hors-bornes"),
    (participation_cdg, {"mode": "GRATUIT"}, "mode", "valeur-interdite"),
    (cotisation, {"assiette": {"RI": UN}, "elements": ["TIB"], "taux": [], "fractions": 1}, "elements",
     "valeur-interdite"),
    (cotisation, {"assiette": {}, "elements": ["RI"], "taux": [], "fractions": 1}, "elements",
     "valeur-interdite"),
    (cotisation, {"assiette": {"TIB": -UN}, "elements": ["TIB"], "taux": [], "fractions": 1}, "assiette",
     "hors-bornes"),
    (cotisation, {"assiette": {}, "elements": ["TIB"], "taux": [TauxGarantie("CITIS", -UN)], "fractions": 1},
     "taux", "hors-bornes"),
    (cotisation, {"assiette": {}, "elements": ["TIB"], "taux": [], "fractions": 0}, "",
     "fractions-invalides"),
    *((absenteisme, {"jours": 1, "arrets": 1, "agents_absents": 1, "effectif": 1, "debut": JOUR, "fin": JOUR,
                     champ: valeur}, champ, "hors-bornes")
      for champ, valeur in (("jours", -1), ("arrets", -1), ("agents_absents", -1), ("effectif", 0))),
    (absenteisme, {"jours": 1, "arrets": 1, "agents_absents": 1, "effectif": 1, "debut": JOUR,
                   "fin": JOUR - timedelta(1)}, "fin", "dates-inversees"),
]  # fmt: skip


@pytest.mark.parametrize(("regle", "arguments", "champ", "code"), DIRECTS)
def test_une_regle_refuse_d_elle_meme(regle, arguments, champ, code):
    with pytest.raises(ErreurMetier) as refusee:
        regle(**arguments)
    assert (refusee.value.champ, refusee.value.code) == (champ, code)


def test_un_arret_est_a_temps_complet_sauf_mention():
    arret = Arret(date(2020, 10, 20), date(2020, 10, 21))
    assert acceptation(signature=JOUR, arrets=[arret]).valeur == date(2020, 11, 21)


def test_les_indicateurs_sans_denominateur_n_existent_pas():
    vide = {**ENTREES["absenteisme"], "jours": 0, "arrets": 0, "agents_absents": 0}
    assert resultat("absenteisme", vide) == {
        "taux_calendaire": "0.00", "gravite": None, "frequence": "0.00", "exposition": "0.00",
        "repetition": None,
    }  # fmt: skip


def test_un_effectif_moyen_peut_etre_decimal():
    decision = absenteisme(
        jours=183,
        arrets=1,
        agents_absents=1,
        effectif=Decimal("0.5"),
        debut=date(2024, 1, 1),
        fin=date(2024, 12, 31),
    )
    assert decision.valeur.taux_calendaire == 100
    assert decision.valeur.frequence == 200


# ---------------------------------------------------------------- paramètres
VALEURS = {
    "accident_jour_avant_palier": 31,
    "accident_jour_droit_prive": 1,
    "accident_jour_premier_palier": 61,
    "accident_jour_second_palier": 91,
    "accident_mois_premier_palier": 12,
    "accident_mois_second_palier": 36,
    "adhesion_jours_sans_arret": 30,
    "adhesion_mois_libres": 6,
    "incapacite_jours_du_mois": 30,
    "maladie_jour": 4,
    "maladie_mois_anciennete": 4,
}


def test_les_durees_de_la_convention_sont_des_parametres_sources():
    lus = {f.stem: charger_parametre(f) for f in parametres_dates.PARAMETRES.dossier.glob("*.toml")}
    assert {cle: p.valeur(date(2019, 1, 1)) for cle, p in lus.items()} == VALEURS
    for cle, parametre in lus.items():
        assert parametre.cle == cle
        assert parametre.unite
        assert all(v.reference.startswith(("CP-PREV-2019 art. ", "R-PRV-PRE")) for v in parametre.versions)


@pytest.mark.parametrize("jour", [date(1900, 1, 1), date(2100, 12, 31)])
def test_un_parametre_vaut_pour_toute_date_admise(jour):
    assert {cle: parametres_dates.entier(cle, jour) for cle in VALEURS} == VALEURS


# ---------------------------------------------------------------- lois
loi = settings(max_examples=80, deadline=None)
CENTIME = Decimal("0.01")
euros = st.integers(0, 10**9).map(lambda n: Decimal(n).scaleb(-2))
taux_fins = st.integers(0, 100_000).map(lambda n: Decimal(n).scaleb(-4))
parts = st.integers(0, 10_000).map(lambda n: Decimal(n).scaleb(-2))
jours = st.dates(date(1990, 1, 1), date(2060, 12, 31))
proches = st.dates(date(2020, 1, 1), date(2020, 12, 31))


def au_centime(valeur):
    """Arrondi de référence, écrit autrement que celui des règles."""
    with localcontext() as contexte:
        contexte.prec = 60
        return valeur.quantize(CENTIME, ROUND_HALF_UP)


def produit(*facteurs):
    with localcontext() as contexte:
        contexte.prec = 60
        exact = Decimal(1)
        for facteur in facteurs:
            exact *= facteur
        return exact


@loi
@given(euros, euros, euros, st.lists(taux_fins, min_size=4, max_size=4), parts, st.booleans())
def test_cotisation_de_prevoyance(tib, nbi, ri, taux, part, option):
    montants = {"tib": tib, "nbi": nbi, "ri": ri, "option_deces": option, "taux": TauxPrevoyance(*taux)}
    rendu = cotisation_prevoyance(**montants, remuneration_percue_pct=part).valeur
    noms = ["INCAPACITE", "INVALIDITE", "RETRAITE", "DECES"][: 4 if option else 3]
    assert [ligne.garantie for ligne in rendu.lignes] == noms
    assert rendu.total == sum(ligne.montant for ligne in rendu.lignes)
    for ligne, un_taux in zip(rendu.lignes, taux, strict=False):
        assert ligne.assiette == tib + nbi + (0 if ligne.garantie == "RETRAITE" else ri)
        exact = produit(ligne.assiette, un_taux, part, Decimal("0.0001"))
        assert (ligne.taux, ligne.montant) == (un_taux, au_centime(exact))
    pleine = cotisation_prevoyance(**montants).valeur
    assert pleine.total >= rendu.total
    assert pleine == cotisation_prevoyance(**montants, remuneration_percue_pct=CENT).valeur


@loi
@given(taux_fins, st.integers(2015, 2060), jours, parts)
def test_le_plafond_monte_d_annee_en_annee(taux, annee, garantie, hausse):
    def plafond(en):
        rendu = taux_plafond(
            taux=taux, annee=en, garantis_jusqu_au=garantie, majoration_max_pct=hausse
        ).valeur
        assert rendu.arrondi_inferieur <= rendu.plafond < rendu.arrondi_inferieur + CENTIME
        return rendu.plafond

    avant, apres = plafond(annee), plafond(annee + 1)
    assert taux <= avant <= apres
    if annee < garantie.year:
        assert (avant, apres) == (taux, taux)
    else:
        with localcontext() as contexte:
            contexte.prec = 2000
            assert apres == avant * (1 + hausse / 100)


def test_le_plafond_le_plus_long_reste_exact():
    """Deux cents hausses à douze décimales : des milliers de chiffres, aucun perdu."""
    rendu = taux_plafond(
        taux=Decimal("0.000000000001"), annee=2100, garantis_jusqu_au=date(1900, 1, 1),
        majoration_max_pct=Decimal("99.999999999999"),
    ).valeur  # fmt: skip
    with localcontext() as contexte:
        contexte.prec = 5000
        exact = Decimal("0.000000000001") * Decimal("1.99999999999999") ** 200
        assert rendu.plafond == exact
        assert rendu.arrondi_inferieur == exact.quantize(CENTIME, ROUND_DOWN)


@loi
@given(euros, euros, parts)
def test_incapacite(reference, percu, taux):
    rendu = incapacite(net_reference=reference, net_percu=percu, taux=taux).valeur
    garanti = produit(reference, taux, Decimal("0.01"))
    assert rendu.mensuel == max(Decimal(0), au_centime(max(Decimal(0), garanti - percu)))
    assert abs(30 * rendu.journalier - rendu.mensuel) <= 15 * CENTIME
    assert rendu.mensuel <= au_centime(garanti)


@loi
@given(jours, st.integers(0, 40_000), st.dates(date(1940, 1, 1), date(1989, 12, 31)), st.integers(0, 120),
       st.none() | jours)  # fmt: skip
def test_le_terme_est_la_plus_proche_des_limites(debut, duree, naissance, age, retraite):
    rendu = terme(
        debut_indemnisation=debut, jours_max=duree, naissance=naissance, age_max=age, retraite=retraite
    ).valeur
    limites = {"DUREE": debut + timedelta(duree - 1), "AGE": ajouter_annees(naissance, age)}
    if retraite:
        limites["RETRAITE"] = retraite - timedelta(1)
    assert rendu.dernier_jour == min(limites.values())
    assert rendu.cause == next(c for c, jour in limites.items() if jour == rendu.dernier_jour)


@loi
@given(jours, st.integers(0, 60), st.sampled_from(["AT", "MP"]))
def test_l_attente_s_allonge_avec_l_anciennete(debut, mois, risque):
    def attendre(statut, anciennete):
        rendu = premier_jour(statut=statut, risque=risque, debut=debut, anciennete_mois=anciennete).valeur
        assert (rendu.date - debut).days + 1 == rendu.jour
        return rendu.jour

    assert attendre("PRIVE", mois) == 1 < attendre("CONTRACTUEL", mois) <= attendre("CONTRACTUEL", mois + 1)


@st.composite
def listes_d_arrets(tirer):
    def arret(debut, duree, tpt):
        return Arret(debut, debut + timedelta(duree), tpt)

    return tirer(st.lists(st.builds(arret, proches, st.integers(0, 60), st.booleans()), max_size=6))


def acceptation_naive(signature, arrets):
    """Premier jour précédé de 30 jours sans arrêt depuis la signature, jour après jour."""
    occupes = {a.debut + timedelta(n) for a in arrets if not a.tpt for n in range((a.fin - a.debut).days + 1)}
    jour, libres = signature, 0
    while True:
        libres = 0 if jour in occupes else libres + 1
        if libres == 31:
            return jour
        jour += timedelta(1)


@loi
@given(proches, listes_d_arrets(), st.randoms())
def test_acceptation_hors_delai(signature, arrets, hasard):
    rendu = acceptation(signature=signature, arrets=arrets).valeur
    assert rendu == acceptation_naive(signature, arrets)
    melanges = list(arrets)
    hasard.shuffle(melanges)
    assert acceptation(signature=signature, arrets=melanges).valeur == rendu
    assert acceptation(signature=signature, arrets=[a for a in arrets if not a.tpt]).valeur == rendu
    periode = (rendu - timedelta(30), rendu)
    assert not any(a.debut <= periode[1] and periode[0] <= a.fin for a in arrets if not a.tpt)


@loi
@given(st.sampled_from(["CONTRAT", "EMBAUCHE", "RETOUR"]), proches, st.integers(0, 400), listes_d_arrets(),
       st.none() | jours)  # fmt: skip
def test_fenetre(origine, ouverture, attente, arrets, echeance):
    signature = ouverture + timedelta(attente)
    demande = {"origine": origine, "date_origine": ouverture, "signature": signature, "arrets": arrets}
    rendu = fenetre(**demande, echeance_ancien_contrat=echeance).valeur
    assert rendu.limite + timedelta(1) == ajouter_mois(ouverture, 6)
    assert rendu.libre == (signature < ajouter_mois(ouverture, 6))
    depart = signature if rendu.libre else acceptation_naive(signature, arrets)
    assert rendu.effet.day == 1
    assert depart < rendu.effet <= depart + timedelta(31)
    assert (rendu.effet - timedelta(1)).month == depart.month
    if echeance:
        engage = fenetre(**demande, engagement=True, echeance_ancien_contrat=echeance).valeur
        assert (engage.libre, engage.limite) == (rendu.libre, rendu.limite)
        assert engage.effet == (echeance + timedelta(1) if rendu.libre else rendu.effet)


@loi
@given(st.dictionaries(st.sampled_from(["TIB", "NBI", "SFT", "IR", "PRIMES", "CHARGES"]), euros),
       st.sets(st.sampled_from(["TIB", "NBI", "SFT", "IR", "PRIMES", "CHARGES"]), min_size=1),
       st.lists(taux_fins, min_size=1, max_size=5), st.integers(1, 366))  # fmt: skip
def test_cotisation(assiette, elements, taux, fractions):
    garanties = [TauxGarantie(f"G{rang}", t) for rang, t in enumerate(taux)]
    rendu = cotisation(
        assiette=assiette, elements=sorted(elements), taux=garanties, fractions=fractions
    ).valeur
    base = sum(montant for element, montant in assiette.items() if element in elements)
    attendus = [au_centime(produit(base, t, Decimal("0.01"))) for t in taux]
    assert [ligne.montant for ligne in rendu.lignes] == attendus
    assert rendu.total == sum(attendus) == sum(rendu.echeances)
    assert len(rendu.echeances) == fractions
    assert len(set(rendu.echeances[:-1])) <= 1
    assert 0 <= rendu.echeances[-1] - rendu.echeances[0] < fractions * CENTIME


@loi
@given(st.integers(0, 10**6), taux_fins, euros, taux_fins)
def test_participation(agents, unitaire, assiette, taux):
    forfait = participation_cdg(mode="FORFAIT_AGENT", agents=agents, montant_unitaire=unitaire).valeur
    assert forfait == au_centime(produit(Decimal(agents), unitaire))
    part = participation_cdg(mode="POURCENTAGE", assiette=assiette, taux=taux).valeur
    assert part == au_centime(produit(assiette, taux, Decimal("0.01")))


@loi
@given(st.integers(0, 5000), st.integers(1, 500), st.integers(1, 500), st.integers(1, 500), proches,
       st.integers(0, 800))  # fmt: skip
def test_absenteisme(jours_d_arret, arrets, absents, effectif, debut, duree):
    rendu = absenteisme(
        jours=jours_d_arret, arrets=arrets, agents_absents=absents, effectif=effectif, debut=debut,
        fin=debut + timedelta(duree),
    ).valeur  # fmt: skip
    quotients = {
        "taux_calendaire": (100 * jours_d_arret, (duree + 1) * effectif),
        "gravite": (jours_d_arret, arrets),
        "frequence": (100 * arrets, effectif),
        "exposition": (100 * absents, effectif),
        "repetition": (arrets, absents),
    }
    for nom, (haut, bas) in quotients.items():
        assert getattr(rendu, nom) == au_centime(Decimal(haut) / Decimal(bas)), nom
