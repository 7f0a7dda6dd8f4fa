"""Sessions : douze heures, liste lisible, révocation à la requête suivante, effet immédiat d'un droit fini."""

import time
from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.regles.appareils import INCONNUE, adresse_tronquee, appareil
from tests.comptes.conftest import INSTANT, MOT_DE_PASSE, connecte, entrer

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.0 Mobile/15E148 Safari/604.1"
)
NEUF = "Quatre-Mots-Sans-Rapport"


@pytest.mark.parametrize(
    ("agent", "mots"),
    [
        (FIREFOX, "Firefox sous Windows"),
        (IPHONE, "Safari sous iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge sous Linux"),
        ("curl/8.0", "Appareil inconnu"),
        ("", "Appareil inconnu"),
    ],
)
def test_un_appareil_se_dit_en_mots(agent, mots):
    assert appareil(agent) == mots


@pytest.mark.parametrize(
    ("adresse", "gardee"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1:2::9", "2001:db8:1::"),
        ("::1", "0::"),
        ("", INCONNUE),
    ],
)
def test_l_adresse_gardee_ne_designe_pas_le_poste(adresse, gardee):
    assert adresse_tronquee(adresse) == gardee


def test_une_session_dure_douze_heures_meme_en_s_en_servant(compte, temps):
    navigateur = entrer(compte)
    for _ in range(11):
        temps.shift(timedelta(hours=1))
        assert connecte(navigateur)
    temps.shift(timedelta(minutes=59))
    assert connecte(navigateur)
    temps.shift(timedelta(minutes=1, seconds=1))
    assert not connecte(navigateur)


def test_la_liste_dit_l_appareil_l_activite_et_la_session_courante(compte, temps):
    ici = entrer(compte, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.77")
    temps.shift(timedelta(minutes=10))
    entrer(compte, HTTP_USER_AGENT=IPHONE)
    temps.shift(timedelta(minutes=5))
    ici.get(reverse("comptes:compte"))
    page = ici.get(reverse("comptes:sessions"))
    texte = page.content.decode()
    courante, autre = page.context["sessions"]
    assert (courante.appareil, courante.courante) == ("Firefox sous Windows", True)
    assert courante.vue_a == INSTANT + timedelta(minutes=15)
    assert (autre.appareil, autre.courante) == ("Safari sous iPhone", False)
    assert "192.0.2" not in texte
    assert not any(cle in texte for cle in UserSession.objects.values_list("session_key", flat=True))
    assert {s.ip for s in UserSession.objects.all()} == {"192.0.2.0", "127.0.0.0"}


def test_fermer_une_session_prend_effet_a_la_requete_suivante(compte):
    ici, ailleurs, encore = (entrer(compte) for _ in range(3))
    numero = UserSession.objects.get(session_key=ailleurs.session.session_key).pk
    debut = time.monotonic()
    ici.post(reverse("comptes:sessions"), {"numero": numero})
    assert not connecte(ailleurs)
    assert time.monotonic() - debut < 1
    assert connecte(encore)
    assert "La session est fermée." in ici.get(reverse("comptes:sessions")).content.decode()
    ici.post(reverse("comptes:sessions"))
    assert not connecte(encore)
    assert connecte(ici)


def test_on_ne_ferme_que_les_siennes_et_pas_la_courante(compte):
    autre = Compte.objects.create_user("autre@exemple.fr", MOT_DE_PASSE, prenom="Noé", nom="Val")
    moi, lui = entrer(compte), entrer(autre)
    sienne = UserSession.objects.get(session_key=lui.session.session_key).pk
    mienne = UserSession.objects.get(session_key=moi.session.session_key).pk
    for numero in (sienne, mienne, "x", "9" * 30):
        moi.post(reverse("comptes:sessions"), {"numero": numero})
    assert connecte(lui)
    assert connecte(moi)


def test_changer_de_mot_de_passe_ferme_les_autres_sessions(compte, courriels):
    ici, ailleurs = entrer(compte), entrer(compte)
    faux = ici.post(reverse("account_change_password"), {"password": "faux", "nouveau": NEUF})
    assert "pas votre mot de passe actuel" in faux.content.decode().replace("&#x27;", "'")
    court = ici.post(reverse("account_change_password"), {"password": MOT_DE_PASSE, "nouveau": "court"})
    assert "trop court" in court.content.decode()
    saisie = {"password": MOT_DE_PASSE, "nouveau": NEUF}
    (avis,) = courriels(lambda: ici.post(reverse("account_change_password"), saisie))
    assert "mot de passe de votre compte a été changé" in avis.body
    assert not connecte(ailleurs)
    assert connecte(ici)
    assert [s.courante for s in ici.get(reverse("comptes:sessions")).context["sessions"]] == [True]
    assert not connecte(entrer(compte))
    assert connecte(entrer(compte, mot_de_passe=NEUF))


def test_sortir_ferme_la_session_et_l_ote_de_la_liste(compte):
    navigateur = entrer(compte)
    navigateur.post(reverse("comptes:deconnexion"))
    assert not connecte(navigateur)
    assert not UserSession.objects.exists()


def test_un_compte_desactive_sort_aussitot(compte):
    navigateur = entrer(compte)
    assert connecte(navigateur)
    Compte.objects.filter(pk=compte.pk).update(is_active=False)
    assert not connecte(navigateur)


def test_une_habilitation_finie_ne_sert_plus_aussitot(gestionnaire):
    navigateur = entrer(gestionnaire)
    assert navigateur.get(reverse("sinistres:liste")).status_code == 200
    assert "Gestionnaire du CDG" in navigateur.get(reverse("comptes:compte")).content.decode()
    with perimetre(Perimetre(cdg=True)):
        gestionnaire.habilitations.update(au=date(2026, 6, 14), du=date(2026, 1, 1))
    assert navigateur.get(reverse("sinistres:liste")).status_code == 403
    assert "Aucun droit" in navigateur.get(reverse("comptes:compte")).content.decode()
