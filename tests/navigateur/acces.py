"""De quoi remplir les écrans des accès."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cdg_portal.perimetres.models import DemandeAcces, Habilitation, Invitation, Siret
from cdg_portal.perimetres.services import delegation_creer, demande_acces_proposer, invitation_envoyer
from tests.fabriques import CompteFactory, HabilitationFactory
from tests.sinistres.monde import JOUR


def poser_les_acces(monde: Any, tout_le_cdg: Any) -> str:
    """Une invitation (dont le jeton est rendu), une demande, une délégation chez la collectivité du monde."""
    jetons: list[str] = []
    maintenant = timezone.now()
    with tout_le_cdg():
        lectrice = HabilitationFactory(role="LECTEUR", collectivite=monde.collectivite).compte
        invitation_envoyer(
            par=monde.chef,
            collectivite=monde.collectivite,
            email="invitee@exemple.fr",
            role="RH_SAISIE",
            le=JOUR,
            maintenant=maintenant,
            adresse=lambda jeton: jetons.append(jeton) or f"/invitations/{jeton}/",
        )
        demande_acces_proposer(
            compte=CompteFactory(),
            siret=Siret.objects.get(collectivite=monde.collectivite).siret,
            organisation="Mairie",
            le=JOUR,
            maintenant=maintenant,
        )
        delegation_creer(
            delegant=monde.rh,
            droits=list(Habilitation.objects.filter(compte=monde.rh, role="RH_VALIDEUR")[:1]),
            delegataire=lectrice,
            du=JOUR,
            au=JOUR + timedelta(days=20),
            motif="Congés d'été",
            le=JOUR,
        )
    return jetons[0]


def adresses_des_acces(monde: Any, tout_le_cdg: Any) -> list[tuple[str, str]]:
    """Les pages du RH valideur, chacune avec un objet."""
    with tout_le_cdg():
        delegation = Habilitation.objects.get(source__isnull=False)
        return [
            ("accès", reverse("perimetres:acces_collectivite", args=[monde.collectivite.uid])),
            ("inviter", reverse("perimetres:inviter", args=[monde.collectivite.uid])),
            ("retirer", reverse("perimetres:retirer", args=[Invitation.objects.get().uid])),
            ("finir", reverse("perimetres:finir", args=[delegation.uid])),
            ("demande", reverse("perimetres:demande", args=[DemandeAcces.objects.get().uid])),
            ("mes accès", reverse("perimetres:mes_acces")),
            ("déléguer", reverse("perimetres:deleguer")),
        ]
