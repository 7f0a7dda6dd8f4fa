"""Simulateurs : le même résultat que le registre, rien de perdu, rien de personnel dans une adresse."""

import base64
import io
import json
import re
import zlib
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from cdg_portal.accueil.simulateurs import catalogue, partage
from cdg_portal.accueil.simulateurs.arbre import CHAMPS_MAXIMAUX, LIGNES_MAXIMALES, Depliage, nom_de
from cdg_portal.accueil.simulateurs.etapes import champ_de, grouper_les_etapes, valeur_lisible
from cdg_portal.accueil.simulateurs.exemples import exemple_de
from cdg_portal.accueil.simulateurs.formulaire import Formulaire
from cdg_portal.accueil.simulateurs.remplissage import (
    ajouter_ligne,
    initiales,
    retirer_ligne,
    taper,
)
from cdg_portal.accueil.simulateurs.resultat import GROUPES_IMPRIMES, SEGMENTS_IMPRIMES, presenter
from cdg_portal.accueil.simulateurs.valeurs import lire
from cdg_portal.accueil.web import simulateurs
from cdg_portal.calculs.registre import CALCULS, executer
from cdg_portal.perimetres.permissions import roles_de
from cdg_portal.perimetres.roles import Role
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from cdg_portal.socle.natures import MONTANT, POUR_CENT_LIBRE, Entier, Jour
from cdg_portal.socle.nir import contient_un_nir
from cdg_portal.socle.refus import EntreeRefusee
from tests.aides import client_de
from tests.regles.chargement import cas_ecrits

CAS = [cas for cas in cas_ecrits() if cas["calcul"] in CALCULS]
assert CAS, "aucun cas écrit : rien ne comparerait les formulaires au registre"
INDEMNISATION = CALCULS["indemnisation"]
RACINE = Path(__file__).resolve().parents[2]
NIR = "2 75 03 75 116 001 23"


def adresse(nom: str) -> str:
    return reverse("accueil:simuler", args=[nom])


def tapes_de(nom: str, entree=None) -> dict[str, list[str]]:
    """Ce qu'un navigateur enverrait pour cette entrée (l'exemple, par défaut)."""
    calcul = CALCULS[nom]
    return dict(taper(calcul.entree, exemple_de(calcul) if entree is None else entree).lists())


def lisible(page) -> str:
    return re.sub(r"\s+", " ", unescape(page.content.decode()))


def valeur_de(page, nom: str) -> str:
    """Ce que montre le champ de texte de ce nom."""
    trouve = re.search(rf'<input[^>]*name="{nom}"[^>]*>', page.content.decode())
    assert trouve, nom
    valeur = re.search(r'value="([^"]*)"', trouve[0])
    return unescape(valeur[1]) if valeur else ""


@pytest.fixture
def navigateur(cdg) -> Client:
    return client_de("GESTIONNAIRE_CDG")


# ---------------------------------------------------------------- le formulaire et le registre


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas["id"])
def test_ce_que_l_on_tape_donne_ce_que_donne_le_registre(cas):
    calcul = CALCULS[cas["calcul"]]
    formulaire = Formulaire(calcul, taper(calcul.entree, cas["entrees"]), executer_le_calcul=True)
    try:
        attendu = executer(calcul.nom, cas["entrees"])
    except EntreeRefusee:
        assert formulaire.errors
        return
    assert not formulaire.errors, list(formulaire.visible_fields())
    assert formulaire.reponse["resultat"] == attendu["resultat"]
    presenter(calcul, formulaire.reponse, formulaire.entree)


@pytest.mark.parametrize("nom", CALCULS)
def test_chaque_simulateur_a_un_exemple_qui_se_calcule(navigateur, nom):
    vide = navigateur.get(adresse(nom))
    assert vide.status_code == 200
    remplie = navigateur.get(f"{adresse(nom)}?exemple")
    assert remplie.status_code == 200
    page = navigateur.post(adresse(nom), tapes_de(nom))
    assert page.status_code == 200, lisible(page)
    texte = lisible(page)
    assert 'id="resultat"' in texte
    reponse = executer(nom, exemple_de(CALCULS[nom]))
    for cite in {r for e in reponse["etapes"] for r in champ_de(e, "references") if not r.startswith("AMB-")}:
        assert f"<strong>{cite}</strong>" in texte


