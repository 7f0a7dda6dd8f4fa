"""Écriture des collectivités, des habilitations et de ce qui y mène."""

from cdg_portal.perimetres.services.collectivites import collectivite_creer
from cdg_portal.perimetres.services.delegations import delegation_creer, delegation_terminer
from cdg_portal.perimetres.services.demandes import (
    demande_acces_accepter,
    demande_acces_proposer,
    demande_acces_refuser,
    demande_rattachable,
)
from cdg_portal.perimetres.services.habilitations import habilitation_accorder, habilitation_finir
from cdg_portal.perimetres.services.installation import premier_administrateur_installer
from cdg_portal.perimetres.services.invitations import (
    invitation_accepter,
    invitation_accepter_en_creant,
    invitation_envoyer,
    invitation_renvoyer,
    invitation_retirer,
)

__all__ = [
    "collectivite_creer",
    "delegation_creer",
    "delegation_terminer",
    "demande_acces_accepter",
    "demande_acces_proposer",
    "demande_acces_refuser",
    "demande_rattachable",
    "habilitation_accorder",
    "habilitation_finir",
    "invitation_accepter",
    "invitation_accepter_en_creant",
    "invitation_envoyer",
    "invitation_renvoyer",
    "invitation_retirer",
    "premier_administrateur_installer",
]
