"""ProConnect : ce qui est signé et attendu entre ; tout le reste est refusé, en français et sans session."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes import proconnect
from cdg_portal.comptes.models import Compte, IdentiteProConnect
from cdg_portal.comptes.proconnect import _au_nom_de
from cdg_portal.comptes.services import tentatives
from cdg_portal.comptes.services.proconnect import identite_rapprocher
from cdg_portal.comptes.signaux import siret_propose
from cdg_portal.journal.models import Evenement
from cdg_portal.perimetres.models import Habilitation
from cdg_portal.settings import base
from tests.comptes import fournisseur as faux
from tests.comptes.conftest import connecte
from tests.fabriques import HabilitationFactory, centre_de_gestion, siren_numero, siret_de_siren

pytestmark = pytest.mark.django_db
SIRET = siret_de_siren(siren_numero(77))
PERSONNE = {
    "sub": "sub-de-camille",
    "email": "Camille.Orme@exemple.fr",
    "given_name": "Camille",
    "usual_name": "Orme",
    "siret": SIRET,
    "organizational_unit": "Service des ressources humaines",
}


@pytest.fixture
def fournisseur(settings, db):
    cache.clear()
    with perimetre(Perimetre(cdg=True)):
        centre_de_gestion()  # il reçoit les demandes d'accès dont le SIRET n'est pas le sien
    f = faux.Fournisseur(personne=dict(PERSONNE))
    serveur = faux.servir(f)
    settings.PROCONNECT_URL = f.adresse
    settings.PROCONNECT_CLIENT_ID, settings.PROCONNECT_CLIENT_SECRET = faux.CLIENT, faux.SECRET
    settings.PROCONNECT_DELAI = 1
    yield f
    serveur.shutdown()
    serveur.server_close()


@pytest.fixture
def camille():
    return Compte.objects.create_user("camille.orme@exemple.fr", prenom="Camille", nom="Orme")


@pytest.fixture
def propositions():
    recues = []

    def ecouter(sender, **annonce):
        recues.append((annonce["compte"].email, annonce["siret"], annonce["organisation"]))

    siret_propose.connect(ecouter)
    yield recues
    siret_propose.disconnect(ecouter)


def partir(navigateur, **parametres):
    """L'adresse de ProConnect où le navigateur est envoyé."""
    return navigateur.get(reverse("comptes:proconnect"), parametres)


def entrer(fournisseur, navigateur=None, **retour):
    """Le parcours entier ; `retour` change ce que rapporte le navigateur."""
    navigateur = navigateur or Client()
    rapporte = fournisseur.autoriser(partir(navigateur).url) | retour
    return navigateur, navigateur.get(reverse("comptes:proconnect_retour"), rapporte)


def refuse(navigateur, reponse, *mots):
    """Une page en français, aucune session, aucun compte touché."""
    texte = reponse.content.decode()
    assert reponse.status_code == 400
    assert "Vous n&#x27;êtes pas connecté" in texte or "Vous n'êtes pas connecté" in texte
    for mot in mots:
        assert mot in texte.replace("&#x27;", "'")
    assert "_auth_user_id" not in navigateur.session
    assert not connecte(navigateur)
    assert not IdentiteProConnect.objects.exists()


def test_absent_tant_qu_il_n_est_pas_regle(client):
    assert "ProConnect" not in client.get(reverse("comptes:connexion")).content.decode()
    assert partir(client).status_code == 404
    assert client.get(reverse("comptes:proconnect_retour"), {"code": "x"}).status_code == 404


def test_la_demande_porte_state_nonce_pkce_et_acr(fournisseur, client, settings):
    settings.PROCONNECT_ACR_VALUES = "eidas2"
    adresse = partir(client).url
    demande = {cle: v[0] for cle, v in parse_qs(urlsplit(adresse).query).items()}
    assert adresse.startswith(f"{fournisseur.adresse}/authorize?")
    assert (demande["response_type"], demande["client_id"]) == ("code", faux.CLIENT)
    assert (demande["code_challenge_method"], demande["acr_values"]) == ("S256", "eidas2")
    assert demande["redirect_uri"] == f"http://testserver{reverse('comptes:proconnect_retour')}"
    assert min(len(demande[cle]) for cle in ("state", "nonce", "code_challenge")) >= 32
    seconde = {cle: v[0] for cle, v in parse_qs(urlsplit(partir(client).url).query).items()}
    assert {demande["state"], demande["nonce"]}.isdisjoint({seconde["state"], seconde["nonce"]})


