"""Essais nés des essais par mutation (docs/mutation.md) : ce qu'un cas chiffré ne peut pas dire."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cdg_portal.calculs.registre import executer
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.refus import EntreeRefusee
from prevoyance.regles import parametres_dates as dates_prevoyance
from prevoyance.regles import premier_jour as regle_premier_jour
from prevoyance.regles.premier_jour import premier_jour
from sinistres.regles import parametres_dates as dates_sinistres
from sinistres.regles.capital_deces_parts import parts_capital
from sinistres.regles.contrat_json import lire
from sinistres.regles.delais import echeance_remboursement, limite_declaration
from sinistres.regles.entree import LigneRemuneration
from sinistres.regles.indemnisation import indemniser
from sinistres.regles.montant import indemnite_du_jour
from tests.regles.fabrique import entree, sinistre

SANS_FRANCHISE = [{"risque": "CMO", "franchise": {"type": "AUCUNE"}}]


def certificat(debut, fin, **plus):
    return {"debut": debut, "fin": fin, **plus}


def libelles(reponse):
    return [e["libelle"].replace("\u00a0", " ") for e in reponse["etapes"]]


def test_l_explication_du_cmo_compte_les_jours_de_l_annee_medicale():
    """Le 26/11/2022 est le premier jour de l'année médicale du 25/11/2023 : 1 jour, puis 10 en décembre."""
    certificats = [
        {"debut": "2022-11-20", "fin": "2022-11-26"},
        {"debut": "2022-12-01", "fin": "2022-12-10"},
        {"debut": "2023-11-25", "fin": "2024-03-31"},
    ]
    reponse = executer("droits-cmo", {"certificats": certificats})
    assert [(s["jours"], s["droit"]) for s in reponse["resultat"]["segments"]] == [
        (7, "PLEIN"), (10, "PLEIN"), (90, "PLEIN"), (38, "DEMI"),
    ]  # fmt: skip
    assert [texte.split(" : ", 1)[1] for texte in libelles(reponse)] == [
        "jours à plein traitement déjà pris depuis le 21/11/2021 : 0 sur 90",
        "jours à plein traitement déjà pris depuis le 02/12/2021 : 7 sur 90",
        "jours à plein traitement déjà pris depuis le 26/11/2022 : 11 sur 90",
        "jours à plein traitement déjà pris depuis le 24/02/2023 : 90 sur 90",
    ]


def test_l_explication_du_cmo_epuise():
    reponse = executer("droits-cmo", {"certificats": [{"debut": "2023-01-01", "fin": "2024-01-10"}]})
    assert ["douze mois" in texte for texte in libelles(reponse)] == [False, False, True]


def test_le_total_de_l_agent_s_explique_quand_il_y_a_plusieurs_sinistres():
    """CITIS de 60 jours, franchise de 45 : 15 × 65,75 € chacun."""
    suite = sinistre(reference="S2", certificats=[{"debut": "2024-04-01", "fin": "2024-05-30"}])
    reponse = executer("indemnisation", entree(sinistres=[sinistre(), suite]))
    assert reponse["resultat"]["total"] == "1972.50"
    assert reponse["etapes"][-1]["valeur"] == "1972.50"


def test_sans_etapes_rien_ne_s_explique():
    suite = sinistre(reference="S2", certificats=[{"debut": "2024-04-01", "fin": "2024-05-30"}])
    resultat = indemniser(lire(entree(sinistres=[sinistre(), suite])), avec_etapes=False)
    assert (str(resultat.total), resultat.etapes) == ("1972.50", ())


def test_une_ligne_cite_les_articles_de_son_droit():
    """Carence, plein traitement réduit à 90 %, plein traitement entier : chacun les siens."""

    def articles(debut, fin):
        arret = sinistre(risque="CMO", survenance=debut, certificats=[certificat(debut, fin)])
        demande = entree(contrat={"garanties": SANS_FRANCHISE}, sinistres=[arret], au="2025-12-31")
        return [set(ligne.articles) for ligne in indemniser(lire(demande)).sinistres[0].lignes]

    carence, reduit = articles("2025-03-03", "2025-03-07")
    _, entier = articles("2025-02-03", "2025-02-07")
    loi_carence, loi_reduction = "Loi 2017-1837 art. 115", "Loi 2025-127 art. 189"
    assert [loi_carence in a for a in (carence, reduit, entier)] == [True, False, False]
    assert [loi_reduction in a for a in (carence, reduit, entier)] == [False, True, False]
    assert "CGFP L.822-3" in reduit & entier


