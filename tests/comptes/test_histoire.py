"""Ce que chacun fait de ses secrets est au journal, sans le secret ; la personne et l'administrateur le lisent."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.services.administration import chemin_de_mot_de_passe
from cdg_portal.comptes.services.personne import ACTES
from cdg_portal.journal.models import Evenement
from tests.comptes.cle_logicielle import Cle
from tests.comptes.conftest import INSTANT, MOT_DE_PASSE, SECRET, application, code_de, entrer
from tests.fabriques import HabilitationFactory, centre_de_gestion

NOUVEAU = "un-tout-autre-mot-de-passe"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cdg(db):
    with perimetre(Perimetre(cdg=True)):
        return centre_de_gestion()


def _actes() -> list[tuple[str, str, int | None]]:
    with perimetre(Perimetre(cdg=True)):
        return [(e.action, e.libelle, e.acteur_id) for e in Evenement.objects.order_by("id")]


def _changer(compte):
    saisie = {"password": MOT_DE_PASSE, "nouveau": NOUVEAU}
    return entrer(compte).post(reverse("account_change_password"), saisie)


def _choisir(compte):
    navigateur = entrer(compte, mot_de_passe="faux")
    page = navigateur.get(chemin_de_mot_de_passe(compte))
    return navigateur.post(page.url, {"new_password1": NOUVEAU, "nouveau": NOUVEAU})


def _inscrire(compte):
    navigateur = entrer(compte)
    secret = navigateur.get(reverse("mfa_activate_totp")).context["form"].secret
    return navigateur.post(reverse("mfa_activate_totp"), {"code": code_de(INSTANT, secret)})


def _entre_avec_application(compte):
    application(compte)
    return entrer(compte, code=code_de(INSTANT))


def _retirer(compte):
    return _entre_avec_application(compte).post(reverse("mfa_deactivate_totp"))


def _remplacer(compte):
    return _entre_avec_application(compte).post(reverse("mfa_generate_recovery_codes"))


def _cle(compte) -> Authenticator:
    return Authenticator.objects.create(user=compte, type="webauthn", data={"name": "Clé", "credential": {}})


def _retirer_la_cle(compte):
    navigateur = _entre_avec_application(compte)
    return navigateur.post(reverse("mfa_remove_webauthn", args=[_cle(compte).pk]))


def _renommer_la_cle(compte):
    navigateur = _entre_avec_application(compte)
    return navigateur.post(reverse("mfa_edit_webauthn", args=[_cle(compte).pk]), {"nom": "Autre"})


GESTES = {
    "mot-de-passe-change": (_changer, True),
    "mot-de-passe-choisi": (_choisir, False),
    "application-ajoutee": (_inscrire, True),
    "application-retiree": (_retirer, True),
    "codes-remplaces": (_remplacer, True),
    "cle-retiree": (_retirer_la_cle, True),
    "cle-renommee": (_renommer_la_cle, True),
}


@pytest.mark.parametrize("action", GESTES)
def test_chaque_geste_est_au_journal_sans_le_secret(compte, action):
    """Par le lien reçu, personne n'est connecté : l'acte est sur le compte, sans acteur."""
    geste, connecte = GESTES[action]
    assert geste(compte).status_code == 302
    assert _actes() == [(action, f"{ACTES[action]} : {compte}", compte.pk if connecte else None)]
    for secret in (NOUVEAU, MOT_DE_PASSE, SECRET):
        assert secret not in str(_actes())


def test_une_cle_ajoutee_est_au_journal(compte):
    navigateur, adresse = _entre_avec_application(compte), reverse("mfa_add_webauthn")
    demande = navigateur.get(adresse).context["js_data"]["creation_options"]["publicKey"]
    saisie = {"name": "Clé", "credential": Cle().inscrire(demande, verifiee=True)}
    assert navigateur.post(adresse, saisie).status_code == 302
    assert [action for action, _, _ in _actes()] == ["cle-ajoutee"]


def test_un_geste_refuse_ou_defait_n_est_pas_au_journal(compte, monkeypatch):
    navigateur = entrer(compte)
    navigateur.post(reverse("account_change_password"), {"password": "faux", "nouveau": NOUVEAU})
    assert _actes() == []


def test_la_personne_et_l_administrateur_lisent_l_histoire(compte):
    _changer(compte)
    libelle = "Mot de passe changé par la personne : Camille Orme"
    page = entrer(compte, mot_de_passe=NOUVEAU).get(reverse("comptes:compte")).content.decode()
    assert libelle in page
    assert "15/06/2026 11:00" in page, "à l'heure de Paris"
    autre = Compte.objects.create_user("autre@exemple.fr", MOT_DE_PASSE, prenom="Une", nom="Autre")
    assert libelle not in entrer(autre).get(reverse("comptes:compte")).content.decode()
    with perimetre(Perimetre(cdg=True)):
        admin = HabilitationFactory(role="ADMINISTRATEUR").compte
    admin.is_staff = admin.is_superuser = True
    admin.set_password(MOT_DE_PASSE)
    admin.save()
    fiche = entrer(admin).get(reverse("admin:comptes_compte_change", args=[compte.pk]))
    assert libelle in fiche.content.decode()