def test_rien_n_est_obligatoire_sans_le_dire(navigateur):
    """Un formulaire vide est refusé champ par champ, avec un lien vers chacun."""
    page = navigateur.post(adresse("indemnisation"), {})
    assert page.status_code == 422
    texte = page.content.decode()
    for chemin in ("contrat.effet", "agent.naissance", "sinistres[0].certificats[0].debut", "au"):
        ident = f"c-{nom_de(chemin)}"
        assert f'href="#{ident}"' in texte
        assert f'id="{ident}_error"' in texte
    assert "Cochez au moins une case." in texte
    # Un lien vers un groupe de boutons mène au premier.
    assert 'href="#c-contrat-gestion_0"' in texte
    assert 'id="c-contrat-gestion_0"' in texte


def test_les_refus_de_la_regle_sont_au_champ_et_rien_de_tape_n_est_perdu(navigateur):
    envoi = tapes_de("indemnisation") | {
        "contrat-effet": "31/2/26",
        "contrat-charges_pct": "beaucoup",
        "agent-remuneration-0-TIB": "24.000",
        "sinistres-0-certificats-0-debut": "3/2/26",
        "sinistres-0-certificats-0-fin": "1/2/26",
    }
    page = navigateur.post(adresse("indemnisation"), envoi)
    assert page.status_code == 422
    for nom in envoi:
        if nom.endswith(("-debut", "-fin", "_pct", "-TIB", "-effet")) and not nom.startswith("agent-rem"):
            attendu = envoi[nom] if isinstance(envoi[nom], str) else envoi[nom][0]
            assert valeur_de(page, nom) == attendu, nom
    texte = lisible(page)
    assert "Cette date n'existe pas." in texte
    assert "Un nombre est attendu, en chiffres" in texte
    assert "Écrivez 24,000 avec une virgule, ou 24000 s'il s'agit de milliers." in texte
    assert "La fin du certificat précède son début." in texte
    assert "Sinistre 1 · Certificat 1 · Dernier jour, inclus" in texte


def test_un_refus_entre_deux_champs_vise_le_bon_groupe(navigateur):
    envoi = tapes_de("droits-cmo") | {"certificats-1-debut": "1/10/24", "certificats-1-fin": "2/10/24"}
    page = navigateur.post(adresse("droits-cmo"), envoi)
    assert page.status_code == 422
    assert 'href="#c-certificats-1"' in page.content.decode()
    assert "Un autre certificat couvre déjà un de ces jours." in lisible(page)


def test_un_champ_sans_objet_est_garde_mais_pas_lu(navigateur):
    envoi = tapes_de("participation-cdg") | {"taux": "n'importe quoi"}
    page = navigateur.post(adresse("participation-cdg"), envoi)
    assert page.status_code == 200
    assert "8 680,00 €" in lisible(page).replace("\xa0", " ")
    assert valeur_de(page, "taux") == "n'importe quoi"
    assert 'data-si="mode" data-valeurs="POURCENTAGE"' in page.content.decode()


@pytest.mark.parametrize(
    ("nature", "texte", "json_attendu"),
    [
        (Jour(), "3/2/26", "2026-02-03"),
        (Jour(), "03.02.2026", "2026-02-03"),
        (MONTANT, "24 000,00", "24000.00"),
        (MONTANT, "24\u202f000,5 €", "24000.5"),
        (MONTANT, "65.75", "65.75"),
        (POUR_CENT_LIBRE, "1,125 %", "1.125"),
        (POUR_CENT_LIBRE, "−5", "-5"),
        (Entier(unite="jours"), "1 095 jours", 1095),
    ],
)
def test_une_saisie_francaise_devient_l_entree_publiee(nature, texte, json_attendu):
    lue = lire(nature, texte)
    assert (lue.valeur, lue.faute) == (json_attendu, "")


@pytest.mark.parametrize(("nature", "texte"), [(MONTANT, "24.000"), (MONTANT, "12e3"), (Entier(), "2,5")])
def test_une_saisie_ambigue_est_refusee_et_gardee(nature, texte):
    lue = lire(nature, texte)
    assert lue.valeur == texte
    assert lue.faute


NAISSANCES = {
    "indemnisation": "agent-naissance",
    **dict.fromkeys(("age-legal", "cessation-garantie", "capital-deces", "prevoyance-terme"), "naissance"),
}