def test_le_temps_partiel_s_explique_par_sa_part():
    """10 × 65,75 € × 50 %."""
    arret = sinistre(risque="TPT", certificats=[certificat("2024-01-01", "2024-01-10", quotite_travail="50")])
    garanties = [{"risque": "TPT", "franchise": {"type": "AUCUNE"}}]
    reponse = executer("indemnisation", entree(contrat={"garanties": garanties}, sinistres=[arret]))
    dites = [e["valeur"] for e in reponse["etapes"] if "% non travaillés" in e["libelle"]]
    assert dites == ["328.75"]


def test_les_indemnites_d_un_jour_de_la_plus_forte_a_la_plus_faible():
    """Demi-traitement : l'IR en entier d'abord, le TIB à moitié ensuite ; ni mois ni plafond en J365."""
    lue = lire(entree(contrat={"elements": ["TIB", "IR"]}))
    remuneration = LigneRemuneration(date(2015, 1, 1), {"TIB": Decimal(24000), "IR": Decimal(720)})
    indemnite = indemnite_du_jour(lue.contrat, remuneration, "CMO", "DEMI", 5000)
    # 720 / 365 = 1,97 ; 24 000 / 365 = 65,75.
    assert [(g.elements, g.proportion, g.ij, g.mensuel, g.plafond) for g in indemnite.groupes] == [
        (("IR",), 10000, 197, 0, 0),
        (("TIB",), 5000, 6575, 0, 0),
    ]


@pytest.mark.parametrize("depuis", [None, date(2024, 1, 2)])
def test_un_dossier_sans_remuneration_ce_jour_la_n_est_pas_calcule(depuis):
    """Les dossiers appellent la règle sans passer par la forme publiée : elle refuse aussi d'elle-même (A-08)."""
    lue = lire(entree())
    lignes = () if depuis is None else (replace(lue.agent.remuneration[0], depuis=depuis),)
    with pytest.raises(ErreurMetier) as refus:
        indemniser(replace(lue, agent=replace(lue.agent, remuneration=lignes)))
    assert refus.value.code == "remuneration-absente"


def refus(valeur):
    with pytest.raises(EntreeRefusee) as refusee:
        executer("indemnisation", valeur)
    return [(e.champ, e.code) for e in refusee.value.erreurs]


def tpt(*certificats, **plus):
    return sinistre(risque="TPT", certificats=list(certificats), **plus)


CHAMPS_FAUTIFS = {
    # Un champ illisible n'est croisé avec aucun autre : une seule erreur, la sienne.
    "au": entree(
        au="2024-02-30",
        agent={"remuneration": [{"depuis": "2024-06-01", "TIB": "24000"}]},
        sinistres=[sinistre(risque="TPT")],
    ),
    "contrat.effet": entree(
        contrat={"effet": "2022-02-30"},
        sinistres=[sinistre(evenement_anterieur={"refus_assureur_precedent": True})],
    ),
    "agent.naissance": entree(agent={"naissance": "2024-02-30"}),
    "agent.remuneration[0].depuis": entree(
        agent={"remuneration": [{"depuis": "2015-02-30", "TIB": "24000"}]}
    ),
    "sinistres[0].survenance": entree(sinistres=[sinistre(survenance="2024-02-30")]),
    "sinistres[0].certificats[0].debut": entree(
        sinistres=[sinistre(certificats=[certificat("2024-02-30", "2024-03-31")])]
    ),
}


@pytest.mark.parametrize("champ", CHAMPS_FAUTIFS)
def test_un_champ_illisible_ne_se_croise_pas(champ):
    assert refus(CHAMPS_FAUTIFS[champ]) == [(champ, "date-invalide")]


def test_un_objet_illisible_ne_se_croise_pas():
    demande = entree(agent={"remuneration": ["x"]}, sinistres=[sinistre(certificats=["x"])])
    assert sorted(refus(demande)) == [
        ("agent.remuneration[0]", "type-invalide"),
        ("sinistres[0].certificats[0]", "type-invalide"),
    ]


