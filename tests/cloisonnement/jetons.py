"""Des jetons qui valent, tirés par les services : ceux qu'une personne de la collectivité aurait reçus."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cdg_portal.accueil.calendrier.abonnement import abonnement_creer
from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.comptes.services import lien_de_connexion_creer
from cdg_portal.comptes.services.administration import chemin_de_mot_de_passe
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.services import invitation_envoyer
from tests.cloisonnement.monde import Locataire

PHRASE = "Quatre-Mots-Sans-Rapport"
# Ce que l'on envoie à chacune de ces adresses.
ENVOIS: dict[str, dict[str, str]] = {
    "comptes:lien": {},
    "account_reset_password_from_key": {"nouveau": PHRASE},
    "perimetres:invitation_accepter": {
        "prenom": "Ada", "nom": "Nouvelle", "mot_de_passe": PHRASE, "confirmation": PHRASE,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Jetons:
    """Les adresses que ces jetons ouvrent, et celui d'une invitation (il voyage aussi dans un corps)."""

    adresses: dict[str, str]
    invitation: str


def tirer(locataire: Locataire, *, invite: str) -> Jetons:
    """Pour cette collectivité : calendrier et liens de sa RH, invitation de cette adresse électronique."""
    rh, maintenant, jetons = locataire.rh, timezone.now(), []

    def retenir(jeton: str) -> str:
        jetons.append(jeton)
        return jeton

    with perimetre(locataire.perimetre):
        calendrier = abonnement_creer(compte=rh, instant=maintenant, le=aujourdhui())
        invitation_envoyer(
            par=rh,
            collectivite=locataire.collectivite,
            email=invite,
            role="LECTEUR",
            le=aujourdhui(),
            maintenant=maintenant,
            adresse=retenir,
        )
        lien = lien_de_connexion_creer(compte=rh, maintenant=maintenant, duree=timedelta(hours=1))
    adresses: dict[str, Any] = {
        "accueil:calendrier_ics": reverse("accueil:calendrier_ics", args=[calendrier]),
        "perimetres:invitation": reverse("perimetres:invitation", args=jetons),
        "comptes:lien": reverse("comptes:lien", args=[lien]),
        "account_reset_password_from_key": chemin_de_mot_de_passe(rh),
    }
    return Jetons(adresses, jetons[0])
