"""Aucun champ de modèle envoyé en plus d'une saisie ne change rien : toutes les écritures, portail, admin, visiteur."""

from itertools import chain

import pytest
from django.db import transaction
from django.db.models import F
from django.urls import resolve, reverse

from adhesions.models import Agent
from tests.cloisonnement.bilan import inscrire
from tests.cloisonnement.ecritures import ABOUTIES, JAMAIS
from tests.cloisonnement.fautes_semees.outils import autour
from tests.cloisonnement.jetons import ENVOIS, tirer
from tests.cloisonnement.masse import Envoi, Essayeur
from tests.cloisonnement.matrice import ADMINISTRATION, MATRICE, PUBLIC
from tests.cloisonnement.parcours import CORPS
from tests.cloisonnement.saisies_de_masse import INJECTABLES, en_plus, preparations, saisies

pytestmark = pytest.mark.django_db

# L'API des calculs ne lit ni n'écrit aucune table : le robot la parcourt, rien n'y est à injecter.
ECRITURES = [n for n, ligne in MATRICE.items() if "POST" in ligne.methodes and not n.startswith("api:")]
# Qui a le droit d'en jouer le plus : chez l'employeur, au Centre de gestion, à l'administration.
TITULAIRES = ("RH_VALIDEUR", "CHEF_SERVICE_CDG", "ADMINISTRATEUR")
ACCEPTER = "perimetres:invitation_accepter"
POURQUOI = {cle: raison for raison, cles in JAMAIS.items() for cle in cles}


def _les_siennes(nom):
    """L'administrateur joue l'administration, et ce que lui seul peut au portail ; les autres, le portail."""
    for adresse in ECRITURES:
        action = MATRICE[adresse].action
        administre = action == ADMINISTRATION or adresse == "accueil:assister"
        if action != PUBLIC and administre == (nom == "ADMINISTRATEUR"):
            yield adresse


def _cle(adresse, url):
    """Un acte, une étape : chacun est une écriture."""
    mots = resolve(url).kwargs
    return f"{adresse}/{mots.get('cle') or mots.get('nom') or ''}".rstrip("/")


def _envois(robot, profil, adresses):
    """Par écriture, un envoi pour chaque objet de A ; ce qu'une préparation désigne n'en demande qu'un."""
    tapes, hors_page = saisies(robot.monde), en_plus(robot.monde, profil)
    avant = preparations(robot.monde, profil)
    envois = {}
    for adresse in adresses:
        # Aucune ligne de ce modèle chez A : l'envoi vise un objet absent.
        urls = list(robot.adresses.de(adresse, "A", tous=True)) or robot.adresses.de(adresse, None)
        for url in urls:
            cle = _cle(adresse, url)
            if cle in envois and cle in avant:
                continue
            envois.setdefault(cle, []).append(
                Envoi(
                    url,
                    (CORPS, tapes.get(cle, {})),
                    hors_page.get(cle, {}),
                    avant.get(cle),
                    injectables=INJECTABLES.get(cle),
                )
            )
    return envois


def _verifier(nom, essayeur, envois):
    """Aucun changement interdit ; ce qui aboutit est exactement ce qui est attendu ; dit pourquoi le reste non."""
    abouties, interdits = set(), []
    for cle, lot in envois.items():
        joue, trouves = essayeur.essayer(lot)
        interdits += trouves
        if joue.ecrit:
            abouties.add(cle)
        else:
            print(
                f"{nom} : {cle} n'écrit pas ({joue.refus}) : {POURQUOI.get(cle, 'un autre le fait aboutir')}"
            )
    assert interdits == [], "\n".join(interdits)
    attendues = ABOUTIES[nom] & set(envois)
    assert abouties == attendues, (sorted(attendues - abouties), sorted(abouties - attendues))
    inscrire(
        champs_injectes=essayeur.champs_injectes,
        changements_interdits=len(interdits),
        ecritures_abouties=len(abouties),
    )


def test_chaque_ecriture_aboutit_pour_quelqu_un_ou_dit_pourquoi():
    abouties = set(chain.from_iterable(ABOUTIES.values()))
    assert not abouties & set(POURQUOI)
    assert {cle.partition("/")[0] for cle in abouties | set(POURQUOI)} == set(ECRITURES)


@pytest.mark.parametrize("nom", TITULAIRES)
def test_aucun_champ_injecte_n_est_ecrit(robot, nom):
    profil = robot.monde.profils[nom]
    envois = _envois(robot, profil, _les_siennes(nom))
    assert set(envois) <= {*POURQUOI, *chain.from_iterable(ABOUTIES.values())}
    _verifier(nom, Essayeur(robot.monde, profil.compte), envois)


def _prend_tout(request, reponse):
    if request.method == "POST":
        agent = Agent.objects.filter(uid=request.resolver_match.kwargs["uid"])
        agent.update(prenom=request.POST.get("prenom") or F("prenom"))
    return reponse


def test_l_essai_voit_un_champ_pris_en_trop(robot, monkeypatch):
    """Une vue qui lit un champ que sa page ne déclare pas : sans quoi l'absence d'écart ne dirait rien."""
    autour("adhesions:sortir", _prend_tout)(monkeypatch)
    profil = robot.monde.profils["RH_VALIDEUR"]
    envois = _envois(robot, profil, ["adhesions:sortir"])["adhesions:sortir"]
    joue, ecarts = Essayeur(robot.monde, profil.compte).essayer(envois)
    assert joue.ecrit
    assert any("('prenom', 'Injecté')" in ecart for ecart in ecarts)


@pytest.fixture
def jetons(robot, request):
    """Des jetons de A qui valent, dont une invitation pour cette adresse électronique."""
    with transaction.atomic():
        yield tirer(robot.monde.locataires["A"], invite=request.param(robot.monde))
        transaction.set_rollback(True)


@pytest.mark.parametrize("jetons", [lambda monde: "nouvelle@exemple.fr"], indirect=True, ids=["inconnue"])
def test_aucun_champ_injecte_n_est_ecrit_par_un_visiteur(robot, jetons):
    """Connexion, mot de passe oublié, lien, invitation acceptée : un compte et un droit y naissent."""
    lecteur = robot.monde.profils["LECTEUR"].compte
    tapes = {
        **ENVOIS,
        "comptes:connexion": {"username": lecteur.email, "password": "Mot de passe de CompteLecteur"},
        "account_reset_password": {"email": lecteur.email},
    }
    envois = {}
    for nom in (n for n in ECRITURES if MATRICE[n].action == PUBLIC):
        url = jetons.adresses.get(nom) or next(robot.adresses.de(nom, None))
        plus = {**ENVOIS[nom], "jeton": jetons.invitation} if nom == ACCEPTER else {}
        envois[nom] = [Envoi(url, (tapes.get(nom, {}),), plus, suivre=True)]
    _verifier("anonyme", Essayeur(robot.monde, None), envois)


@pytest.mark.parametrize(
    "jetons", [lambda monde: monde.profils["sans habilitation"].compte.email], indirect=True, ids=["connue"]
)
def test_accepter_en_etant_connecte_n_ecrit_que_le_droit_propose(robot, jetons):
    essayeur = Essayeur(robot.monde, robot.monde.profils["sans habilitation"].compte)
    envoi = Envoi(reverse(ACCEPTER), (), {"jeton": jetons.invitation})
    _verifier("anonyme", essayeur, {ACCEPTER: [envoi]})