def test_la_remuneration_absente_se_dit_avec_les_autres_erreurs():
    """A-08 et §5 : toutes à la fois, y compris pour un seul jour d'arrêt, celui de `au`."""
    demande = entree(
        au="2024-01-01",
        contrat={"charges_pct": "-1"},
        agent={"remuneration": [{"depuis": "2024-06-01", "TIB": "24000"}]},
    )
    assert sorted(refus(demande)) == [
        ("agent.remuneration", "remuneration-absente"),
        ("contrat.charges_pct", "hors-bornes"),
    ]


@pytest.mark.parametrize(("sinistres", "champ"), [
    # D-b : tout certificat qui a un jour de temps partiel, le second sinistre comme le second certificat.
    ([sinistre(certificats=[certificat("2024-03-01", "2024-03-31")], survenance="2024-01-01"),
      tpt(certificat("2024-01-01", "2024-01-31"), reference="S2")],
     "sinistres[1].certificats[0].quotite_travail"),
    ([tpt(certificat("2024-01-01", "2024-01-31", quotite_travail="50"), certificat("2024-02-01", "2024-02-29"))],
     "sinistres[0].certificats[1].quotite_travail"),
    ([tpt(certificat("2024-01-01", "2024-01-01"))], "sinistres[0].certificats[0].quotite_travail"),
    ([sinistre(certificats=[certificat("2024-01-01", "2024-01-31")],
               requalifications=[{"vers": "TPT", "effet": "2024-01-31"}])],
     "sinistres[0].certificats[0].quotite_travail"),
])  # fmt: skip
def test_quotite_obligatoire(sinistres, champ):
    assert refus(entree(sinistres=sinistres)) == [(champ, "champ-manquant")]


@pytest.mark.parametrize("sinistres", [
    [tpt(certificat("2024-01-01", "2024-01-10", quotite_travail="50"), certificat("2025-01-01", "2025-01-31"))],
    [sinistre(certificats=[certificat("2024-01-01", "2024-01-31")],
              requalifications=[{"vers": "TPT", "effet": "2024-02-01"}])],
], ids=["apres-au", "effet-apres-le-dernier-jour"])  # fmt: skip
def test_quotite_inutile(sinistres):
    assert executer("indemnisation", entree(sinistres=sinistres))["resultat"]["sinistres"]


def test_evenement_anterieur_le_jour_de_l_effet_et_au_second_sinistre():
    """E-01 : strictement avant l'effet."""
    premier = sinistre(certificats=[certificat("2024-03-01", "2024-03-31")])
    second = sinistre(
        reference="S2",
        survenance="2022-01-01",
        certificats=[certificat("2024-01-01", "2024-01-31")],
        evenement_anterieur={"refus_assureur_precedent": True},
    )
    assert refus(entree(sinistres=[premier, second])) == [("sinistres[1].evenement_anterieur", "incoherent")]
    second["survenance"] = "2021-12-31"
    assert executer("indemnisation", entree(sinistres=[premier, second]))["resultat"]["sinistres"]


def test_certificat_avant_la_survenance_au_second_rang():
    """A-04."""
    deux = [certificat("2024-01-01", "2024-01-31"), certificat("2023-12-01", "2023-12-10")]
    assert refus(entree(sinistres=[sinistre(certificats=deux)])) == [
        ("sinistres[0].certificats[1].debut", "incoherent")
    ]


def test_un_delai_nul_echoit_le_jour_meme():
    """R-SIN-01, R-SIN-08 : zéro n'est pas négatif."""
    jour = date(2026, 1, 31)
    assert echeance_remboursement(jour, 0) == jour
    assert limite_declaration(jour, 0, "MOIS") == limite_declaration(jour, 0, "JOURS") == jour


def test_une_duree_est_celle_du_jour():
    """R-PAT : 18 jours pour des naissances multiples, 32 depuis le 1er juillet 2021."""
    entier, cle = dates_sinistres.entier, "paternite_jours_multiple"
    assert [entier(cle, date(2021, 6, 30)), entier(cle, date(2021, 7, 1)), entier(cle)] == [18, 32, 32]


