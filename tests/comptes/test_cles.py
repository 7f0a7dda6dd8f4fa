"""Clés d'accès : ce qu'une clé ouvre seule, à quel parcours sert un défi, et les réponses forgées."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from cdg_portal.comptes.models import Compte
from tests.comptes.cle_logicielle import Cle
from tests.comptes.conftest import MOT_DE_PASSE, connecte, entrer

ENTREE, ETAPE = reverse("mfa_login_webauthn"), reverse("mfa_authenticate")
AJOUT, PREUVE = reverse("mfa_add_webauthn"), reverse("mfa_reauthenticate_webauthn")


def inscrire(compte: Compte, *, seule: bool, verifiee: bool = True) -> Cle:
    """Une clé neuve, ajoutée au compte comme on l'ajoute vraiment."""
    navigateur, cle = entrer(compte), Cle()
    demande = _demande(navigateur, AJOUT)
    saisie = {"name": "Clé", "credential": cle.inscrire(demande, verifiee=verifiee)}
    navigateur.post(AJOUT, saisie | ({"passwordless": "on"} if seule else {}))
    assert Authenticator.objects.filter(user=compte, type="webauthn").exists()
    return cle


def _demande(navigateur: Client, adresse: str) -> dict:
    """Ce qu'une page demande à la clé."""
    if adresse == ENTREE:
        donnees = navigateur.get(adresse, headers={"X-Requested-With": "XMLHttpRequest"}).json()
    else:
        donnees = navigateur.get(adresse).context["js_data"]
    demande = donnees.get("request_options") or donnees.get("creation_options")
    return dict(demande["publicKey"])


def repondre(navigateur: Client, adresse: str, reponse: str):
    return navigateur.post(adresse, {"credential": reponse})


@pytest.fixture
def autre(compte) -> Compte:
    return Compte.objects.create_user("noe.tilleul@exemple.fr", MOT_DE_PASSE, prenom="Noé", nom="Tilleul")


def test_une_cle_inscrite_pour_cela_ouvre_seule(compte):
    cle, navigateur = inscrire(compte, seule=True), Client()
    repondre(navigateur, ENTREE, cle.signer(_demande(navigateur, ENTREE), verifiee=True))
    assert connecte(navigateur)


def test_une_cle_de_second_facteur_n_ouvre_pas_seule_et_la_page_le_dit(compte):
    cle, navigateur = inscrire(compte, seule=False), Client()
    refus = repondre(navigateur, ENTREE, cle.signer(_demande(navigateur, ENTREE), verifiee=True))
    assert not connecte(navigateur)
    assert ["Cette clé ne suffit pas" in str(m) for m in get_messages(refus.wsgi_request)] == [True]


@pytest.mark.parametrize(("seule", "mot"), [(True, "À entrer, seule"), (False, "Après le mot de passe")])
def test_le_compte_dit_a_quoi_sert_chaque_cle(compte, seule, mot):
    inscrire(compte, seule=seule)
    lu = Client()
    lu.force_login(compte)
    assert mot in lu.get(reverse("mfa_index")).content.decode()


def test_une_cle_ne_s_inscrit_pour_ouvrir_seule_que_si_la_personne_est_verifiee(compte):
    navigateur, cle = entrer(compte), Cle()
    saisie = {"passwordless": "on", "credential": cle.inscrire(_demande(navigateur, AJOUT), verifiee=False)}
    assert "n&#x27;est pas reconnu" in navigateur.post(AJOUT, saisie).content.decode()
    assert not Authenticator.objects.exists()


def test_sans_code_ni_empreinte_aucune_cle_n_ouvre_seule(compte):
    cle, navigateur = inscrire(compte, seule=True), Client()
    repondre(navigateur, ENTREE, cle.signer(_demande(navigateur, ENTREE), verifiee=False))
    assert not connecte(navigateur)


@pytest.mark.parametrize("seule", [True, False])
@pytest.mark.parametrize("verifiee", [True, False])
def test_le_defi_du_second_facteur_ne_sert_pas_a_entrer_par_cle(compte, autre, temps, seule, verifiee):
    """Le défi de l'étape n'exige pas de vérifier la personne : celui qui le détourne entrerait avec la clé seule."""
    inscrire(autre, seule=False)
    cle = inscrire(compte, seule=seule)
    navigateur = entrer(autre)
    demande = _demande(navigateur, ETAPE)
    temps.shift(timedelta(minutes=20))  # l'étape a expiré, le défi reste dans la session
    repondre(navigateur, ENTREE, cle.signer(demande, verifiee=verifiee))
    assert not connecte(navigateur)
    assert STATE_SESSION_KEY not in navigateur.session


