"""Chaque article des trois documents sources a sa réponse, et une seule ; tout ce que citent les règles est connu."""

import ast
import re
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from cdg_portal.calculs.registre import CALCULS
from cdg_portal.calculs.regles_citees import liens_de, regles_citees
from cdg_portal.socle import references as r
from cdg_portal.socle.erreurs import ErreurMetier

RACINE = Path(__file__).resolve().parents[2]
APPS = ("adhesions", "sinistres", "cotisations", "prevention", "prevoyance")

# Le sommaire des documents, écrit ici une seconde fois : un article oublié dans les données fait échouer.
SOMMAIRES = {
    "CG-CDG-2022": [
        "préambule",
        *("art. 1 al. 1", "art. 1 al. 2", "art. 1 al. 2.a", "art. 1 al. 3", "art. 1 al. 4", "art. 1 al. 4.a"),
        *("art. 1 al. 5", "art. 2 al. 1", "art. 2 al. 2", "art. 2 al. 3"),
        *("art. 2-1", "art. 2-1.a", "art. 2-1.b", "art. 2-1.c", "art. 2-1.d", "art. 2-1.e"),
        *("art. 2-2", "art. 2-2.a", "art. 2-2.b", "art. 2-2.c", "art. 2-2.d", "art. 2-2.e", "art. 2-2.f"),
        *("art. 2-2.g", "art. 2-3", "art. 2-3.a", "art. 2-3.b", "art. 2-3.c", "art. 2-3.d"),
        *("art. 2-4", "art. 2-4.a", "art. 2-4.b", "art. 2-4.c", "art. 2-4.d", "art. 2-4.e", "art. 2-4.f"),
        *("art. 3", "art. 3 al. 2", "art. 3 al. 2.a", "art. 4"),
    ],
    "CCTP-CNRACL-2025": [
        *("garde.a", "garde.b", "garde.c", "garde.d", "garde.e", "fondement"),
        *("I.1", "I.2", "I.2 al. 2"),
        *("I.3.a", "I.3.b", "I.3.c", "I.3.d", "I.3.e", "I.3.f", "I.3.g", "I.3.h"),
        *("I.4", "I.5", "I.6", "I.7", "I.8"),
        *("II.a", "II.a al. 2", "II.a al. 3.a", "II.a al. 3.b", "II.a al. 3.c", "II.a al. 3.d", "II.a al. 4"),
        *("II.a al. 5", "II.a al. 6", "II.b", "II.b al. 2"),
        *("II.3.a", "II.3.a.1", "II.3.a.2", "II.3.a.3", "II.3.a al. 2", "II.3.b", "II.3.b al. 2"),
        *("II.3.c", "II.3.c al. 2", "II.3.c al. 3", "II.4", "II.4 al. 2", "II.5", "II.6", "II.6 al. 2"),
        *("II.7", "II.7.a", "II.7.b", "II.7.c", "II.7.d", "II.8", "II.8 al. 2"),
        *("II.9", "II.9.a", "II.9 al. 2"),
        *("II.10", "II.10.a", "III", "III.i", "III al. 2"),
        *("III.1", "III.1.a", "III.1.b", "III.1.c", "III.1.d", "III.1 al. 3", "III.1 al. 4"),
        *("III.2", "III.3", "III.4", "III.4 al. 3", "III.4 al. 4"),
        *("III.5", "III.5.a", "III.5.b", "III.5.c", "III.5.d", "III.5.e", "III.5.f", "III.5.g", "III.5.h"),
        *("III.5 al. 3", "III.5 al. 4", "III.6", "III.6.a", "III.6.a al. 2", "III.6.b", "III.6.c", "III.6.d"),
        *("III.6.e", "IV", "IV.base", "IV.variante 1", "IV.PSE", "ET.I.a", "ET.I.b", "ET.II", "ET.III"),
    ],
    "CP-PREV-2019": [
        *("préambule", "art. 1", "art. 1 al. 3", "art. 1 al. 4"),
        *("art. 2", "art. 2 al. 2", "art. 2 al. 3", "art. 2 al. 4", "art. 2 al. 5"),
        *("art. 3", "art. 3.a", "art. 3.b", "art. 3.c", "art. 3 al. 2"),
        *("art. 4", "art. 4.a", "art. 4.b", "art. 4.c", "art. 4.d", "art. 4.e", "art. 4.f", "art. 4.g"),
        *("art. 5", "art. 5.a", "art. 5.b", "art. 5 al. 5"),
        *("art. 6", "art. 6 al. 2", "art. 6 al. 3", "art. 6.a", "art. 6.b"),
        *("art. 7", "art. 7 al. 2", "art. 7 al. 3", "art. 7 al. 4", "art. 8"),
        *("art. 9.a", "art. 9.b", "art. 9.c", "art. 9.d", "art. 10", "art. 10 al. 2"),
        *("art. 11", "art. 11.a", "art. 11.b", "art. 11.c", "art. 11.d", "art. 11.e", "art. 11.f"),
        *("art. 11.g", "art. 11.h", "art. 11 al. 8", "art. 12", "art. 12 al. 2", "art. 13"),
        *("art. 14", "art. 14 al. 3"),
    ],
}
ARTICLES = {a.reference: a for a in r.articles()}
# Une référence telle que l'écrivent les règles. Le numéro d'un article d'un document source est lu au plus long.
_NUMEROS = "|".join(
    re.escape(reference) for reference in sorted(ARTICLES, key=lambda reference: -len(reference))
)
CITATION = re.compile(
    rf"(?:{_NUMEROS})(?![\w-]|\.\w)"
    r"|(?:CCTP-CNRACL-2025|CG-CDG-2022|CP-PREV-2019) (?:art\. )?[IVX\d][\w.-]*"
    r"|(?:CGFP|CSS|Code du travail|C\. trav\.|Code des assurances|C\. assur\.) [LRD]\.\s?\d[\d-]*"
    r"|(?:Loi|Décret|Ordonnance) (?:n° ?)?\d{2,4}-\d+(?: art\. \d[\d-]*)?"
    r"|\bR-[A-Z]{2,3}(?:-(?:[A-Z]{3}|\d{2}))*\b"
    r"|\b(?:AMB|INT)-\d{2}\b"
)


