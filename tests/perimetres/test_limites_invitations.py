"""Le portail n'inonde personne : trois renvois par invitation, cinquante messages par personne, par jour."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.models import Invitation
from cdg_portal.perimetres.services import (
    invitation_envoyer,
    invitation_renvoyer,
    invitation_retirer,
    limites,
)
from cdg_portal.socle.erreurs import ErreurMetier
from tests.perimetres.conftest import CDG, LE, entre, tenir


def _inviter(par, ou, email="invitee@exemple.fr", borne=CDG):
    with perimetre(borne):
        return invitation_envoyer(
            par=par,
            collectivite=ou,
            email=email,
            role="RH_SAISIE",
            le=LE,
            maintenant=timezone.now(),
            adresse=str,
        )


def _renvoyer(par, invitation, plus_tard=timedelta(0)):
    with perimetre(CDG):
        return invitation_renvoyer(
            par=par, invitation=invitation, le=LE, maintenant=timezone.now() + plus_tard, adresse=str
        )


def test_trois_renvois_par_jour_puis_un_refus_clair(monde):
    invitation = _inviter(monde.valideur, monde.a)
    for _ in range(3):
        _renvoyer(monde.valideur, invitation)
    with pytest.raises(ErreurMetier, match="déjà été renvoyée 3 fois") as refus:
        _renvoyer(monde.gestionnaire, invitation)
    assert refus.value.code == "trop-d-invitations"
    page = entre(monde.valideur).post(reverse("perimetres:renvoyer", args=[invitation.uid]), follow=True)
    assert "rien n&#x27;est parti" in page.content.decode()
    _renvoyer(monde.valideur, invitation, plus_tard=timedelta(days=1, minutes=1))


def test_retirer_et_inviter_de_nouveau_ne_remet_rien_a_zero(monde):
    for _ in range(4):
        invitation = _inviter(monde.valideur, monde.a)
        with perimetre(CDG):
            invitation_retirer(par=monde.valideur, invitation=invitation, le=LE, maintenant=timezone.now())
    with pytest.raises(ErreurMetier, match="déjà été renvoyée"):
        _inviter(monde.valideur, monde.a)
    _inviter(monde.valideur, monde.a, email="autre@exemple.fr")


def test_tant_de_messages_par_personne_toutes_collectivites_confondues(monde, monkeypatch):
    monkeypatch.setattr(limites, "MESSAGES", 3)
    with perimetre(CDG):
        tenir("RH_VALIDEUR", monde.b, monde.valideur)
    premiere = _inviter(monde.valideur, monde.a, "un@exemple.fr")
    _renvoyer(monde.valideur, premiere)
    _inviter(monde.valideur, monde.a, "deux@exemple.fr")
    borne = Perimetre(collectivites=(monde.b.pk,), utilisateur=monde.valideur.pk)
    with pytest.raises(ErreurMetier, match="Vous avez envoyé 3 invitations"):
        _inviter(monde.valideur, monde.b, "trois@exemple.fr", borne=borne)
    _inviter(monde.gestionnaire, monde.a, "trois@exemple.fr")
    reponse = entre(monde.valideur).post(
        reverse("perimetres:inviter", args=[monde.a.uid]),
        {"email": "quatre@exemple.fr", "role": "RH_SAISIE"},
    )
    assert reponse.status_code == 422
    assert "Reprenez demain" in reponse.content.decode()
    with perimetre(CDG):
        assert Invitation.objects.count() == 3


def test_le_lien_porte_l_adresse_reglee_pas_celle_de_la_requete(
    monde, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.ADRESSE_DU_PORTAIL = "https://portail.cdg99.fr"
    with django_capture_on_commit_callbacks(execute=True):
        entre(monde.valideur).post(
            reverse("perimetres:inviter", args=[monde.a.uid]),
            {"email": "cinq@exemple.fr", "role": "RH_SAISIE"},
            headers={"host": "testserver:6666"},
        )
    (message,) = mailoutbox
    assert "https://portail.cdg99.fr/invitations/" in message.body
    assert "6666" not in message.body
