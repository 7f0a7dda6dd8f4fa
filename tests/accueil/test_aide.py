"""L'aide : ouverte à tous les rôles, cherchable, exportable ; ses liens mènent quelque part."""

import re
from datetime import date

import pytest
from django.urls import resolve, reverse

from cdg_portal.calculs.baremes import tous_les_baremes
from cdg_portal.perimetres.permissions import roles_de
from cdg_portal.perimetres.roles import ROLES_DU_CDG
from cdg_portal.socle import references
from tests.aides import client_de
from tests.fabriques import CollectiviteFactory

PAGES = ("accueil:aide", "accueil:articles", "accueil:baremes", "accueil:interpretations", "accueil:regles")
EXPORTS = {
    "accueil:articles_csv": ("articles.csv", "Document;Article;Sujet;"),
    "accueil:baremes_csv": ("baremes.csv", "Domaine;Clé;Barème;"),
    "accueil:interpretations_csv": ("interpretations.csv", "Identifiant;Sujet;"),
}


def texte(reponse):
    assert reponse.status_code == 200
    return reponse.content.decode()


@pytest.fixture
def gestionnaire(cdg):
    return client_de("GESTIONNAIRE_CDG")


@pytest.mark.parametrize("role", sorted(roles_de("aide.lire")))
def test_chaque_role_ouvre_l_aide_et_la_trouve_au_menu(cdg, role):
    navigateur = client_de(role, None if role in ROLES_DU_CDG else CollectiviteFactory())
    for nom in (*PAGES, *EXPORTS):
        assert navigateur.get(reverse(nom)).status_code == 200, nom
    page = texte(navigateur.get(reverse("accueil:baremes")))
    assert re.search(r'href="/aide/" aria-current="page">Aide<', page)


@pytest.mark.parametrize("nom", [*PAGES, *EXPORTS])
def test_sans_connexion_rien_ne_s_ouvre(db, client, nom):
    assert client.get(reverse(nom)).status_code == 302


def test_lire_l_aide_ne_lit_que_le_compte(gestionnaire, django_assert_max_num_queries):
    """Session, compte, habilitations et périmètre : les pages n'ajoutent aucune requête."""
    gestionnaire.get(reverse("accueil:aide"))
    with django_assert_max_num_queries(20) as requetes:
        gestionnaire.get(reverse("accueil:aide"))
    socle = len(requetes)
    for nom in PAGES[1:]:
        with django_assert_max_num_queries(socle):
            gestionnaire.get(reverse(nom))


@pytest.mark.parametrize("ecran", references.ecrans().values(), ids=lambda e: e.nom)
def test_l_ecran_d_un_article_repond_a_son_adresse(cdg, ecran):
    assert reverse(ecran.nom) == ecran.adresse
    assert resolve(ecran.adresse).view_name == ecran.nom
    role = "RH_VALIDEUR" if ecran.nom == "sinistres:declarer" else "GESTIONNAIRE_CDG"
    lieu = CollectiviteFactory() if role == "RH_VALIDEUR" else None
    assert client_de(role, lieu).get(ecran.adresse).status_code == 200


# ---------------------------------------------------------------- barèmes
def test_baremes_une_ligne_par_version_en_francais(gestionnaire, settings):
    settings.DATE_DE_REFERENCE = "2026-12-01"
    page = texte(gestionnaire.get(reverse("accueil:baremes"), {"q": "cmo_proportion_plein"}))
    assert page.count("<code>cmo_proportion_plein</code>") == 2
    for attendu in ("0,90", "part du traitement", "Loi 2025-127 art. 189", "01/03/2025", "28/02/2025"):
        assert attendu in page, attendu
    assert "À revérifier</span>" not in page


def test_baremes_a_reverifier_signales_par_un_texte(gestionnaire, settings):
    settings.DATE_DE_REFERENCE = "2100-01-01"
    page = texte(gestionnaire.get(reverse("accueil:baremes")))
    total = len(tous_les_baremes())
    assert "Vérification de plus d'un an" in page.replace("&#x27;", "'")
    assert f"{total} lignes à revérifier" in page
    assert page.count("À revérifier</span>") == min(total, 25)
    settings.DATE_DE_REFERENCE = "2026-11-21"
    vide = texte(gestionnaire.get(reverse("accueil:baremes"), {"a_reverifier": "on"}))
    assert "Aucun barème trouvé" in vide
    assert "Effacer la recherche" in vide


def test_baremes_tries_par_date_d_effet(gestionnaire):
    page = texte(gestionnaire.get(reverse("accueil:baremes"), {"tri": "-depuis", "q": "cmo"}))
    assert page.index("Depuis le") < page.index("Depuis toujours")
    assert 'aria-sort="descending"' in page


def test_un_domaine_inconnu_ne_filtre_pas(gestionnaire):
    reponse = gestionnaire.get(reverse("accueil:baremes"), {"app": "lune"})
    assert reponse.context["page"].paginator.count == len(tous_les_baremes())