@pytest.mark.parametrize("code", SOMMAIRES)
def test_chaque_article_du_document_a_une_reponse(code):
    document = next(d for d in r.documents() if d.code == code)
    assert [a.numero for a in document.articles] == SOMMAIRES[code]


def test_les_trois_documents_sont_couverts():
    assert [d.code for d in r.documents()] == list(SOMMAIRES)
    assert len(r.articles()) == sum(map(len, SOMMAIRES.values()))


def test_les_references_et_leurs_ancres_sont_uniques():
    for repetes in (Counter(a.reference for a in r.articles()), Counter(a.ancre for a in r.articles())):
        assert [cle for cle, nombre in repetes.items() if nombre > 1] == []


@pytest.mark.parametrize("article", r.articles(), ids=lambda a: a.reference)
def test_un_etat_et_ce_qu_il_demande(article):
    """Une règle ou un écran répond ; sinon une phrase dit pourquoi rien, ou ce qui manque."""
    assert article.titre
    assert not article.titre.endswith(".")
    repond = bool(article.regles or article.calculs or article.ecrans)
    assert repond == (article.statut in (r.REGLE, r.ECRAN))
    assert bool(article.raison) == (article.statut in (r.SANS_EFFET, r.A_VENIR))
    for phrase in filter(None, (article.raison, article.note)):
        assert phrase.endswith("."), phrase


@pytest.mark.parametrize(
    "etats",
    [
        "",
        'sans_effet = "Rien."\na_venir = "Tout."',
        'regles = ["sinistres.regles.delais"]\necrans = ["sinistres:liste"]',
        'calculs = ["droits-cmo"]\nsans_effet = "Rien."',
        'sans_effet = ""',
        'ecrans = ["sinistres:inconnu"]',
    ],
)
def test_un_article_sans_etat_ou_a_deux_etats_est_refuse(etats):
    entete = 'code = "X"\ntitre = "X"\npiece = "0"\n'
    texte = f'{entete}[[articles]]\nreference = "X art. 1"\ntitre = "T"\n{etats}\n'
    with pytest.raises(ErreurMetier) as refus:
        r.lire_document(texte, r.ecrans())
    assert refus.value.code == "source-invalide"