@pytest.mark.parametrize("nom", NAISSANCES)
@pytest.mark.parametrize("tape", ["15/1/61", " 15.01.61 ", "15-1-61"])
def test_l_annee_de_naissance_d_une_personne_s_ecrit_en_entier(navigateur, nom, tape):
    champ = NAISSANCES[nom]
    page = navigateur.post(adresse(nom), tapes_de(nom) | {champ: tape})
    assert page.status_code == 422
    assert f'href="#c-{champ}"' in page.content.decode()
    assert lisible(page).count("Écrivez l'année en entier, par exemple 1961.") == 2  # récapitulatif et champ
    assert valeur_de(page, champ) == tape
    assert 'id="resultat"' not in page.content.decode()


@pytest.mark.parametrize("nom", ["conge-maternite", "conge-paternite"])
def test_la_naissance_d_un_enfant_s_ecrit_comme_une_autre_date(navigateur, nom):
    assert navigateur.post(adresse(nom), tapes_de(nom) | {"naissance": "20/9/25"}).status_code == 200


def test_toute_date_de_naissance_du_registre_est_d_une_personne_ou_d_un_enfant():
    trouvees = {
        (nom, feuille.nom): feuille.est_une_naissance
        for nom, calcul in CALCULS.items()
        for feuille in Depliage(calcul.entree, initiales(calcul.entree)).feuilles()
        if feuille.declare.cle == "naissance"
    }
    d_enfants = {("conge-maternite", "naissance"): False, ("conge-paternite", "naissance"): False}
    assert trouvees == {cle: True for cle in NAISSANCES.items()} | d_enfants


# ---------------------------------------------------------------- étapes


@pytest.mark.parametrize(
    ("libelle", "valeur", "attendue"),
    [
        ("2 714 291,00 € × 2,1 % = 57 000,111 €, arrondi au centime", "57000.11", "57 000,11"),
        ("950,00 € × 1,51121 = 1 435,65 €", "1435.65", ""),
        ("950,00\xa0€ = 1\xa0435,65\xa0€", "1435.65", ""),
        ("Conjoint : 10 000,00 € / 3 = 3 333,3333… €, arrondi au centime", "3333.33", "3 333,33"),
        ("Échéance : 100,00 € / 3 = 33,33… €, tronqué", "33.33", "33,33"),
        ("36 j × 87,957 € = 3 166,452, arrondi à 3 166,45 €", "3166.45", ""),
        ("Assiette 1 234,56 € × 100 %", "1234.56", "1 234,56"),
        ("0 agent CNRACL × 70,00 €", "0.00", "0,00"),
        ("TIB assuré : 24 000,00 € par an depuis le 01/01/2020", "24000.00", ""),
        ("solde : 0,00 € − 12,50 € = -12,50 € (indu)", "-12.50", ""),
        ("Durée : (6 + 10) × 7 = 112 jours", "112", ""),
        ("Durée : 1 112 jours", "112", "112"),
        ("Montant : rien, jours en franchise", "0.00", ""),
        ("S1 sans requalification, le 01/01/2024, 1 j, CMO : franchise", "0.00", ""),
        ("Franchise de 10 jours déduite", "5.00", "5,00"),
        ("Elle finit le jour même : 01/06/2023", "2023-06-01", ""),
        ("Elle finit", "2023-06-01", "01/06/2023"),
        ("S1, le 06/01/2025, 1 j : congé de maladie ordinaire", "CMO", ""),
        ("Droit : plein traitement, 100 % du traitement", "PLEIN", ""),
        ("jours à plein traitement déjà pris depuis le 03/09/2024 : 90 sur 90", "DEMI", "Demi-traitement"),
        ("jours à plein traitement déjà pris depuis le 03/09/2024 : 89 sur 90", "PLEIN", "Plein traitement"),
    ],
)
def test_la_valeur_d_une_etape_n_est_dite_qu_une_fois(libelle, valeur, attendue):
    assert valeur_lisible(libelle, valeur).replace("\xa0", " ") == attendue


def _etape(libelle: str, valeur: str = "oui") -> dict[str, object]:
    return {"libelle": libelle, "references": ("R-1",), "valeur": valeur}


