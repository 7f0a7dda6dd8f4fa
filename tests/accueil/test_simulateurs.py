"""Simulateurs : le même résultat que le registre, rien de perdu, rien de personnel dans une adresse."""

import base64
import io
import json
import re
import zlib
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from cdg_portal.accueil.simulateurs import catalogue, partage
from cdg_portal.accueil.simulateurs.arbre import CHAMPS_MAXIMAUX, LIGNES_MAXIMALES, Depliage, nom_de
from cdg_portal.accueil.simulateurs.etapes import champ_de
from cdg_portal.accueil.simulateurs.exemples import exemple_de
from cdg_portal.accueil.simulateurs.formulaire import Formulaire
from cdg_portal.accueil.simulateurs.personnel import ressemble_a_un_nir
from cdg_portal.accueil.simulateurs.remplissage import (
    ajouter_ligne,
    initiales,
    retirer_ligne,
    taper,
)
from cdg_portal.accueil.simulateurs.resultat import presenter
from cdg_portal.accueil.simulateurs.valeurs import lire
from cdg_portal.calculs.registre import CALCULS, executer
from cdg_portal.perimetres.acces import LECTURE_ARGENT
from cdg_portal.perimetres.roles import Role
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from cdg_portal.socle.natures import MONTANT, POUR_CENT_LIBRE, Entier, Jour
from cdg_portal.socle.refus import EntreeRefusee
from tests.aides import client_de
from tests.regles.chargement import cas_ecrits

CAS = [cas for cas in cas_ecrits() if cas["calcul"] in CALCULS]
INDEMNISATION = CALCULS["indemnisation"]
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
    for fausse in ("", "certificats", "certificats-x", "certificats-7", "inconnue-0"):
        assert retirer_ligne(CALCULS["droits-cmo"].entree, tapes, fausse) == ""
    assert ajouter_ligne(CALCULS["droits-cmo"].entree, tapes, "inconnue") == ""


def test_une_liste_de_longueur_imposee_n_a_ni_ajout_ni_retrait(navigateur):
    page = navigateur.get(adresse("ijss-maladie")).content.decode()
    assert re.findall(r'name="(bruts-\d)"', page) == ["bruts-0", "bruts-1", "bruts-2"]
    assert 'name="ajouter"' not in page
    assert 'name="retirer"' not in page


def test_un_formulaire_demesure_se_refuse_sans_se_deplier(navigateur):
    envoi = tapes_de("indemnisation") | {"sinistres--lignes": "100"}
    for rang in range(100):
        envoi[f"sinistres-{rang}-certificats--lignes"] = "100"
    assert sum(1 for _ in Depliage(INDEMNISATION.entree, taper(INDEMNISATION.entree, {})).noeuds()) < 60
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
    [NIR, "275037511600123", "2750375116001", "1.84.12.2A.123.456.12", f"agent {NIR}", "184122a123456"],
)
def test_un_nir_se_reconnait(texte):
    assert ressemble_a_un_nir(texte)


@pytest.mark.parametrize(
    "texte", ["24 000,00", "03/02/2026", "SIN-2024-000123", "923 456 789 00012", "", "S1"]
)
def test_le_reste_n_est_pas_un_nir(texte):
    assert not ressemble_a_un_nir(texte)


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


def test_une_recherche_sans_resultat_le_dit(navigateur):
    assert "Aucun simulateur trouvé" in lisible(navigateur.get(reverse("accueil:simulateurs"), {"q": "zzz"}))


def test_un_simulateur_inconnu_n_existe_pas(navigateur):
    assert navigateur.get(adresse("inconnu")).status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if r != Role.CLIENT_API])
def test_les_roles_qui_lisent_dossiers_ou_argent_y_entrent(cdg, role):
    navigateur = client_de(role)
    permis = role in LECTURE_ARGENT
    for page in (reverse("accueil:simulateurs"), adresse("cotisation")):
        assert (navigateur.get(page).status_code == 200) == permis
    assert (navigateur.post(adresse("cotisation"), {}).status_code == 422) == permis
    menu = navigateur.get(reverse("accueil:accueil")).content.decode()
    assert (f'href="{reverse("accueil:simulateurs")}"' in menu) == permis


def test_sans_compte_on_se_connecte_d_abord(client, db):
    reponse = client.get(adresse("cotisation"))
    assert reponse.status_code == 302
    assert reverse("comptes:connexion") in reponse["Location"]