@pytest.mark.parametrize("signer", [faux.signe, faux.signe_es], ids=["RS256", "ES256"])
def test_une_personne_inconnue_recoit_un_compte_sans_droit(fournisseur, propositions, signer):
    fournisseur.signer = fournisseur.signer_userinfo = signer
    navigateur, reponse = entrer(fournisseur)
    assert (reponse.status_code, reponse.url) == (302, "/")
    compte = Compte.objects.get(email="camille.orme@exemple.fr")
    assert (compte.prenom, compte.nom, compte.is_staff) == ("Camille", "Orme", False)
    assert not compte.has_usable_password()
    assert connecte(navigateur)
    with perimetre(Perimetre(cdg=True)):
        assert not Habilitation.objects.exists()
    assert propositions == [(compte.email, SIRET, "Service des ressources humaines")]


def test_l_adresse_d_un_compte_le_rattache_et_le_previent(fournisseur, camille, courriels):
    (avis,) = courriels(lambda: entrer(fournisseur))
    assert avis.to == [camille.email]
    assert "rattachée à votre compte" in avis.body
    assert IdentiteProConnect.objects.get().compte == camille
    assert courriels(lambda: entrer(fournisseur)) == []
    assert Compte.objects.count() == 1


def test_une_adresse_reprise_par_quelqu_un_d_autre_n_herite_pas_du_compte(fournisseur, camille, courriels):
    """Une adresse de service change de main : l'autre identité est refusée et consignée, rien n'est rattaché."""
    entrer(fournisseur)
    fournisseur.personne["sub"] = "sub-du-successeur"
    navigateur, reponse = entrer(fournisseur)
    assert reponse.status_code == 400
    texte = reponse.content.decode().replace("&#x27;", "'")
    assert "une autre identité" in texte and "administrateur" in texte
    assert not connecte(navigateur)
    assert [i.sub for i in IdentiteProConnect.objects.all()] == ["sub-de-camille"]
    with perimetre(Perimetre(cdg=True)):
        acte = Evenement.objects.get(action="proconnect-refuse")
    assert (acte.objet_uid, acte.acteur_id) == (camille.uid, None)
    fournisseur.personne["sub"] = "sub-de-camille"
    assert connecte(entrer(fournisseur)[0])


@pytest.mark.django_db(transaction=True)
def test_deux_identites_simultanees_n_en_rattachent_qu_une():
    Compte.objects.create_user("camille.orme@exemple.fr", prenom="Camille", nom="Orme")
    depart = Barrier(4)

    def rattacher(rang: int) -> bool:
        identite = proconnect.Identite(
            f"sub-{rang}", "camille.orme@exemple.fr", "Camille", "Orme", "", "", frozenset(), ""
        )
        try:
            depart.wait()
            identite_rapprocher(identite=identite, maintenant=timezone.now())
        except proconnect.RefusProConnect:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as fils:
        assert sum(fils.map(rattacher, range(4))) == 1
    assert IdentiteProConnect.objects.count() == 1


def test_la_page_demandee_est_gardee_mais_jamais_ailleurs(fournisseur, camille):
    for suite, menee in (("/compte/sessions/", "/compte/sessions/"), ("https://pirate.exemple/", "/")):
        navigateur = Client()
        rapporte = fournisseur.autoriser(partir(navigateur, next=suite).url)
        assert navigateur.get(reverse("comptes:proconnect_retour"), rapporte).url == menee


def test_un_siret_forge_ne_donne_aucun_droit(fournisseur, camille, propositions):
    """Même celui du Centre de gestion : il ne fait que proposer."""
    with perimetre(Perimetre(cdg=True)):
        cdg = HabilitationFactory().collectivite
        fournisseur.personne["siret"] = siret_de_siren(cdg.siren)
    navigateur, _ = entrer(fournisseur)
    assert navigateur.get(reverse("sinistres:liste")).status_code == 403
    with perimetre(Perimetre(cdg=True)):
        assert not Habilitation.objects.filter(compte=camille).exists()
    fournisseur.personne["siret"] = "12345678901234"
    entrer(fournisseur)
    assert [siret for _, siret, _ in propositions] == [siret_de_siren(cdg.siren)]