def test_les_etapes_se_groupent_par_segment_puis_par_total():
    groupes = grouper_les_etapes(
        [
            _etape("S1, du 01/01/2024 au 10/01/2024, 10 j : congé de longue maladie"),
            _etape("Montant : 10 j × 50,00 € = 500,00 €", "500.00"),
            _etape("S1, total : 500,00 €", "500.00"),
            _etape("Indemnité journalière (TIB) : 40,00 €", "40.00"),
            _etape("S1 sans requalification, du 01/01/2024 au 10/01/2024, 10 j, CMO : rien", "0.00"),
            _etape("S1, total sans requalification : 0,00 €", "0.00"),
            _etape(
                "S1, solde (total moins dû sans requalification) : 500,00 € − 0,00 € = 500,00 €", "500.00"
            ),
            _etape("S2, le 01/02/2024, 1 j : congé de maladie ordinaire"),
            _etape("Montant : 10,005, arrondi au centime", "10.01"),
            _etape("S2, total : 10,01 €", "10.01"),
            _etape("Total de l'agent : 500,00 € + 10,01 € = 510,01 €", "510.01"),
        ],
        {"10.01"},
    )
    assert [(g.titre, len(g.etapes)) for g in groupes] == [
        ("S1, du 01/01/2024 au 10/01/2024, 10 j", 2),
        ("S1, avant requalification", 2),
        ("S1, totaux", 3),
        ("S2, le 01/02/2024, 1 j", 2),
        ("S2, totaux", 1),
        ("Total de l'agent", 1),
    ]
    assert groupes[0].etapes[0].libelle == "Congé de longue maladie"
    assert groupes[3].etapes[1].valeur == "10,01\xa0€"
    assert [e.valeur for g in groupes for e in g.etapes].count("") == 10


def test_les_etapes_sans_segment_restent_ensemble():
    groupes = grouper_les_etapes(
        [_etape("Conjoint : 1,00 €", "1.00"), _etape("Total : 1,00 €", "1.00")], set()
    )
    assert [(g.titre, len(g.etapes)) for g in groupes] == [("", 2)]


def test_les_etapes_des_droits_disent_leur_conclusion(navigateur):
    texte = lisible(navigateur.post(adresse("droits-cmo"), tapes_de("droits-cmo")))
    assert re.search(r"60 j : [^<]*0 sur 90 <strong>Plein traitement</strong>", texte)
    assert re.search(r"10 j : [^<]*90 sur 90 <strong>Demi-traitement</strong>", texte)


# ---------------------------------------------------------------- lignes, sans JavaScript


def test_ajouter_puis_retirer_une_ligne_garde_le_reste(navigateur):
    envoi = tapes_de("droits-cmo")
    page = navigateur.post(adresse("droits-cmo"), envoi | {"ajouter": "certificats"})
    assert page.status_code == 200
    assert "Certificat 4" in lisible(page)
    assert 'id="resultat"' not in page.content.decode()
    assert valeur_de(page, "certificats--lignes") == "4"
    assert re.search(r'name="certificats-3-debut"[^>]*autofocus', page.content.decode())
    envoi |= {"certificats--lignes": "4", "certificats-3-debut": "pas encore"}
    page = navigateur.post(adresse("droits-cmo"), envoi | {"retirer": "certificats-1"})
    assert valeur_de(page, "certificats--lignes") == "3"
    assert valeur_de(page, "certificats-0-debut") == "02/09/2024"
    assert valeur_de(page, "certificats-1-debut") == "25/08/2025"
    assert valeur_de(page, "certificats-2-debut") == "pas encore"


def test_une_ligne_neuve_prend_un_repere_libre():
    tapes = taper(INDEMNISATION.entree, exemple_de(INDEMNISATION))
    tapes["sinistres-0-reference"] = "S2"
    assert ajouter_ligne(INDEMNISATION.entree, tapes, "sinistres") == "sinistres-1"
    assert tapes["sinistres-1-reference"] == "S1"
    assert tapes["sinistres-1-carence"] == "AUTO"


def test_la_derniere_ligne_obligatoire_reste():
    tapes = initiales(CALCULS["droits-cmo"].entree)
    assert retirer_ligne(CALCULS["droits-cmo"].entree, tapes, "certificats-0") == ""
    tapes["certificats--lignes"] = "2"
    longue = f"certificats-{'9' * 5000}"
    for fausse in (
        "",
        "certificats",
        "certificats-x",
        "certificats-7",
        "certificats-²",
        "inconnue-0",
        longue,
    ):
        assert retirer_ligne(CALCULS["droits-cmo"].entree, tapes, fausse) == ""
    assert ajouter_ligne(CALCULS["droits-cmo"].entree, tapes, "inconnue") == ""


def test_un_rang_demesure_ne_retire_rien(navigateur):
    envoi = tapes_de("indemnisation") | {"sinistres--lignes": "2"}
    page = navigateur.post(adresse("indemnisation"), envoi | {"retirer": f"sinistres-{'9' * 5000}"})
    assert page.status_code == 200
    assert valeur_de(page, "sinistres--lignes") == "2"


