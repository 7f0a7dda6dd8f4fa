"""Invitations : une adresse, une collectivité, un rôle, un terme, un seul usage ; jamais un droit ailleurs."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from unittest.mock import patch

import pytest
import structlog
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.regles.empreintes import empreinte_du_jeton
from cdg_portal.perimetres.models import Habilitation, Invitation, InvitationEvenement
from cdg_portal.perimetres.services import (
    habilitation_finir,
    invitation_accepter,
    invitation_accepter_en_creant,
    invitation_envoyer,
    invitation_renvoyer,
    invitation_retirer,
)
from cdg_portal.socle.erreurs import ErreurMetier
from tests.aides import code_et_champ
from tests.fabriques import CompteFactory
from tests.perimetres.conftest import CDG, LE, MAINTENANT, batir, entre, tenir

ADRESSE = "invitee@exemple.fr"
SECRET = "Quatre mots sans rapport"


class Boite:
    """Retient le jeton que porte le message."""

    jeton = ""

    def __call__(self, jeton: str) -> str:
        self.jeton = jeton
        return f"https://exemple.fr/invitations/{jeton}/"


@pytest.fixture
def boite():
    return Boite()


def inviter(monde, boite, *, par=None, ou=None, email=ADRESSE, role="RH_SAISIE", maintenant=MAINTENANT):
    with perimetre(CDG):
        return invitation_envoyer(
            par=par or monde.valideur,
            collectivite=ou or monde.a,
            email=email,
            role=role,
            le=LE,
            maintenant=maintenant,
            adresse=boite,
        )


def accepter(jeton, compte, maintenant=None):
    return invitation_accepter(jeton=jeton, compte=compte, le=LE, maintenant=maintenant or timezone.now())


def droits(compte) -> set[tuple[int, str]]:
    with perimetre(CDG):
        return set(Habilitation.objects.filter(compte=compte).values_list("collectivite_id", "role"))


def test_l_invitation_donne_ce_droit_la_et_aucun_autre(monde, boite):
    compte = CompteFactory(email=ADRESSE)
    invitation = inviter(monde, boite)
    droit = accepter(boite.jeton, compte)
    assert (droit.collectivite_id, droit.role, droit.du) == (monde.a.pk, "RH_SAISIE", LE)
    assert droits(compte) == {(monde.a.pk, "RH_SAISIE")}
    with perimetre(CDG):
        servie = Invitation.objects.get(pk=invitation.pk)
    assert servie.acceptee_par == compte


def test_rejouee_retiree_expiree_ou_inconnue_meme_message(monde, boite):
    compte = CompteFactory(email=ADRESSE)
    inviter(monde, boite)
    servie = boite.jeton
    accepter(servie, compte)
    retiree = inviter(monde, boite, role="LECTEUR")
    jeton_retire = boite.jeton
    with perimetre(CDG):
        invitation_retirer(par=monde.valideur, invitation=retiree, le=LE, maintenant=MAINTENANT)
    inviter(monde, boite, role="RH_VALIDEUR")
    expiree = boite.jeton
    messages = set()
    for jeton, quand in (
        (servie, None),
        (jeton_retire, None),
        (expiree, MAINTENANT + timedelta(days=7, seconds=1)),
        ("inconnu", None),
        ("", None),
    ):
        with pytest.raises(ErreurMetier) as refus:
            accepter(jeton, compte, quand)
        messages.add((refus.value.code, refus.value.message))
    assert len(messages) == 1
    assert droits(compte) == {(monde.a.pk, "RH_SAISIE")}
    navigateur, pages = entre(compte), set()
    for jeton in (servie, jeton_retire, "inconnu"):
        reponse = navigateur.get(reverse("perimetres:invitation", args=[jeton]))
        assert reponse.status_code == 410
        pages.add(re.search(r"<main.*</main>", reponse.content.decode(), re.S)[0])
    assert len(pages) == 1 and "plus valable" in pages.pop()


def test_transferee_a_une_autre_adresse_elle_est_refusee_et_reste_valable(monde, boite):
    autre, bonne = CompteFactory(), CompteFactory(email=ADRESSE)
    inviter(monde, boite)
    with pytest.raises(ErreurMetier) as refus:
        accepter(boite.jeton, autre)
    assert refus.value.code == "invitation-autre-adresse"
    assert ADRESSE not in refus.value.message
    page = entre(autre).get(reverse("perimetres:invitation", args=[boite.jeton])).content.decode()
    assert ADRESSE not in page and "quelqu'un d'autre" in page.replace("&#x27;", "'")
    reponse = entre(autre).post(reverse("perimetres:invitation_accepter"), {"jeton": boite.jeton})
    assert reponse.status_code == 409 and droits(autre) == set()
    accepter(boite.jeton, bonne)


def test_l_invitation_d_une_collectivite_ne_donne_rien_dans_une_autre(monde, boite):
    """Faute historique de Zulip : un corps de requête ne choisit ni la collectivité, ni le rôle, ni l'adresse."""
    compte = CompteFactory(email=ADRESSE)
    inviter(monde, boite)
    corps = {
        "jeton": boite.jeton,
        "collectivite": str(monde.b.uid),
        "collectivite_id": monde.b.pk,
        "role": "ADMINISTRATEUR",
        "email": "autre@exemple.fr",
    }
    assert entre(compte).post(reverse("perimetres:invitation_accepter"), corps).status_code == 302
    assert droits(compte) == {(monde.a.pk, "RH_SAISIE")}