def test_une_adresse_changee_ne_change_rien_et_previent_l_ancienne_une_fois(fournisseur, camille, courriels):
    entrer(fournisseur)
    victime = Compte.objects.create_user("chef@exemple.fr", prenom="Ève", nom="Nord")
    fournisseur.personne["email"] = victime.email
    (avis,) = courriels(lambda: entrer(fournisseur))
    assert avis.to == [camille.email]
    assert "chef@exemple.fr" in avis.body
    assert courriels(lambda: entrer(fournisseur)) == []
    navigateur, _ = entrer(fournisseur)
    assert navigateur.session["_auth_user_id"] == str(camille.pk)
    camille.refresh_from_db()
    assert camille.email == "camille.orme@exemple.fr"
    assert not victime.identites_proconnect.exists()


def test_un_compte_desactive_reste_dehors(fournisseur, camille):
    Compte.objects.update(is_active=False)
    refuse(*entrer(fournisseur), "désactivé", "Centre de gestion")


@pytest.mark.parametrize(
    "signer",
    [
        faux.sans_signature,
        faux.clef_publique_pour_secret,
        faux.hs_du_secret_du_client,
        faux.mauvaise_cle,
        faux.cle_inconnue,
        lambda contenu: "pas.un.jeton",
    ],
    ids=["alg=none", "confusion HS/RS", "HS256", "mauvaise clé", "clé inconnue", "illisible"],
)
@pytest.mark.parametrize("jeton", ["signer", "signer_userinfo"], ids=["id_token", "userinfo"])
def test_un_jeton_mal_signe_est_refuse(fournisseur, camille, jeton, signer):
    setattr(fournisseur, jeton, signer)
    refuse(*entrer(fournisseur), "ne peut pas vérifier", "mot de passe")