# ---------------------------------------------------------------- articles
def test_articles_comptes_par_etat_avec_le_lien_qui_les_filtre(gestionnaire):
    page = texte(gestionnaire.get(reverse("accueil:articles")))
    tout = references.couverture()
    for statut, libelle in references.STATUTS.items():
        assert f'href="/aide/articles/?statut={statut}">{libelle}</a>' in page
        assert f'<p class="st-chiffre__valeur">{tout.comptes[statut]}</p>' in page
    a_venir = gestionnaire.get(reverse("accueil:articles"), {"statut": "a_venir"})
    assert a_venir.context["page"].paginator.count == tout.comptes["a_venir"]


def test_un_article_mene_a_sa_regle_et_a_son_ecran(gestionnaire):
    page = texte(gestionnaire.get(reverse("accueil:articles"), {"q": "II.3.a"}))
    assert 'href="/aide/regles/#sinistres-regles-delais">Délais du sinistre</a>' in page
    assert 'href="/aide/regles/#calcul-delai-declaration">delai-declaration</a>' in page
    assert 'id="cctp-cnracl-2025-ii-3-a"' in page
    mandats = texte(gestionnaire.get(reverse("accueil:articles"), {"q": "mandats"}))
    assert '<a href="/collectivites/">Collectivités</a>' in mandats


def test_un_ecran_ferme_au_role_est_nomme_sans_lien(cdg):
    medecin = client_de("MEDECIN", CollectiviteFactory())
    page = texte(medecin.get(reverse("accueil:articles"), {"q": "mandats"}))
    assert "Collectivités" in page
    assert 'href="/collectivites/"' not in page


def test_articles_groupes_par_document_et_pagines(gestionnaire):
    premiere = texte(gestionnaire.get(reverse("accueil:articles"), {"par": "50"}))
    for code in ("CG-CDG-2022", "CCTP-CNRACL-2025"):
        assert f">{code}</h2>" in premiere
    assert ">CP-PREV-2019</h2>" not in premiere
    assert "Articles 1 à 50 sur" in premiere
    seul = texte(gestionnaire.get(reverse("accueil:articles"), {"document": "CP-PREV-2019"}))
    assert ">CG-CDG-2022</h2>" not in seul


def test_aucun_article_trouve(gestionnaire):
    assert "Aucun article trouvé" in texte(gestionnaire.get(reverse("accueil:articles"), {"q": "zzz"}))


# ---------------------------------------------------------------- interprétations et règles
def test_chaque_interpretation_a_son_ancre(gestionnaire):
    page = texte(gestionnaire.get(reverse("accueil:interpretations")))
    for i in references.interpretations():
        assert page.count(f'id="{i.id}"') == 1
    assert "sinistres/<wbr>regles/<wbr>franchise.py" in page
    assert "Aucune interprétation trouvée" in texte(
        gestionnaire.get(reverse("accueil:interpretations"), {"q": "zzz"})
    )


def test_les_liens_des_articles_menent_a_une_ancre(gestionnaire):
    regles = texte(gestionnaire.get(reverse("accueil:regles")))
    ancres = set(re.findall(r'id="([\w-]+)"', regles))
    numeros = range(1, 2 + len(references.articles()) // 50)
    pages = [texte(gestionnaire.get(reverse("accueil:articles"), {"page": n})) for n in numeros]
    visees = {v for page in pages for v in re.findall(r'href="/aide/regles/#([\w-]+)"', page)}
    assert len(visees) > 20
    assert visees <= ancres


# ---------------------------------------------------------------- exports
@pytest.mark.parametrize(("nom", "attendu"), EXPORTS.items())
def test_exports(gestionnaire, nom, attendu):
    fichier, entetes = attendu
    reponse = gestionnaire.get(reverse(nom))
    assert fichier in reponse["Content-Disposition"]
    lignes = texte(reponse).lstrip("\ufeff").splitlines()
    assert lignes[0].startswith(entetes)
    assert len(lignes) > 10


def test_l_export_des_baremes_ecrit_les_nombres_et_les_dates_a_la_francaise(gestionnaire, settings):
    settings.DATE_DE_REFERENCE = date(2100, 1, 1).isoformat()
    reponse = gestionnaire.get(reverse("accueil:baremes_csv"), {"q": "cmo_proportion_plein"})
    lignes = texte(reponse).splitlines()
    assert len(lignes) == 3
    assert ";0,90;part du traitement;01/03/2025;;Loi 2025-127 art. 189;non;20/11/2026;oui" in lignes[2]


def test_l_export_suit_les_filtres(gestionnaire):
    lignes = texte(gestionnaire.get(reverse("accueil:articles_csv"), {"statut": "sans_effet"})).splitlines()
    assert len(lignes) == 1 + references.couverture().comptes["sans_effet"]