def test_une_liste_de_longueur_imposee_n_a_ni_ajout_ni_retrait(navigateur):
    page = navigateur.get(adresse("ijss-maladie")).content.decode()
    assert re.findall(r'name="(bruts-\d)"', page) == ["bruts-0", "bruts-1", "bruts-2"]
    assert 'name="ajouter"' not in page
    assert 'name="retirer"' not in page


def test_un_formulaire_demesure_se_refuse_sans_se_deplier(navigateur):
    envoi = tapes_de("indemnisation") | {"sinistres--lignes": "100"}
    for rang in range(100):
        envoi[f"sinistres-{rang}-certificats--lignes"] = "100"
    tapes = taper(INDEMNISATION.entree, exemple_de(INDEMNISATION))
    for cle in envoi:
        tapes[cle] = envoi[cle][0] if isinstance(envoi[cle], list) else envoi[cle]
    demesure = Depliage(INDEMNISATION.entree, tapes)
    assert demesure.deborde
    assert sum(1 for _ in demesure.noeuds()) < CHAMPS_MAXIMAUX + 100
    page = navigateur.post(adresse("indemnisation"), envoi)
    assert page.status_code == 422
    assert "trop de lignes" in lisible(page)
    assert page.content.decode().count("<input") < 2 * CHAMPS_MAXIMAUX


def test_le_fragment_de_htmx_est_celui_de_la_page(navigateur):
    envoi = tapes_de("capital-deces")
    entiere = navigateur.post(adresse("capital-deces"), envoi)
    fragment = navigateur.post(adresse("capital-deces"), envoi, headers={"hx-request": "true"})
    sans_jeton = [
        re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", p.content.decode())
        for p in (fragment, entiere)
    ]
    assert "<html" not in sans_jeton[0]
    assert sans_jeton[0].strip() in sans_jeton[1]
    assert "HX-Request" in fragment["Vary"]


# ---------------------------------------------------------------- partage


def test_un_code_rend_la_simulation_entiere(navigateur):
    entree = exemple_de(INDEMNISATION)
    code = partage.coder("indemnisation", entree)
    assert partage.decoder("indemnisation", code, {}) == entree
    for colle in (
        code,
        f"#s={code}",
        f"https://exemple.fr/simulateurs/indemnisation/#s={code}",
        f" {code}\n",
    ):
        page = navigateur.post(adresse("indemnisation"), {"code": colle})
        assert page.status_code == 200
        assert "8 688,20 €" in lisible(page).replace("\xa0", " ")
        assert valeur_de(page, "agent-naissance") == "10/03/1975"


def test_le_lien_porte_tout_apres_le_diese_et_aucune_reference(navigateur):
    envoi = tapes_de("indemnisation") | {"sinistres-0-reference": "SIN-2024-000123"}
    page = navigateur.post(adresse("indemnisation"), envoi)
    lien = unescape(re.search(r'id="lien"[^>]*value="([^"]*)"', page.content.decode())[1])
    avant, _, code = lien.partition("#s=")
    assert avant == f"http://testserver{adresse('indemnisation')}"
    partagee = partage.decoder("indemnisation", code, {})
    assert partagee["sinistres"][0]["reference"] == "S1"
    assert "SIN-2024-000123" not in json.dumps(partagee)
    assert partagee["agent"] == exemple_de(INDEMNISATION)["agent"]


def _code(contenu: object) -> str:
    brut = contenu if isinstance(contenu, bytes) else json.dumps(contenu).encode()
    return base64.urlsafe_b64encode(zlib.compress(brut)).decode().rstrip("=")


LONGUE = [{"debut": "2024-01-01", "fin": "2024-01-01"}] * (LIGNES_MAXIMALES + 1)
MAUVAIS = {
    "vide": ("", None),
    "hors alphabet": ("é?!", "code-illisible"),
    "pas du base64": ("a", "code-illisible"),
    "pas du zlib": (base64.urlsafe_b64encode(b"bonjour").decode(), "code-illisible"),
    "tronqué": (_code({"c": "droits-cmo", "e": {}})[:-6], "code-illisible"),
    "pas du JSON": (_code(b"\xff\xfe"), "code-illisible"),
    "un autre JSON": (_code([1, 2]), "code-illisible"),
    "une entrée de trop": (_code({"c": "droits-cmo", "e": {}, "x": 1}), "code-illisible"),
    "imbriqué": (_code(b"[" * 15_000), "code-illisible"),
    "bombe": (_code(b" " * 50_000_000), "code-trop-long"),
    "trop long": ("A" * 50_000, "code-trop-long"),
    "trop de lignes": (_code({"c": "droits-cmo", "e": {"certificats": LONGUE}}), "code-trop-long"),
    "autre calcul": (_code({"c": "cotisation", "e": {}}), "code-d-un-autre-calcul"),
    "calcul inconnu": (_code({"c": "rien", "e": {}}), "code-illisible"),
    "calcul sans nom": (_code({"c": ["droits-cmo"], "e": {}}), "code-illisible"),
    "personnel": (_code({"c": "droits-cmo", "e": {"certificats": [{"debut": NIR}]}}), "code-personnel"),
    "un NIR": (NIR, "code-personnel"),
}