def test_qui_n_a_plus_le_droit_d_inviter_n_invite_plus(monde, boite):
    compte = CompteFactory(email=ADRESSE)
    inviter(monde, boite)
    with perimetre(CDG):
        habilitation_finir(
            par=monde.chef,
            habilitation=Habilitation.objects.select_related("collectivite").get(compte=monde.valideur),
            au=LE,
            motif="Départ",
            le=LE,
            maintenant=MAINTENANT,
            immediat=True,
            confirmer=True,
        )
    with pytest.raises(ErreurMetier) as refus:
        accepter(boite.jeton, compte)
    assert refus.value.code == "invitation-refusee" and droits(compte) == set()
    with perimetre(CDG):
        invitation = Invitation.objects.get()
        invitation_renvoyer(
            par=monde.chef, invitation=invitation, le=LE, maintenant=timezone.now(), adresse=boite
        )
    accepter(boite.jeton, compte)
    assert droits(compte) == {(monde.a.pk, "RH_SAISIE")}


def test_renvoyee_l_ancien_lien_ne_sert_plus(monde, boite):
    compte = CompteFactory(email=ADRESSE)
    invitation = inviter(monde, boite)
    ancien = boite.jeton
    with perimetre(CDG):
        invitation_renvoyer(
            par=monde.valideur, invitation=invitation, le=LE, maintenant=timezone.now(), adresse=boite
        )
    assert code_et_champ(
        invitation_accepter, jeton=ancien, compte=compte, le=LE, maintenant=timezone.now()
    ) == ("invitation-refusee", "")
    accepter(boite.jeton, compte)


@pytest.mark.django_db(transaction=True)
def test_deux_acceptations_a_la_fois_une_seule_passe(boite):
    from tests.travaux.test_concurrence import en_parallele

    monde = batir()
    compte = CompteFactory(email=ADRESSE)
    inviter(monde, boite)
    issues = []

    def jouer():
        try:
            accepter(boite.jeton, compte)
            issues.append("ouvert")
        except ErreurMetier as refus:
            issues.append(refus.code)

    en_parallele(*[jouer] * 4)
    assert sorted(issues) == ["invitation-refusee"] * 3 + ["ouvert"]
    assert droits(compte) == {(monde.a.pk, "RH_SAISIE")}


@pytest.mark.parametrize(
    ("saisie", "refus"),
    [
        ({"email": "pas-une-adresse"}, ("adresse-invalide", "email")),
        ({"role": "INCONNU"}, ("valeur-interdite", "role")),
        ({"role": "FINANCES"}, ("role-du-cdg", "role")),
        ({"role": "ASSUREUR"}, ("role-au-dessus", "role")),
    ],
)
def test_refus_a_l_envoi(monde, boite, saisie, refus):
    with perimetre(CDG):
        acte = {"email": ADRESSE, "role": "RH_SAISIE"} | saisie
        assert (
            code_et_champ(
                invitation_envoyer,
                par=monde.valideur,
                collectivite=monde.a,
                le=LE,
                maintenant=MAINTENANT,
                adresse=boite,
                **acte,
            )
            == refus
        )
        assert not Invitation.objects.exists()


