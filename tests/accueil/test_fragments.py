"""htmx : le morceau repris dans la page d'un autre état donne exactement la page de l'état voulu, rechargée.

L'essai fait ce que fait htmx : il demande l'adresse avec l'en-tête HX-Request, prend dans la réponse l'élément
visé (`hx-select`), et le met à la place du même dans une page déjà ouverte. Ce que la personne a tapé dans le
formulaire de recherche est à elle : ses valeurs ne comptent pas.
"""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import tinyhtml5
from django.conf import settings
from django.urls import reverse

from tests.fabriques import AgentFactory, CollectiviteFactory, HabilitationFactory
from tests.sinistres.monde import JOUR, batir, declarer, decompter, transmettre

ESPACE = "{http://www.w3.org/1999/xhtml}"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    monde = batir()
    transmettre(decompter(declarer(monde.agent), le=date(2026, 5, 4)), le=date(2026, 5, 5))
    declarer(monde.agent_d_ailleurs, motif="CITIS_AS", debut=date(2026, 6, 1), fin=date(2026, 6, 30))
    for rang in range(26):
        AgentFactory(collectivite=monde.collectivite, nom=f"Martin{rang:02}")
    for rang in range(25):
        CollectiviteFactory(denomination=f"Commune de Tresnay {rang:02}")
    for role in ("GESTIONNAIRE_CDG", "ADMINISTRATEUR"):
        HabilitationFactory(compte=monde.chef, role=role)
    return monde


def lire(client, adresse, parametres, **entetes) -> ElementTree.Element:
    """L'arbre de la réponse, débarrassé de ce qui change à chaque rendu."""
    reponse = client.get(adresse, parametres, headers=entetes)
    assert reponse.status_code == 200, (adresse, parametres)
    texte = re.sub(r"\b[A-Za-z0-9]{64}\b", "jeton", reponse.content.decode())
    return tinyhtml5.parse(texte)


def par_id(arbre: ElementTree.Element, ident: str) -> ElementTree.Element:
    """L'unique élément de cet identifiant."""
    trouves = [e for e in arbre.iter() if e.get("id") == ident]
    assert len(trouves) == 1, (ident, len(trouves))
    return trouves[0]


def remplacer(page: ElementTree.Element, ident: str, neuf: ElementTree.Element) -> None:
    """hx-swap="outerHTML" : le blanc qui suit l'ancien élément reste."""
    ancien = par_id(page, ident)
    parent = next(p for p in page.iter() if ancien in list(p))
    neuf.tail = ancien.tail
    parent[list(parent).index(ancien)] = neuf


def normal(page: ElementTree.Element) -> str:
    """Le HTML, blancs réduits, sans les valeurs tapées dans un formulaire de recherche."""
    for formulaire in page.iter(f"{ESPACE}form"):
        if formulaire.get("role") != "search":
            continue
        for noeud in formulaire.iter():
            for etat in ("value", "selected", "checked", "open", "aria-invalid", "aria-describedby", "class"):
                noeud.attrib.pop(etat, None)
        for noeud in list(formulaire.iter()):
            for enfant in list(noeud):
                if "_error" in (enfant.get("id") or ""):
                    noeud.remove(enfant)
    return re.sub(r"\s+", " ", ElementTree.tostring(page, encoding="unicode"))


LISTES = {
    "sinistres:liste": [{"q": "dup"}, {"etat": "DECLARE"}, {"q": "zzz"}, {"du": "1/6/26", "au": "1/1/26"}],
    "sinistres:bordereaux": [{"q": "BOR"}, {"q": "zzz"}],
    "sinistres:echeances": [{"q": "dup"}, {"q": "zzz"}],
    "adhesions:collectivites": [{"q": "aubrelle"}, {"q": "zzz"}, {"page": "2"}],
    "adhesions:agents": [{"q": "martin"}, {"page": "2"}, {"q": "zzz"}],
    "adhesions:adhesions": [{"q": "aubrelle"}, {"q": "zzz"}],
    "cotisations:appels": [{"q": "zzz"}, {"etat": "EMIS"}],
    "cotisations:bases": [{"q": "zzz"}],
    "cotisations:participations": [{"q": "zzz"}],
    "accueil:simulateurs": [{"q": "franchise"}, {"q": "zzz"}],
    "accueil:articles": [{"q": "franchise"}, {"q": "zzz"}, {"page": "2"}],
    "accueil:baremes": [{"q": "carence"}, {"q": "zzz"}],
    "accueil:interpretations": [{"q": "franchise"}, {"q": "zzz"}],
    "accueil:actions": [{"q": "dup"}, {"q": "zzz"}],
    "accueil:glossaire": [{"q": "franchise"}, {"q": "zzz"}],
    "accueil:galerie": [{"q": "abgrall"}, {"q": "zzz"}, {"tri": "-agent", "page": "3"}],
    "perimetres:acces": [{"q": "zzz"}, {"role": "ADMINISTRATEUR"}],
    "perimetres:permissions": [{"role": "FINANCES"}],
}
CIBLES = {"accueil:galerie": "exemple-resultats"}