@pytest.mark.parametrize("nom", MAUVAIS)
def test_un_mauvais_code_est_refuse_clairement(navigateur, nom):
    code, refus = MAUVAIS[nom]
    if refus:
        with pytest.raises(ErreurMetier) as leve:
            partage.decoder("droits-cmo", code, catalogue.titres())
        assert leve.value.code == refus
    page = navigateur.post(adresse("droits-cmo"), {"code": code})
    assert page.status_code == 422
    assert 'href="#id_code"' in page.content.decode()
    assert NIR not in page.content.decode()
    if nom == "autre calcul":
        assert "Cotisation au contrat groupe" in lisible(page)


@pytest.mark.parametrize(
    "entree",
    [
        {},
        {"certificats": "texte"},
        {"certificats": [1, None, {"debut": [], "fin": {"a": 1}}]},
        {"inconnu": 1},
    ],
)
def test_un_code_lisible_mais_de_travers_rend_un_formulaire_a_corriger(navigateur, entree):
    page = navigateur.post(adresse("droits-cmo"), {"code": _code({"c": "droits-cmo", "e": entree})})
    assert page.status_code == 422
    assert "Rien n'est calculé" in lisible(page)


# ---------------------------------------------------------------- données personnelles


@pytest.mark.parametrize(
    "texte",
    [
        NIR,
        "275037511600179",
        "2750375116001",
        "1.84.12.2A.123.456.12",
        f"agent {NIR}",
        "184122a123456",
        "2,75,03,75,116,001,23",
        "2·75·03·75·116·001",
        "2\u201175\u201103\u201175\u2011116\u2011001",
    ],
)
def test_un_nir_se_reconnait(texte):
    assert contient_un_nir(texte)


@pytest.mark.parametrize(
    "texte",
    ["24 000,00", "03/02/2026", "SIN-2024-000123", "923 456 789 00012", "217 500 016 00019", "", "S1"],
)
def test_le_reste_n_est_pas_un_nir(texte):
    assert not contient_un_nir(texte)


@pytest.mark.parametrize(
    "champ", ["sinistres-0-reference", "agent-naissance", "agent-remuneration-0-TIB", "au"]
)
def test_un_nir_est_refuse_ou_qu_il_soit_et_jamais_reecrit(navigateur, champ):
    envoi = tapes_de("indemnisation") | {champ: NIR}
    for acte in ({}, {"ajouter": "sinistres"}, {"pdf": "1"}):
        page = navigateur.post(adresse("indemnisation"), envoi | acte)
        texte = page.content.decode()
        assert page.status_code == 422
        assert NIR not in texte
        assert "numéro de sécurité sociale" in texte
        assert f'href="#c-{champ}"' in texte
        assert valeur_de(page, "contrat-effet") == "01/01/2025"


def test_un_nir_cherche_n_est_pas_reecrit(navigateur):
    page = navigateur.get(reverse("accueil:simulateurs"), {"q": NIR})
    assert NIR not in page.content.decode()


def test_rien_de_tape_dans_une_adresse_ni_au_journal(navigateur, caplog):
    envoi = tapes_de("indemnisation")
    with caplog.at_level("DEBUG"):
        for acte in ({}, {"ajouter": "sinistres"}, {"retirer": "sinistres-0-certificats-0"}, {"pdf": "1"}):
            page = navigateur.post(adresse("indemnisation"), envoi | acte)
            assert page.status_code == 200
            assert "Location" not in page
            assert "HX-Push-Url" not in page
    journal = " ".join(str(r.msg) + str(r.args) for r in caplog.records if r.name != "django.template")
    for secret in ("10/03/1975", "1975-03-10", "24 000,00", "24000.00"):
        assert secret not in journal