def test_doubles(monde, boite):
    inviter(monde, boite, email=" Invitee@Exemple.FR ")
    with pytest.raises(ErreurMetier) as refus:
        inviter(monde, boite)
    assert refus.value.code == "invitation-en-double"
    with pytest.raises(ErreurMetier) as refus:
        inviter(monde, boite, email=monde.saisie.email)
    assert refus.value.code == "habilitation-en-double"
    inviter(monde, boite, ou=monde.b, par=monde.gestionnaire)  # une autre collectivité n'est pas un double


def test_le_message_part_apres_le_commit_en_francais_et_le_jeton_n_est_nulle_part_ailleurs(
    monde, django_capture_on_commit_callbacks
):
    navigateur = entre(monde.valideur)
    with (
        structlog.testing.capture_logs() as faits,
        django_capture_on_commit_callbacks(execute=True) as suites,
    ):
        page = reverse("perimetres:inviter", args=[monde.a.uid])
        assert navigateur.post(page, {"email": ADRESSE, "role": "LECTEUR"}).status_code == 302
        assert mail.outbox == []
    assert len(suites) == 1
    message = mail.outbox[0]
    assert message.to == [ADRESSE] and "portail" in message.subject
    texte, html = message.body, message.alternatives[0][0]
    for partie in (texte, html):
        assert "Élu ou lecteur" in partie and "ne sert qu'une fois" in partie
    assert str(monde.a) in texte  # l'apostrophe du nom n'est échappée qu'en HTML
    jeton = re.search(r"/invitations/([^/\s]+)/", texte)[1]
    assert jeton in html
    with perimetre(CDG):
        invitation = Invitation.objects.get()
        assert invitation.envoi == "ENVOYE" and invitation.empreinte == empreinte_du_jeton(jeton)
        histoire = str(list(InvitationEvenement.objects.values()))
    assert jeton not in str(faits) and ADRESSE not in str(faits) and jeton not in histoire
    compte = CompteFactory(email=ADRESSE)
    with structlog.testing.capture_logs() as faits:
        lecture = entre(compte).get(reverse("perimetres:invitation", args=[jeton]))
        assert "Accepter" in lecture.content.decode()
        entre(compte).post(reverse("perimetres:invitation_accepter"), {"jeton": jeton})
    assert jeton not in str(faits)
    assert "perimetre_quitte" in {f["event"] for f in faits}
    with perimetre(CDG):
        assert jeton not in str(list(InvitationEvenement.objects.values()))
        assert jeton not in str(list(Habilitation.objects.get(compte=compte).evenements.values()))


@pytest.mark.parametrize("panne", [SMTPServerDisconnected("coupé"), ConnectionRefusedError("fermé")])
def test_une_messagerie_en_panne_se_voit_et_l_invitation_se_renvoie(
    monde, panne, django_capture_on_commit_callbacks
):
    navigateur = entre(monde.valideur)
    with patch("django.core.mail.message.EmailMultiAlternatives.send", side_effect=panne):
        with django_capture_on_commit_callbacks(execute=True):
            navigateur.post(
                reverse("perimetres:inviter", args=[monde.a.uid]), {"email": ADRESSE, "role": "LECTEUR"}
            )
    liste = reverse("perimetres:acces_collectivite", args=[monde.a.uid])
    assert "Message non parti" in navigateur.get(liste).content.decode()
    with perimetre(CDG):
        invitation = Invitation.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        navigateur.post(reverse("perimetres:renvoyer", args=[invitation.uid]))
    assert "Message envoyé" in navigateur.get(liste).content.decode()
    assert len(mail.outbox) == 1


def test_lire_le_lien_n_ecrit_rien(monde, boite, client):
    inviter(monde, boite)
    for _ in range(3):
        page = client.get(reverse("perimetres:invitation", args=[boite.jeton]))
        assert page.status_code == 200
        assert page["Cache-Control"].count("no-store")
    with perimetre(CDG):
        assert Invitation.objects.get().acceptee_a is None
    assert not Compte.objects.filter(email=ADRESSE).exists()