@pytest.fixture
def navigateur(client, monde):
    client.force_login(monde.chef)
    return client


def test_le_morceau_repris_donne_la_page_rechargee(navigateur):
    """Toutes les listes, de chaque état au suivant et retour ; les écarts sont dits ensemble."""
    ecarts = []
    for nom, etats in LISTES.items():
        adresse, cible = reverse(nom), CIBLES.get(nom, "resultats")
        for depart, voulu in [*pairwise([{}, *etats]), (etats[-1], {})]:
            page = lire(navigateur, adresse, depart)
            remplacer(page, cible, par_id(lire(navigateur, adresse, voulu, **FRAGMENT), cible))
            obtenue, rechargee = normal(page), normal(lire(navigateur, adresse, voulu))
            if obtenue != rechargee:
                rang = next(i for i, (a, b) in enumerate(zip(obtenue, rechargee, strict=False)) if a != b)
                ecarts.append(
                    (nom, depart, voulu, obtenue[rang - 80 : rang + 80], rechargee[rang - 80 : rang + 80])
                )
    assert ecarts == []


def test_la_recherche_d_un_agent_a_declarer(client, monde):
    client.force_login(monde.rh)
    adresse = reverse("sinistres:declarer")
    for depart, voulu in (({}, {"q": "martin"}), ({"q": "martin"}, {"q": "zzz"}), ({"q": "zzz"}, {})):
        page = lire(client, adresse, depart)
        remplacer(page, "agents", par_id(lire(client, adresse, voulu, **FRAGMENT), "agents"))
        assert normal(page) == normal(lire(client, adresse, voulu))


@pytest.mark.parametrize(
    ("nom", "hote"), [("sinistres:de_agent", "agent"), ("cotisations:de_adhesion", "adhesion")]
)
def test_ce_que_charge_une_fiche_est_aussi_une_page(navigateur, monde, nom, hote):
    """Le lien de secours, suivi sans JavaScript, ouvre une vraie page qui contient le même morceau."""
    objet = getattr(monde, hote)
    adresse = reverse(nom, args=[objet.uid])
    fiche = navigateur.get(reverse(f"adhesions:{hote}", args=[objet.uid])).content.decode()
    assert f'hx-get="{adresse}"' in fiche
    assert f'href="{adresse}"' in fiche
    page = navigateur.get(adresse).content.decode()
    fragment = navigateur.get(adresse, headers=FRAGMENT)
    assert "<!doctype html>" in page
    assert page.count("<h1") == 1
    assert "<html" not in fragment.content.decode()
    assert sans_jeton(fragment.content.decode().strip()) in sans_jeton(page)
    assert "HX-Request" in fragment["Vary"]


def sans_jeton(texte: str) -> str:
    """Le HTML sans les jetons de formulaire."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", texte)


def test_un_historique_ouvert_reprend_toujours_une_page_entiere(navigateur):
    """Rien n'est gardé dans le navigateur (noms, dossiers) : « Précédent » redemande la page."""
    page = navigateur.get(reverse("sinistres:liste")).content.decode()
    assert '"historyCacheSize": 0' in page
    assert '"refreshOnHistoryMiss": true' in page


GABARITS = Path(settings.TEMPLATES[0]["DIRS"][0])
# Essayés ailleurs : le simulateur par son envoi, le travail par son avancement, les fiches ci-dessus.
AILLEURS = {
    "accueil/simulateurs/_noeud.html",
    "accueil/simulateurs/_simulateur.html",
    "travaux/fragments/_avancement.html",
    "adhesions/agent.html",
    "adhesions/adhesion.html",
    "sinistres/declarer/agent.html",
}


def test_chaque_gabarit_qui_se_rafraichit_est_essaye(navigateur):
    """Une liste nouvelle qui vise un élément doit entrer dans `LISTES`."""
    actifs = {
        str(g.relative_to(GABARITS))
        for g in GABARITS.rglob("*.html")
        if g.parent.name != "composants" and re.search(r'\bcible="|hx-(get|post)=', g.read_text("utf-8"))
    }
    rendus = {t.name for nom in LISTES for t in navigateur.get(reverse(nom)).templates if t.name}
    assert actifs - rendus - AILLEURS == set()