def test_aucune_table_n_est_ecrite(navigateur, django_assert_max_num_queries):
    """La transaction est en lecture seule, et seuls le compte et ses habilitations sont lus."""
    with django_assert_max_num_queries(20) as lues:
        navigateur.post(adresse("cotisation"), tapes_de("cotisation"))
    ordres = [q["sql"] for q in lues.captured_queries]
    assert any("READ ONLY" in sql for sql in ordres)
    assert not [sql for sql in ordres if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not [sql for sql in ordres if re.search(r'FROM "(sinistres|adhesions|cotisations)_', sql)]


# ---------------------------------------------------------------- PDF


def _texte_du_pdf(contenu: bytes) -> str:
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(contenu)).pages)
    return re.sub(r"\s+", " ", pages)


def test_le_pdf_porte_les_memes_montants(navigateur, settings):
    settings.DATE_DE_REFERENCE = "2026-06-15"
    reponse = navigateur.post(adresse("indemnisation"), tapes_de("indemnisation") | {"pdf": "1"})
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse["Content-Disposition"] == 'attachment; filename="simulation-indemnisation.pdf"'
    assert "no-store" in reponse["Cache-Control"]
    texte = _texte_du_pdf(reponse.content)
    resultat = executer("indemnisation", exemple_de(INDEMNISATION))["resultat"]
    montants = [ligne["montant"] for s in resultat["sinistres"] for ligne in s["lignes"]]
    for montant in [*montants, resultat["total"]]:
        assert en_francais(Decimal(montant)).replace("\xa0", " ") in texte
    for attendu in (
        "Simulation sans valeur contractuelle",
        "15 juin 2026",
        "10/03/1975",
        "Articles cités",
        "CGFP L.822-3",
        "AMB-28",
        "Janvier 2025",
    ):
        assert attendu in texte, attendu


@pytest.mark.parametrize("certificats", [3, 100])
def test_le_detail_imprime_est_borne(navigateur, monkeypatch, certificats):
    contextes = []
    monkeypatch.setattr(simulateurs, "rendre", lambda html: b"%PDF")
    monkeypatch.setattr(
        simulateurs, "render_to_string", lambda gabarit, contexte: contextes.append(contexte) or ""
    )
    debuts = [date(2015, 1, 5) + timedelta(days=21 * rang) for rang in range(certificats)]
    entree = {
        "certificats": [{"debut": d.isoformat(), "fin": (d + timedelta(days=4)).isoformat()} for d in debuts]
    }
    reponse = navigateur.post(adresse("droits-cmo"), tapes_de("droits-cmo", entree) | {"pdf": "1"})
    assert reponse.status_code == 200
    resultat = contextes[0]["resultat"]
    dites = [e.libelle for g in resultat.etapes for e in g.etapes]
    assert len(resultat.tableaux[0].lignes) == certificats
    if certificats > SEGMENTS_IMPRIMES:
        assert dites == ["Le détail de chaque ligne est à l'écran : il tiendrait sur trop de pages."]
        assert len(resultat.etapes) <= GROUPES_IMPRIMES
    else:
        assert len(dites) == certificats
    ecran = navigateur.post(adresse("droits-cmo"), tapes_de("droits-cmo", entree))
    assert ecran.content.decode().count("st-explication__references") == certificats


def test_un_pdf_de_donnees_fausses_rend_la_page_et_ses_erreurs(navigateur):
    reponse = navigateur.post(adresse("droits-cmo"), {"pdf": "1", "certificats-0-debut": "demain"})
    assert reponse.status_code == 422
    assert reponse["Content-Type"].startswith("text/html")
    assert valeur_de(reponse, "certificats-0-debut") == "demain"


@pytest.mark.parametrize("nom", ["conge-maternite", "cotisation", "capital-deces", "prevoyance-cotisation"])
def test_les_autres_pdf_se_composent(navigateur, nom):
    reponse = navigateur.post(adresse(nom), tapes_de(nom) | {"pdf": "1"})
    assert reponse.content.startswith(b"%PDF")
    texte = _texte_du_pdf(reponse.content)
    formulaire = Formulaire(
        CALCULS[nom], taper(CALCULS[nom].entree, exemple_de(CALCULS[nom])), executer_le_calcul=True
    )
    for chiffre in presenter(CALCULS[nom], formulaire.reponse, formulaire.entree).chiffres:
        assert chiffre.valeur.replace("\xa0", " ") in texte


# ---------------------------------------------------------------- catalogue et droits


