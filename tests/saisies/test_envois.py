"""Deux envois simultanés de la même page : un seul objet, et chacun est mené au même résultat."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from adhesions.models import Agent
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.regles.empreintes import empreinte_du_jeton
from cdg_portal.perimetres.models import Invitation
from cdg_portal.perimetres.services import invitation_accepter_en_creant
from cdg_portal.socle.erreurs import ErreurMetier
from tests.fabriques import CollectiviteFactory, CompteFactory, HabilitationFactory
from tests.saisies.test_brouillons import AGENT, jeton_de

pytestmark = pytest.mark.django_db(transaction=True)
ENSEMBLE = 4


def ensemble(acte):
    """Joue l'acte dans plusieurs fils ; rend ce que chacun rend."""

    def jouer(rang):
        try:
            return acte(rang)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(ENSEMBLE) as fils:
        return list(fils.map(jouer, range(ENSEMBLE)))


def test_quatre_envois_simultanes_un_seul_agent(settings):
    settings.DATE_DE_REFERENCE = "2026-06-15"
    with perimetre(Perimetre(cdg=True)):
        commune = CollectiviteFactory()
        compte = HabilitationFactory(role="RH_VALIDEUR", collectivite=commune).compte
    adresse = reverse("adhesions:enregistrer_agent", args=[commune.uid])
    clients = []
    for _ in range(ENSEMBLE):
        client = Client()
        client.force_login(compte)
        clients.append(client)
    # Des matricules différents ne se gênent pas ailleurs : seule la clé de la page retient le second envoi.
    envoi = AGENT | {"_saisie": jeton_de(clients[0].get(adresse))}
    reponses = ensemble(lambda rang: clients[rang].post(adresse, envoi))
    with perimetre(Perimetre(cdg=True)):
        agent = Agent.objects.get()
    assert {(r.status_code, r.url) for r in reponses} == {(302, reverse("adhesions:agent", args=[agent.uid]))}


def test_deux_inscriptions_simultanees_de_la_meme_adresse():
    """Deux invitations d'une même personne, ouvertes ensemble : un compte, et un refus qui dit quoi faire."""
    with perimetre(Perimetre(cdg=True)):
        hote = CompteFactory()
        for rang in range(ENSEMBLE):
            commune = CollectiviteFactory()
            HabilitationFactory(compte=hote, role="RH_VALIDEUR", collectivite=commune)
            Invitation.objects.create(
                collectivite=commune,
                email="nouvelle@exemple.fr",
                role="RH_SAISIE",
                empreinte=empreinte_du_jeton(f"jeton-{rang}"),
                invite_par=hote,
                expire_a=timezone.now() + timedelta(days=3),
            )

    def accepter(rang):
        try:
            invitation_accepter_en_creant(
                jeton=f"jeton-{rang}",
                prenom="Zoé",
                nom="Ébrard",
                mot_de_passe="une phrase assez longue pour servir",
                le=date(2026, 6, 15),
                maintenant=timezone.now(),
            )
        except ErreurMetier as refus:
            return refus.code
        return "acceptée"

    issues = ensemble(accepter)
    assert sorted(issues) == sorted(["acceptée"] + ["compte-existant"] * (ENSEMBLE - 1))
    assert Compte.objects.filter(email="nouvelle@exemple.fr").count() == 1
