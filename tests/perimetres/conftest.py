"""Deux communes, le CDG, et les rôles qui y tiennent quelque chose."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.roles import ROLES_DU_CDG
from tests.fabriques import CollectiviteFactory, CompteFactory, HabilitationFactory, centre_de_gestion

LE = date(2026, 6, 15)
# L'heure vraie : la base date elle-même la création des lignes.
MAINTENANT = timezone.now()
CDG = Perimetre(cdg=True)


@dataclass(frozen=True)
class Monde:
    """Ce que les essais d'accès manipulent."""

    a: Any
    b: Any
    cdg: Any
    valideur: Any
    saisie: Any
    gestionnaire: Any
    chef: Any
    administrateur: Any


@pytest.fixture(autouse=True)
def _jour(settings):
    settings.DATE_DE_REFERENCE = LE.isoformat()


@pytest.fixture
def monde(db) -> Monde:
    """Le monde, dans la transaction de l'essai ; aucun périmètre ouvert ensuite."""
    return batir()


def batir() -> Monde:
    with perimetre(CDG):
        a, b = CollectiviteFactory(), CollectiviteFactory()
        return Monde(
            a,
            b,
            centre_de_gestion(),
            tenir("RH_VALIDEUR", a),
            tenir("RH_SAISIE", a),
            tenir("GESTIONNAIRE_CDG"),
            tenir("CHEF_SERVICE_CDG"),
            tenir("ADMINISTRATEUR"),
        )


def tenir(role, collectivite=None, compte=None, **dates):
    """Un compte (neuf par défaut) qui tient ce rôle, au CDG pour un rôle du CDG."""
    ou = centre_de_gestion() if role in ROLES_DU_CDG or collectivite is None else collectivite
    return HabilitationFactory(role=role, collectivite=ou, compte=compte or CompteFactory(), **dates).compte


def entre(compte) -> Client:
    """Un navigateur où ce compte est connecté."""
    navigateur = Client()
    navigateur.force_login(compte)
    return navigateur