def test_chaque_calcul_du_registre_se_trouve_dans_la_liste(navigateur):
    montres = {nom for s in catalogue.simulateurs() for nom in s.calculs}
    assert montres == set(CALCULS)
    page = lisible(navigateur.get(reverse("accueil:simulateurs")))
    for simulateur in catalogue.simulateurs():
        assert adresse(simulateur.nom) in page
        assert simulateur.description.endswith(".")
        assert len(simulateur.description) < 120


def test_les_delais_et_la_prevoyance_laissent_choisir(navigateur):
    for nom, attendus in (
        ("delais", ["delai-declaration", "decision-citis", "prescription", "cessation-garantie"]),
        ("prevoyance", [nom for nom in CALCULS if nom.startswith("prevoyance-")]),
    ):
        page = navigateur.get(adresse(nom)).content.decode()
        assert [adresse(calcul) in page for calcul in attendus] == [True] * len(attendus)


@pytest.mark.parametrize(
    ("mots", "trouve"),
    [("franchise", "indemnisation"), ("Décès", "capital-deces"), ("date limite", "delais")],
)
def test_la_recherche_trouve_sans_accent_ni_casse(navigateur, mots, trouve):
    page = navigateur.get(reverse("accueil:simulateurs"), {"q": mots.upper()}).content.decode()
    assert f'href="{adresse(trouve)}"' in page
    assert f'href="{adresse("participation-cdg")}"' not in page


@pytest.mark.parametrize(
    ("mots", "trouve"),
    [
        ("accident", "indemnisation"),
        ("AT", "frais-medicaux"),
        ("CLM", "indemnisation"),
        ("CLD", "indemnisation"),
        ("mi-temps thérapeutique", "indemnisation"),
        ("temps partiel", "indemnisation"),
        ("IJ", "ijss-maladie"),
        ("indemnités journalières", "ijss-maladie"),
        ("indemnité journalière", "indemnisation"),
        ("maternité", "conge-maternite"),
        ("décès", "capital-deces"),
        ("retraite", "age-legal"),
        ("prévoyance", "prevoyance"),
        ("arrêts", "droits-cmo"),
    ],
)
def test_la_recherche_connait_les_mots_de_tous_les_jours(mots, trouve):
    assert trouve in {s.nom for _, siens in catalogue.par_theme(mots) for s in siens}


def test_la_recherche_compare_des_debuts_de_mots():
    """« at » est dans « cotisation » : ce n'est pas une réponse."""
    assert "cotisation" not in {s.nom for _, siens in catalogue.par_theme("AT") for s in siens}
    assert catalogue.par_theme("otisation") == []


def test_chaque_page_a_son_titre(navigateur):
    titres = [re.search(r"<title>(.*?)</title>", lisible(navigateur.get(adresse(n))))[1] for n in CALCULS]
    assert len(set(titres)) == len(CALCULS)
    assert any("Délais : Réclamer (prescription)" in titre for titre in titres)


def test_une_recherche_sans_resultat_le_dit(navigateur):
    assert "Aucun simulateur trouvé" in lisible(navigateur.get(reverse("accueil:simulateurs"), {"q": "zzz"}))


def test_un_simulateur_inconnu_n_existe_pas(navigateur):
    assert navigateur.get(adresse("inconnu")).status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if r != Role.CLIENT_API])
def test_les_roles_qui_lisent_dossiers_ou_argent_y_entrent(cdg, role):
    navigateur = client_de(role)
    permis = role in roles_de("simulateurs.utiliser")
    for page in (reverse("accueil:simulateurs"), adresse("cotisation")):
        assert (navigateur.get(page).status_code == 200) == permis
    assert (navigateur.post(adresse("cotisation"), {}).status_code == 422) == permis
    menu = navigateur.get(reverse("accueil:accueil")).content.decode()
    assert (f'href="{reverse("accueil:simulateurs")}"' in menu) == permis


def test_sans_compte_on_se_connecte_d_abord(client, db):
    reponse = client.get(adresse("cotisation"))
    assert reponse.status_code == 302
    assert reverse("comptes:connexion") in reponse["Location"]


# ---------------------------------------------------------------- JavaScript (joué dans tests/navigateur)


def test_le_script_retient_la_saisie_et_perime_le_resultat():
    script = (RACINE / "static/js/simulateurs.js").read_text(encoding="utf-8")
    assert 'addEventListener("beforeunload", retenir)' in script
    assert 'removeEventListener("beforeunload", retenir)' in script
    assert "Résultat à recalculer : un champ a changé." in script
    assert 'setAttribute("role", "status")' in script
    assert ".style" not in script