@pytest.mark.parametrize("citation", sorted({c for a in r.articles() for c in a.regles}))
def test_une_regle_citee_existe_et_se_presente(citation):
    module, _, fonction = citation.partition(":")
    assert re.fullmatch(rf"(?:{'|'.join(APPS)})\.regles(?:\.\w+)+", module)
    objet = import_module(module)
    assert objet.__doc__
    if fonction:
        assert getattr(objet, fonction).__doc__


@pytest.mark.parametrize("nom", sorted({c for a in r.articles() for c in a.calculs}))
def test_un_calcul_cite_est_publie(nom):
    assert nom in CALCULS


def test_un_ecran_connu_sert():
    """Aucun écran n'est décrit sans qu'un article le cite (leurs adresses sont essayées avec les écrans)."""
    assert {e.nom for a in r.articles() for e in a.ecrans} == set(r.ecrans())


def test_la_couverture_se_compte_et_se_cherche():
    tout = r.couverture()
    assert sum(tout.comptes.values()) == tout.total == len(r.articles())
    assert all(tout.comptes.values())
    franchise = r.couverture(recherche="FRANCHISE une seule")
    assert [a.reference for a in franchise.articles] == ["CCTP-CNRACL-2025 II.a al. 4"]
    assert franchise.comptes == tout.comptes
    a_venir = r.couverture(document="CG-CDG-2022", statut=r.A_VENIR)
    assert {(a.document, a.statut) for a in a_venir.articles} == {("CG-CDG-2022", "a_venir")}
    assert a_venir.total == len(SOMMAIRES["CG-CDG-2022"])
    assert r.couverture(recherche="zzz").articles == ()


@pytest.mark.parametrize("recherche", ["CCTP-CNRACL-2025 II.8", "II.8", "ii 8"])
def test_chercher_un_numero_rend_l_article_et_ses_alineas(recherche):
    assert [a.numero for a in r.couverture(recherche=recherche).articles] == ["II.8", "II.8 al. 2"]


def test_le_tri_par_etat_garde_les_documents_ensemble():
    for tri, premier in (("statut", "regle"), ("-statut", "a_venir")):
        ranges = r.couverture(tri=tri).articles
        assert list(dict.fromkeys(a.document for a in ranges)) == list(SOMMAIRES)
        assert ranges[0].statut == premier


def test_les_regles_citees_disent_leurs_articles():
    citees = regles_citees()
    delais = next(x for x in citees.regles if x.module == "sinistres.regles.delais")
    assert delais.court == "Délais du sinistre"
    assert delais.fichier == "sinistres/regles/delais.py"
    assert "CCTP-CNRACL-2025 II.3.a" in [a.reference for a in delais.articles]
    assert [f.nom for f in delais.fonctions] == ["echeance_remboursement", "limite_declaration"]
    assert all(f.titre for x in citees.regles for f in x.fonctions)
    assert set(CALCULS) <= {c.nom for c in citees.calculs}
    ancres = [x.ancre for x in (*citees.regles, *citees.calculs)]
    assert len(ancres) == len(set(ancres))
    liens = {lien.ancre for a in r.articles() for lien in liens_de(a)}
    assert liens <= set(ancres)


def citations(texte: str) -> set[str]:
    """Les références écrites dans un texte."""
    return {c.rstrip(".,;") for c in CITATION.findall(texte)}