@pytest.mark.parametrize("entier", [dates_prevoyance.entier, dates_sinistres.entier])
@pytest.mark.parametrize("champ", ["debut", ""])
def test_une_duree_absente_ce_jour_la_est_refusee(entier, champ):
    cle = "maladie_jour" if entier is dates_prevoyance.entier else "paternite_jours_multiple"
    with pytest.raises(ErreurMetier) as refus:
        entier(cle, date(1800, 1, 1), *([champ] if champ else []))
    assert (refus.value.code, refus.value.champ) == ("bareme-absent", champ)


def test_la_valeur_d_un_jour_donne_par_son_rang():
    assert dates_sinistres.entier_du_jour("cmo_jours_plein")(date(2026, 1, 1).toordinal()) == 90


def test_le_premier_jour_de_prevoyance_est_celui_du_debut_de_l_arret(monkeypatch):
    """Une convention changée au 1er janvier 2026 ne touche que les arrêts qui débutent après."""

    def entier(cle, jour, champ):
        assert champ == "debut"
        return 45 if jour >= date(2026, 1, 1) else 31

    def premier(statut, risque, debut):
        return premier_jour(statut=statut, risque=risque, debut=debut, anciennete_mois=40).valeur.jour

    monkeypatch.setattr(regle_premier_jour, "entier", entier)
    ancien, nouveau = date(2025, 12, 31), date(2026, 1, 1)
    assert (premier("PRIVE", "AT", ancien), premier("PRIVE", "AT", nouveau)) == (31, 45)
    # Moins de 45 mois d'ancienneté depuis 2026 seulement.
    assert premier("CONTRACTUEL", "MALADIE", nouveau) == 45
    with pytest.raises(ErreurMetier) as refus:
        premier("CONTRACTUEL", "MALADIE", ancien)
    assert refus.value.code == "non-defini"


def test_sans_majoration_aucune_etape_n_en_parle():
    parts = parts_capital(capital=Decimal("900.00"), majoration=Decimal(0), conjoint=True, enfants=2)
    assert [str(p.montant) for p in parts.valeur] == ["300.00", "300.00", "300.00"]
    assert not [e for e in parts.etapes if "majoration" in e.libelle]


DECES = {
    "naissance": "1980-05-01",
    "remuneration_annuelle_brute": "30000",
    "tib_mensuel": "2000",
    "conjoint": True,
    "enfants": 0,
    "retraite": False,
    "imputable": False,
}
DORS = {"jours": 30, "tib": "2000", "ir": "0", "sft": "0"}
AIT = {"groupe": 1, "tib": "2000", "ir": "0", "sft": "0"}
IJSS = {"bruts": ["2000", "2000", "2000"], "jours": 10}


@pytest.mark.parametrize(("calcul", "demande", "champ"), [
    ("capital-deces", DECES | {"deces": "2017-01-31"}, "deces"),
    *[("indemnite-disponibilite-office", DORS | {"debut_arret": jour}, "debut_arret")
      for jour in ("2019-12-31", "2021-01-01", "2024-10-31")],
    *[("allocation-invalidite-temporaire", AIT | {"date": jour}, "date")
      for jour in ("2019-12-31", "2021-01-01", "2022-12-31", "2027-01-01")],
    ("ijss-maladie", IJSS | {"debut": "2024-10-31"}, "debut"),
])  # fmt: skip
def test_un_jour_hors_du_bareme_connu_est_refuse(calcul, demande, champ):
    """La veille du premier jour connu, le lendemain du dernier : `bareme-absent` (§5)."""
    with pytest.raises((ErreurMetier, EntreeRefusee)) as refus:
        executer(calcul, demande)
    erreurs = getattr(refus.value, "erreurs", (refus.value,))
    assert [(e.champ, e.code) for e in erreurs] == [(champ, "bareme-absent")]


def test_maladie_du_contractuel_a_quatre_mois_d_anciennete():
    """Moins de quatre mois : le quatrième jour ; quatre mois : la convention ne dit rien (§4)."""
    commun = {"statut": "CONTRACTUEL", "risque": "MALADIE", "debut": date(2025, 1, 1)}
    assert premier_jour(**commun, anciennete_mois=3).valeur.jour == 4
    with pytest.raises(ErreurMetier) as refus:
        premier_jour(**commun, anciennete_mois=4)
    assert refus.value.code == "non-defini"
