"""Petites aides communes des essais."""

import pytest
from django.test import Client

from cdg_portal.socle.erreurs import ErreurMetier
from tests.fabriques import HabilitationFactory


def code_et_champ(acte, /, **parametres):
    """Joue un acte qui doit être refusé ; rend le code et le champ du refus, dont le message n'est pas vide."""
    with pytest.raises(ErreurMetier) as refus:
        acte(**parametres)
    assert refus.value.message
    return refus.value.code, refus.value.champ


def client_de(role, collectivite=None, **options):
    """Navigateur d'un compte neuf qui tient ce rôle (sur le CDG si aucune collectivité n'est donnée)."""
    droit = {"role": role} | ({"collectivite": collectivite} if collectivite else {})
    navigateur = Client(**options)
    navigateur.compte = HabilitationFactory(**droit).compte
    navigateur.force_login(navigateur.compte)
    return navigateur
