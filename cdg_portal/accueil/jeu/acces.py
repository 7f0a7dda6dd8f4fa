"""Ce que la démonstration montre des accès : une invitation en attente, une délégation de congé."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cdg_portal.accueil.jeu.acteurs import Acteurs
from cdg_portal.perimetres.selectors import delegations_donnees, droits_du_compte, invitations_en_attente
from cdg_portal.perimetres.services import delegation_creer, invitation_envoyer

CODE = "GRANDS_TILLEULS"
INVITEE = "accueil.tilleuls@exemple.fr"


def installer_acces(acteurs: Acteurs, collectivites: dict[str, Any], le: date) -> None:
    """Une fois ; sans effet si cette collectivité n'est pas chargée. Le lien n'est pas montré : on le renvoie."""
    saisie, lecteur = acteurs.tenants.get(("RH_SAISIE", CODE)), acteurs.tenants.get(("LECTEUR", CODE))
    if saisie is None or lecteur is None:
        return
    collectivite = collectivites[CODE]
    with acteurs.en_rh(CODE):
        if not invitations_en_attente(collectivite_id=collectivite.pk).exists():
            invitation_envoyer(
                par=acteurs.rh(CODE),
                collectivite=collectivite,
                email=INVITEE,
                role="LECTEUR",
                le=le,
                maintenant=timezone.now(),
                adresse=lambda jeton: f"/invitations/{jeton}/",
            )
        if not delegations_donnees(compte_id=saisie.pk).exists():
            delegation_creer(
                delegant=saisie,
                droits=[d for d in droits_du_compte(compte=saisie, au=le) if d.role == "RH_SAISIE"],
                delegataire=lecteur,
                du=le,
                au=le + timedelta(days=21),
                motif="Congés d'été",
                le=le,
            )
