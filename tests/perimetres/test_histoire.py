"""Qui a accordé, confié ou fini quel droit, quand et pourquoi : en phrases, et chez soi seulement."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.journal.models import Evenement
from cdg_portal.journal.selectors import chronologie_de
from cdg_portal.journal.services import consigner
from cdg_portal.perimetres.models import Habilitation
from cdg_portal.perimetres.roles import Role
from cdg_portal.perimetres.services import delegation_creer, invitation_envoyer
from tests.fabriques import CompteFactory
from tests.perimetres.conftest import CDG, LE, MAINTENANT, batir, entre, tenir


def _droit(compte):
    with perimetre(CDG):
        return Habilitation.objects.select_related("compte", "collectivite").get(compte=compte)


def _finir(monde, droit, par=None):
    donnees = {"au": "30/06/2026", "motif": "Départ à la retraite"}
    reponse = entre(par or monde.valideur).post(reverse("perimetres:finir", args=[droit.uid]), donnees)
    assert reponse.status_code == 302


def _page(compte, nom, *args, **options):
    return entre(compte).get(reverse(nom, args=args), options).content.decode()


def _phrase(monde, droit):
    return f"{monde.valideur} a fixé au 30/06/2026 la fin du droit « RH, saisie » de {droit.compte}"


def test_la_fin_d_un_droit_se_lit_partout_ou_le_droit_se_lit(monde):
    droit = _droit(monde.saisie)
    _finir(monde, droit)
    for page in (
        _page(monde.valideur, "perimetres:acces_collectivite", monde.a.uid),
        _page(monde.valideur, "perimetres:finir", droit.uid),
        _page(monde.saisie, "perimetres:mes_acces"),
        _page(monde.chef, "perimetres:acces"),
    ):
        assert _phrase(monde, droit) in page
        assert "Départ à la retraite" in page


def test_ni_chez_une_autre_collectivite_ni_chez_un_collegue(monde):
    droit = _droit(monde.saisie)
    _finir(monde, droit)
    with perimetre(CDG):
        ailleurs = tenir("RH_VALIDEUR", monde.b)
    for page in (
        _page(ailleurs, "perimetres:acces_collectivite", monde.b.uid),
        _page(ailleurs, "perimetres:mes_acces"),
        _page(monde.gestionnaire, "perimetres:mes_acces"),
    ):
        assert str(droit.compte) not in page
        assert "Départ à la retraite" not in page
    assert entre(ailleurs).get(reverse("perimetres:finir", args=[droit.uid])).status_code == 404


def test_un_droit_fini_garde_son_histoire_pour_son_titulaire(monde):
    with perimetre(CDG):
        ancien = tenir("LECTEUR", monde.a, monde.saisie, du=LE - timedelta(90), au=LE - timedelta(1))
    texte = _page(ancien, "perimetres:mes_acces")
    assert f"Un acte hors du portail a accordé « {Role.LECTEUR.label} » à {ancien}" in unescape(texte)
    assert f"du {LE - timedelta(90):%d/%m/%Y} au {LE - timedelta(1):%d/%m/%Y}" in texte


def test_une_delegation_dit_qui_confie_et_pourquoi(monde):
    droit = _droit(monde.valideur)
    with perimetre(CDG):
        collegue = monde.saisie
        delegation_creer(
            delegant=monde.valideur,
            droits=[droit],
            delegataire=collegue,
            du=LE,
            au=LE + timedelta(20),
            motif="Congé d'été",
            le=LE,
        )
    texte = _page(monde.valideur, "perimetres:mes_acces")
    assert f"a confié « RH, validation » à {collegue}" in texte
    assert "Congé d'été" in unescape(texte)


def test_une_invitation_acceptee_dit_qui_a_invite(monde):
    compte, jetons = CompteFactory(email="nouvelle@commune.fr"), []
    with perimetre(CDG):
        invitation_envoyer(
            par=monde.valideur,
            collectivite=monde.a,
            email=compte.email,
            role="RH_SAISIE",
            le=LE,
            maintenant=MAINTENANT,
            adresse=lambda jeton: jetons.append(jeton) or jeton,
        )
    assert (
        entre(compte).post(reverse("perimetres:invitation_accepter"), {"jeton": jetons[0]}).status_code == 302
    )
    phrase = f"{compte} a accepté l'invitation de {monde.valideur} : « RH, saisie » pour {monde.a}"
    assert phrase in unescape(_page(compte, "perimetres:mes_acces"))


@pytest.mark.django_db(transaction=True)
def test_chaque_changement_va_a_l_acte_qui_le_suit_dans_sa_transaction():
    monde = batir()
    droit = _droit(monde.saisie)
    with perimetre(CDG):
        for jours in (5, 9):
            droit.au = LE + timedelta(jours)
            droit.save()
            consigner(objet=droit, action=f"fin-{jours}", libelle=f"Fin à {jours} jours", le=LE)
        faits = {f.action: [d.apres for d in f.details] for f in chronologie_de(droit) if f.action}
        assert Evenement.objects.count() == 2
    assert faits == {
        "fin-5": [f"{LE + timedelta(5):%d/%m/%Y}"],
        "fin-9": [f"{LE + timedelta(9):%d/%m/%Y}"],
    }