def test_creer_son_compte_en_acceptant(monde, boite, client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    inviter(monde, boite)
    page = reverse("perimetres:invitation_accepter")
    corps = {"jeton": boite.jeton, "prenom": "Ève", "nom": "Nord", "mot_de_passe": SECRET}
    faible = client.post(page, corps | {"mot_de_passe": "Zy7!a", "confirmation": "Zy7!a"})
    assert faible.status_code == 422 and "Ève" in faible.content.decode()
    assert "12" in faible.content.decode() and "Zy7!a" not in faible.content.decode()
    different = client.post(page, corps | {"confirmation": SECRET + "!"})
    assert different.status_code == 422 and "diffèrent" in different.content.decode()
    assert not Compte.objects.filter(email=ADRESSE).exists()
    faite = client.post(page, corps | {"confirmation": SECRET, "is_staff": "on", "email": "x@exemple.fr"})
    assert faite.status_code == 302 and reverse("comptes:connexion") in faite.url
    compte = Compte.objects.get(email=ADRESSE)
    assert compte.password.startswith("argon2$argon2id$") and compte.check_password(SECRET)
    assert not compte.is_staff and not compte.is_superuser
    assert droits(compte) == {(monde.a.pk, "RH_SAISIE")}
    assert client.post(page, corps | {"confirmation": SECRET}).status_code == 410


def test_un_compte_existant_ne_voit_pas_son_mot_de_passe_change(monde, boite):
    compte = CompteFactory(email=ADRESSE)
    inviter(monde, boite)
    refus = code_et_champ(
        invitation_accepter_en_creant,
        jeton=boite.jeton,
        prenom="Ève",
        nom="Nord",
        mot_de_passe=SECRET,
        le=LE,
        maintenant=timezone.now(),
    )
    assert refus == ("compte-existant", "")
    compte.refresh_from_db()
    assert not compte.check_password(SECRET) and droits(compte) == set()
    accepter(boite.jeton, compte)


def test_une_invitation_servie_ne_se_retire_ni_ne_se_renvoie(monde, boite):
    invitation = inviter(monde, boite)
    accepter(boite.jeton, CompteFactory(email=ADRESSE))
    navigateur = entre(monde.valideur)
    for nom in ("renvoyer", "retirer"):
        reponse = navigateur.post(reverse(f"perimetres:{nom}", args=[invitation.uid]), follow=True)
        assert "déjà été acceptée ou retirée" in reponse.content.decode()


def test_retirer_se_previsualise(monde, boite):
    invitation = inviter(monde, boite)
    navigateur = entre(monde.valideur)
    page = reverse("perimetres:retirer", args=[invitation.uid])
    assert ADRESSE in navigateur.get(page).content.decode()
    with perimetre(CDG):
        assert Invitation.objects.get().retiree_a is None
    navigateur.post(page)
    with perimetre(CDG):
        assert Invitation.objects.get().retiree_a is not None


def test_une_secretaire_partagee_est_invitee_par_chacune(monde, boite):
    secretaire = CompteFactory(email=ADRESSE, prenom="Lise", nom="Partagée")
    with perimetre(CDG):
        valideur_b = tenir("RH_VALIDEUR", monde.b)
    inviter(monde, boite)
    accepter(boite.jeton, secretaire)
    inviter(monde, boite, par=valideur_b, ou=monde.b, role="LECTEUR")
    accepter(boite.jeton, secretaire)
    assert droits(secretaire) == {(monde.a.pk, "RH_SAISIE"), (monde.b.pk, "LECTEUR")}
    for valideur, sienne, autre in ((monde.valideur, monde.a, monde.b), (valideur_b, monde.b, monde.a)):
        navigateur = entre(valideur)
        for adresse in (
            reverse("perimetres:acces_collectivite", args=[sienne.uid]),
            reverse("perimetres:acces_csv"),
        ):
            lu = navigateur.get(adresse).content.decode().replace("&#x27;", "'").replace("<wbr>", "")
            assert lu.count("Partagée") and autre.denomination not in lu
            assert lu.count(ADRESSE) == 1


@pytest.mark.parametrize("jeton", ["a/b", "", "é", "a" * 500, "..", "a\nb", "a\x00b", "?x", "%2F"])
def test_un_jeton_mal_forme_est_un_lien_qui_ne_sert_plus(monde, client, jeton):
    envoi = {"jeton": jeton, "prenom": "Ève", "nom": "Nord", "mot_de_passe": "Quatre-Mots-Sans-Rapport"}
    assert client.post(reverse("perimetres:invitation_accepter"), envoi).status_code == 410
    client.force_login(monde.saisie)
    reponse = client.post(reverse("perimetres:invitation_accepter"), envoi)
    assert reponse.status_code in (409, 410)
    assert "n'est plus valable" in reponse.content.decode().replace("&#x27;", "'")