def citees_par_le_code() -> dict[str, set[str]]:
    """Références citées par les règles et les calculs publics : chaînes du code, sources des paramètres."""
    trouvees: dict[str, set[str]] = {}
    dossiers = [RACINE / app / "regles" for app in APPS] + [RACINE / "cdg_portal" / "calculs"]
    for fichier in sorted(f for d in dossiers for f in d.rglob("*.py")):
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
                for citee in citations(noeud.value):
                    trouvees.setdefault(citee, set()).add(str(fichier.relative_to(RACINE)))
    for fichier in sorted(RACINE.glob("*/regles/parametres/*.toml")):
        for version in tomllib.loads(fichier.read_text(encoding="utf-8")).get("versions", ()):
            for citee in citations(str(version.get("reference", ""))):
                trouvees.setdefault(citee, set()).add(str(fichier.relative_to(RACINE)))
    return trouvees


def test_tout_ce_que_cite_le_code_est_connu():
    citees = citees_par_le_code()
    assert len(citees) > 50, "trop peu de citations trouvées : la recherche ne regarde pas au bon endroit"
    for attendue in ("CCTP-CNRACL-2025 II.3.a", "CG-CDG-2022 art. 2-2", "CGFP L.822-2", "R-RQ", "AMB-08"):
        assert attendue in citees
    inconnues = {citee: sorted(ou) for citee, ou in sorted(citees.items()) if r.titre_de(citee) is None}
    assert inconnues == {}


@pytest.mark.parametrize(
    ("texte", "lues"),
    [
        ("CCTP-CNRACL-2025 II.a (capitalisation), II.7 ; R-TPS-01, -02.", ["CCTP-CNRACL-2025 II.a", "R-TPS-01"]),
        ("CCTP-CNRACL-2025 III.6.z", ["CCTP-CNRACL-2025 III.6.z"]),
        ("voir CG-CDG-2022 art. 2-2.e.", ["CG-CDG-2022 art. 2-2.e"]),
        ("CCTP-CNRACL-2025 II.a al. 4 et CP-PREV", ["CCTP-CNRACL-2025 II.a al. 4"]),
        ("CP-PREV-2019 art. 7 al. 4 ; 11", ["CP-PREV-2019 art. 7 al. 4"]),
        ("CGFP L.822-6 à L.822-8", ["CGFP L.822-6"]),
        ("Loi 2025-127 art. 189, Décret 60-58", ["Loi 2025-127 art. 189", "Décret 60-58"]),
        ("R-ASS-CES-01 et R-PRV-COT-02, AMB-04, INT-01", ["R-ASS-CES-01", "R-PRV-COT-02", "AMB-04", "INT-01"]),
        ("FORFAIT_AGENT, CMO-02", []),
    ],
)  # fmt: skip
def test_les_citations_sont_reconnues(texte, lues):
    assert citations(texte) == set(lues)


@pytest.mark.parametrize(
    ("reference", "titre"),
    [
        ("CCTP-CNRACL-2025 II.8", "Prescription : deux ans, dix ans pour le décès"),
        ("CGFP L.822-3 (trois mois, décomptés en 90 jours)", "Congé de maladie ordinaire : rémunération"),
        ("Décret 60-58 art. 6", "Allocation d'invalidité temporaire"),
        ("Décret 87-602 art. 17", "Congés pour raison de santé des fonctionnaires territoriaux"),
        ("C. assur. L.114-1", "Prescription : durée et point de départ"),
        ("R-RQ", "Requalification : une seule franchise, celle de la garantie finale"),
        ("AMB-04", "Requalification, même partielle"),
        ("CP-PREV-2019", "Conditions particulières de la convention de participation en prévoyance"),
        ("CGFP L.999-1", None),
        ("CCTP-CNRACL-2025 V", None),
        ("Décret 1999-1 art. 2", None),
    ],
)
def test_titre_d_une_reference(reference, titre):
    assert r.titre_de(reference) == titre


def test_la_ligne_de_commande_ne_lit_pas_les_sources():
    """Le registre des calculs s'importe sans ouvrir ces données ni ces modules."""
    for fichier in ("registre", "ligne", "formes"):
        texte = (RACINE / "cdg_portal" / "calculs" / f"{fichier}.py").read_text(encoding="utf-8")
        assert not re.search(r"socle\.references|regles_citees|calculs\.baremes", texte), fichier
