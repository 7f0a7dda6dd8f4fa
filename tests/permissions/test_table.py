"""Chaque adresse du portail a son action, chaque action sert : la table dit vrai, et toute la vérité."""

import pytest
from django.urls import reverse

from cdg_portal.accueil.menu import _entrees
from cdg_portal.perimetres.permissions import ACCORDABLES, TABLE, a_qui_demander, roles_de
from cdg_portal.perimetres.roles import ROLES_DU_CDG, Role
from cdg_portal.travaux import registre
from sinistres.web.catalogue import ACTES
from tests.aides import client_de
from tests.cloisonnement.matrice import PORTAIL
from tests.cloisonnement.pages import ADRESSES

pytestmark = pytest.mark.django_db
# Ouvertes à tout compte, pour ce qui est à lui.
POUR_SOI = {"perimetres:mes_acces", "perimetres:choisir"}


def _actions_des_vues() -> dict[str, str]:
    return {nom: getattr(motif.callback, "action", "") for nom, motif in ADRESSES.items()}


def test_chaque_adresse_du_portail_a_une_action():
    sans = [nom for nom, action in _actions_des_vues().items() if action not in TABLE]
    assert set(sans) == POUR_SOI


def test_chaque_action_de_la_table_sert():
    servies = {
        *_actions_des_vues().values(),
        *(action for _, _, action in _entrees()),
        *(acte.action for acte in ACTES.values()),
        *(t.lecture for t in registre.types().values()),
    }
    assert set(TABLE) - servies == set()


@pytest.mark.parametrize("action", sorted(TABLE))
def test_une_ligne_se_lit_et_s_accorde(action):
    """Un libellé, un objet, au moins un rôle, et quelqu'un à qui le demander, quel que soit son propre rôle."""
    ligne = TABLE[action]
    assert ligne.libelle
    assert ligne.objet
    assert ligne.roles <= set(Role)
    assert ligne.roles
    for role in Role:
        assert a_qui_demander(action, [role])
    assert a_qui_demander(action, [])


def test_on_demande_au_plus_pres():
    assert "RH, validation" in a_qui_demander("sinistres.declarer", ["LECTEUR"])
    assert "chef de service" in a_qui_demander("bases.controler", ["RH_SAISIE"])
    assert "chef de service" in a_qui_demander("agents.lire", ["FINANCES"])
    assert "administrateur" in a_qui_demander("administration.ouvrir", ["RH_SAISIE"])


def test_nul_n_accorde_au_dessus_de_lui():
    assert Role.ADMINISTRATEUR not in ACCORDABLES[Role.CHEF_SERVICE_CDG]
    assert not ACCORDABLES[Role.RH_VALIDEUR] & ROLES_DU_CDG


@pytest.mark.parametrize("role", list(Role))
def test_le_menu_et_les_pages_suivent_la_table(role, cdg):
    """Chaque page sans identifiant s'ouvre à qui a son action, et se refuse à tout autre."""
    from tests.fabriques import CollectiviteFactory

    navigateur = client_de(role, None if role in ROLES_DU_CDG else CollectiviteFactory())
    for nom, motif in ADRESSES.items():
        if motif.pattern.converters or nom in POUR_SOI:
            continue
        envoyer = navigateur.get if "GET" in PORTAIL[nom].methodes else navigateur.post
        statut = envoyer(reverse(nom)).status_code
        assert (statut == 403) == (role not in roles_de(motif.callback.action)), (nom, statut)


def test_un_client_d_api_n_ouvre_aucun_ecran():
    assert [action for action, ligne in TABLE.items() if Role.CLIENT_API in ligne.roles] == []