@pytest.mark.parametrize(
    "faute",
    [
        {"aud": "un-autre-service"},
        {"aud": [faux.CLIENT, "un-autre-service"]},
        {"iss": "https://pirate.exemple"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": "quelqu-un-d-autre"},
    ],
    ids=["aud", "deux aud", "iss", "expiré", "sans échéance", "futur", "sub"],
)
@pytest.mark.parametrize("jeton", ["id_token", "userinfo"])
def test_un_jeton_qui_n_est_pas_pour_nous_est_refuse(fournisseur, camille, jeton, faute):
    setattr(fournisseur, jeton, faute)
    refuse(*entrer(fournisseur))


def test_un_userinfo_non_signe_est_refuse(fournisseur, camille):
    fournisseur.userinfo_en_clair = True
    refuse(*entrer(fournisseur), "ne peut pas vérifier")


@pytest.mark.parametrize("nonce", ["un-autre-nonce", None, ""], ids=["faux", "absent", "vide"])
def test_un_nonce_faux_est_refuse(fournisseur, camille, nonce):
    fournisseur.id_token = {"nonce": nonce}
    refuse(*entrer(fournisseur), "a déjà servi")


@pytest.mark.parametrize("state", ["un-autre-state", "", "é"], ids=["faux", "vide", "accentué"])
def test_un_state_faux_est_refuse(fournisseur, camille, state):
    refuse(*entrer(fournisseur, state=state), "ne correspond à aucune demande")
    assert fournisseur.echanges == []  # le code n'a pas même été présenté


def test_une_reponse_ne_sert_qu_une_fois_et_dans_son_navigateur(fournisseur, camille):
    navigateur = Client()
    rapporte = fournisseur.autoriser(partir(navigateur).url)
    refuse(*(autre := Client(), autre.get(reverse("comptes:proconnect_retour"), rapporte)), "aucune demande")
    assert navigateur.get(reverse("comptes:proconnect_retour"), rapporte).status_code == 302
    navigateur.post(reverse("comptes:deconnexion"))
    rejeu = navigateur.get(reverse("comptes:proconnect_retour"), rapporte)
    assert (rejeu.status_code, connecte(navigateur)) == (400, False)


def test_une_reponse_trop_tardive_est_refusee(fournisseur, camille, monkeypatch):
    monkeypatch.setattr("cdg_portal.comptes.proconnect.DUREE_D_ATTENTE", -1)
    refuse(*entrer(fournisseur), "dix minutes")


def test_un_abandon_se_dit(fournisseur, camille, client):
    etat = fournisseur.autoriser(partir(client).url)["state"]
    adresse = reverse("comptes:proconnect_retour")
    refuse(client, client.get(adresse, {"error": "access_denied", "state": etat}), "abandonnée")


@pytest.mark.parametrize("muet", ["/token", "/jwks", "/userinfo"])
def test_un_fournisseur_muet_est_dit_en_deux_secondes(fournisseur, camille, muet):
    fournisseur.muet = muet
    debut = time.monotonic()
    refuse(*entrer(fournisseur), "ProConnect ne répond pas")
    assert time.monotonic() - debut < 5


@pytest.mark.parametrize(
    "configuration",
    [{"issuer": "https://pirate.exemple"}, {"token_endpoint": "ftp://pirate.exemple/"}, {"jwks_uri": ""}],
    ids=["émetteur", "schéma", "manque"],
)
def test_une_configuration_etrangere_est_refusee(fournisseur, camille, client, configuration):
    fournisseur.configuration = configuration
    refuse(client, partir(client), "configuration")


@pytest.mark.parametrize("userinfo", [{"email": ""}, {"email": None}, {"email_verified": False}])
def test_sans_adresse_verifiee_on_n_entre_pas(fournisseur, camille, userinfo):
    fournisseur.userinfo = userinfo
    refuse(*entrer(fournisseur), "adresse électronique vérifiée")


def test_le_second_facteur_local_reste_du_sauf_si_proconnect_l_atteste(fournisseur, camille, settings):
    Authenticator.objects.create(user=camille, type="totp", data={"secret": "inutile"})
    navigateur, reponse = entrer(fournisseur)
    assert reponse.url == reverse("mfa_authenticate")
    assert not connecte(navigateur)
    fournisseur.id_token = {"acr": "eidas2", "amr": ["pwd", "mfa"]}
    navigateur, reponse = entrer(fournisseur)  # non réglé : ne dispense de rien
    assert reponse.url == reverse("mfa_authenticate")
    for reconnu in ("eidas2", "mfa"):
        settings.PROCONNECT_DEUXIEME_FACTEUR = [reconnu]
        navigateur, reponse = entrer(fournisseur)
        assert reponse.url == "/"
        assert connecte(navigateur)
    fournisseur.id_token = {}
    navigateur, reponse = entrer(fournisseur)
    assert not connecte(navigateur)


def test_le_second_facteur_impose_vaut_aussi_par_proconnect(fournisseur, camille, settings):
    settings.DEUXIEME_FACTEUR_OBLIGATOIRE = True
    with perimetre(Perimetre(cdg=True)):
        HabilitationFactory(compte=camille)
    navigateur, _ = entrer(fournisseur)
    assert navigateur.get(reverse("sinistres:liste")).url.startswith(reverse("mfa_index"))
    settings.PROCONNECT_DEUXIEME_FACTEUR = ["eidas2"]
    fournisseur.id_token = {"acr": "eidas2"}
    navigateur, _ = entrer(fournisseur)
    assert navigateur.get(reverse("sinistres:liste")).status_code == 200


def test_sortir_ferme_aussi_la_session_de_proconnect(fournisseur, camille):
    navigateur, _ = entrer(fournisseur)
    sortie = urlsplit(navigateur.post(reverse("comptes:deconnexion")).url)
    parametres = parse_qs(sortie.query)
    assert f"{sortie.scheme}://{sortie.netloc}{sortie.path}" == f"{fournisseur.adresse}/session/end"
    assert parametres["post_logout_redirect_uri"] == [f"http://testserver{reverse('comptes:connexion')}"]
    assert parametres["id_token_hint"][0].count(".") == 2
    assert not connecte(navigateur)
    navigateur, _ = entrer(fournisseur)
    fournisseur.muet = "/.well-known"
    cache.clear()  # la configuration gardée suffirait à sortir
    assert navigateur.post(reverse("comptes:deconnexion")).url == reverse("comptes:connexion")
    assert not connecte(navigateur)


def lectures(fournisseur, fin):
    return sum(chemin.endswith(fin) for chemin in fournisseur.lus)


def test_configuration_et_cles_sont_lues_une_fois(fournisseur, camille):
    for _ in range(3):
        entrer(fournisseur)
    assert (lectures(fournisseur, "openid-configuration"), lectures(fournisseur, "/jwks")) == (1, 1)


def test_une_cle_nouvelle_fait_relire_les_cles_une_fois_par_minute_au_plus(fournisseur, camille):
    fournisseur.cles = []
    refuse(*entrer(fournisseur), "ne peut pas vérifier")
    assert lectures(fournisseur, "/jwks") == 2  # la première lecture, et une relecture
    for _ in range(3):
        refuse(*entrer(fournisseur), "ne peut pas vérifier")
    assert lectures(fournisseur, "/jwks") == 2
    cache.delete(f"{_au_nom_de(f'{fournisseur.adresse}/jwks')}.relues")  # une minute a passé
    fournisseur.cles = faux.CLES
    navigateur, _ = entrer(fournisseur)
    assert connecte(navigateur)
    assert lectures(fournisseur, "/jwks") == 3


def test_une_cle_de_chiffrement_ne_signe_pas(fournisseur, camille):
    fournisseur.cles = [cle | {"use": "enc"} for cle in faux.CLES]
    refuse(*entrer(fournisseur), "ne peut pas vérifier")


def test_l_emetteur_est_celui_publie_barre_finale_comprise(fournisseur, camille):
    emetteur = f"{fournisseur.adresse}/"
    fournisseur.configuration = {"issuer": emetteur}
    fournisseur.id_token = fournisseur.userinfo = {"iss": emetteur}
    navigateur, _ = entrer(fournisseur)
    assert connecte(navigateur)


def test_un_cache_arrete_n_empeche_pas_d_entrer(fournisseur, camille, settings):
    settings.CACHES = {"default": base.CACHE_REDIS | {"LOCATION": "redis://127.0.0.1:1/0"}}
    navigateur, _ = entrer(fournisseur)
    assert connecte(navigateur)


def test_les_departs_d_un_poste_sont_comptes_meme_sans_cache(fournisseur, client, settings, monkeypatch):
    settings.CACHES = {"default": base.CACHE_REDIS | {"LOCATION": "redis://127.0.0.1:1/0"}}
    monkeypatch.setattr(tentatives, "DEPARTS_PAR_POSTE", 2)
    assert [partir(client).status_code for _ in range(4)] == [302, 302, 400, 400]
    assert "Trop de connexions" in partir(client).content.decode()
    assert client.get(reverse("comptes:proconnect"), REMOTE_ADDR="192.0.2.8").status_code == 302


@pytest.mark.parametrize(
    "forgee",
    [
        {"sub": "s" * 300},
        {"sub": "a\0b"},
        {"email": "pas une adresse@"},
        {"email": f"{'a' * 250}@exemple.fr"},
    ],
    ids=["sub long", "sub nul", "adresse fausse", "adresse longue"],
)
def test_une_identite_que_la_base_ne_peut_garder_est_refusee(fournisseur, forgee):
    fournisseur.personne.update(forgee)
    refuse(*entrer(fournisseur))


def test_un_caractere_nul_dans_un_nom_ne_bloque_personne(fournisseur):
    fournisseur.personne.update({"given_name": "Ca\0mille", "organizational_unit": "Ser\0vice"})
    navigateur, _ = entrer(fournisseur)
    assert connecte(navigateur)
    assert Compte.objects.get(email="camille.orme@exemple.fr").prenom == "Camille"


@pytest.fixture
def appels(monkeypatch):
    """Chaque appel au fournisseur : où, avec quel délai, et combien de transactions y étaient ouvertes de plus."""
    notes, appeler, dehors = [], proconnect.requests.request, len(connection.atomic_blocks)

    def noter(methode, adresse, **options):
        notes.append((urlsplit(adresse).path, options["timeout"], len(connection.atomic_blocks) - dehors))
        return appeler(methode, adresse, **options)

    monkeypatch.setattr(proconnect.requests, "request", noter)
    return notes


def test_aucune_transaction_n_attend_le_fournisseur(fournisseur, camille, appels):
    """Départ, retour (jeton, clés, userinfo) et sortie : hors du périmètre, avec un délai."""
    cache.clear()
    navigateur, _ = entrer(fournisseur)
    cache.clear()
    assert navigateur.post(reverse("comptes:deconnexion")).url.startswith(f"{fournisseur.adresse}/")
    vus = {chemin for chemin, _, _ in appels}
    assert {"/token", "/jwks", "/userinfo"} <= vus
    assert sum(chemin.endswith("openid-configuration") for chemin, _, _ in appels) == 2
    assert {(delai, ouvertes) for _, delai, ouvertes in appels} == {(1, 0)}


def test_qui_est_connecte_n_appelle_pas_le_fournisseur(fournisseur, camille, appels):
    navigateur, _ = entrer(fournisseur)
    appels.clear()
    cache.clear()
    assert partir(navigateur).status_code == 302
    assert (
        navigateur.get(reverse("comptes:proconnect_retour"), {"code": "x", "state": "y"}).status_code == 302
    )
    assert navigateur.get(reverse("comptes:compte")).status_code == 200
    assert appels == []