def test_le_second_facteur_par_cle_ouvre_apres_le_mot_de_passe(compte):
    cle, navigateur = inscrire(compte, seule=False, verifiee=False), entrer(compte)
    repondre(navigateur, ETAPE, cle.signer(_demande(navigateur, ETAPE), verifiee=False))
    assert connecte(navigateur)


def test_le_defi_d_une_autre_personne_ne_sert_pas_de_second_facteur(compte, autre):
    """Un même navigateur, deux étapes : le défi de la première ne vaut pas pour la seconde."""
    cles = {autre: inscrire(autre, seule=False), compte: inscrire(compte, seule=False)}
    navigateur = entrer(autre)
    demande = _demande(navigateur, ETAPE)
    navigateur.post(reverse("comptes:connexion"), {"username": compte.email, "password": MOT_DE_PASSE})
    repondre(navigateur, ETAPE, cles[compte].signer(demande, verifiee=True))
    assert not connecte(navigateur)


def test_le_defi_de_l_entree_ne_sert_ni_a_l_etape_ni_a_la_preuve(compte):
    cle = inscrire(compte, seule=True)
    navigateur = Client()
    reponse = cle.signer(_demande(navigateur, ENTREE), verifiee=True)
    navigateur.post(reverse("comptes:connexion"), {"username": compte.email, "password": MOT_DE_PASSE})
    repondre(navigateur, ETAPE, reponse)
    assert not connecte(navigateur)
    navigateur = Client()
    reponse = cle.signer(_demande(navigateur, ENTREE), verifiee=True)
    navigateur.force_login(compte)
    repondre(navigateur, PREUVE, reponse)
    assert "second_facteur" not in navigateur.session


def test_un_defi_ne_sert_qu_une_fois_meme_a_une_reponse_fausse(compte):
    cle, navigateur = inscrire(compte, seule=True), Client()
    demande = _demande(navigateur, ENTREE)
    repondre(navigateur, ENTREE, Cle().signer(demande, verifiee=True))
    assert STATE_SESSION_KEY not in navigateur.session
    repondre(navigateur, ENTREE, cle.signer(demande, verifiee=True))
    assert not connecte(navigateur)


def test_la_preuve_par_cle_vaut_second_facteur(compte):
    cle, navigateur = inscrire(compte, seule=False), Client()
    navigateur.force_login(compte)
    repondre(navigateur, PREUVE, cle.signer(_demande(navigateur, PREUVE), verifiee=False))
    assert navigateur.session["second_facteur"] == "local"


FORGEES = [{"id": 1}, {"id": "AA"}, {}, [], 1, "x", {"response": {}}]
VALEURS = (None, 1, "AA", "é", {}, "A" * 300)


def _forgees(juste: str):
    """La réponse juste, où chaque valeur est tour à tour ôtée ou remplacée."""
    yield from FORGEES
    for chemin in _chemins(json.loads(juste)):
        for valeur in VALEURS:
            forgee = noeud = json.loads(juste)
            for nom in chemin[:-1]:
                noeud = noeud[nom]
            noeud.update({chemin[-1]: valeur}) if valeur is not None else noeud.pop(chemin[-1])
            yield forgee


def _chemins(noeud: dict, avant: tuple = ()):
    for nom, valeur in noeud.items():
        yield (*avant, nom)
        if isinstance(valeur, dict):
            yield from _chemins(valeur, (*avant, nom))


def _garder(navigateur: Client, etat: dict) -> None:
    """Remet le défi en attente : chaque réponse est lue jusqu'au bout."""
    session = navigateur.session
    session[STATE_SESSION_KEY] = etat
    session.save()


def test_aucune_reponse_forgee_ne_fait_de_panne(compte):
    cle, anonyme, dedans = inscrire(compte, seule=True), Client(), Client()
    a_l_etape = entrer(compte)
    dedans.force_login(compte)
    autre = Compte.objects.create_user("noe.tilleul@exemple.fr", MOT_DE_PASSE, prenom="Noé", nom="Tilleul")
    neuve, ajout = Cle(), entrer(autre)
    for navigateur, adresse, repond in (
        (anonyme, ENTREE, cle.signer),
        (a_l_etape, ETAPE, cle.signer),
        (dedans, PREUVE, cle.signer),
        (ajout, AJOUT, neuve.inscrire),
    ):
        navigateur.raise_request_exception = False
        juste = repond(_demande(navigateur, adresse), verifiee=True)
        etat = navigateur.session[STATE_SESSION_KEY]
        for forgee in _forgees(juste):
            _garder(navigateur, etat)
            statut = repondre(navigateur, adresse, json.dumps(forgee)).status_code
            assert statut < 500, (adresse, forgee)
