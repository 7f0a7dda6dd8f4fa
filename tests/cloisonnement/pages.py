"""Les écrans du portail et de quoi les ouvrir : adresses, objets d'une commune, monde complet."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cdg_portal.cloisonnement.controles import modeles_cloisonnes
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.models import Habilitation, Siret
from cdg_portal.perimetres.services import delegation_creer, demande_acces_proposer, invitation_envoyer
from cdg_portal.saisies.jeton import Jeton
from cdg_portal.saisies.services import saisie_garder
from cotisations.services import appel_emettre, base_controler, base_declarer
from sinistres.models import Sinistre
from sinistres.services.arrets import reprise_enregistrer
from sinistres.services.bordereaux import bordereau_emettre
from sinistres.services.declaration import brouillon_enregistrer
from sinistres.tasks import planifier_lot_bordereau
from sinistres.web.catalogue import ACTES
from sinistres.web.declaration_saisie import ETAPES
from tests.cloisonnement.conftest import LE
from tests.cloisonnement.matrice import PORTAIL, motifs
from tests.fabriques import CompteFactory, HabilitationFactory

# Ni objets ni listes : connexion et compte (essayés dans tests/comptes), simulateurs (ils ne lisent aucune table),
# page de la personne invitée (son jeton l'ouvre), sortie de l'assistance,
# déclaration d'accessibilité , glossaire et prises en main (des textes), flux du calendrier (son jeton l'ouvre).
HORS_PORTAIL = (
    "comptes:", "account_", "mfa_", "sante", "pret", "probleme", "accueil:simuler", "perimetres:invitation",
    "accueil:assistance_terminer", "accueil:accessibilite", "accueil:prise_en_main",
    "accueil:glossaire", "accueil:calendrier_ics",
)  # fmt: skip
CDG = Perimetre(cdg=True)


ADRESSES = {
    nom: motif for nom, motif in motifs().items() if nom in PORTAIL and not nom.startswith(HORS_PORTAIL)
}
LISTES = sorted(nom for nom, motif in ADRESSES.items() if not motif.pattern.converters)
FICHES = sorted(set(ADRESSES) - set(LISTES))
# Un nom écrit dans l'adresse n'est essayé que s'il est vrai.
NOMS = {"cle": tuple(ACTES), "nom": tuple(ETAPES)}


def uids_de(commune) -> dict[str, UUID]:
    """L'identifiant public d'une ligne de la commune, par modèle."""
    trouves = {}
    with perimetre(commune.perimetre):
        for modele in modeles_cloisonnes():
            if hasattr(modele, "uid") and not hasattr(modele, "pgh_tracked_model"):
                trouves[modele._meta.label] = modele.objects.values_list("uid", flat=True).first()
    return {label: uid for label, uid in trouves.items() if uid}


def pages_de(nom, uids) -> Iterator[str]:
    """L'adresse, pour chaque objet ; un mot y prend le premier nom vrai (les actes sont essayés à part)."""
    motif = ADRESSES[nom]
    for uid in uids:
        valeurs = {
            cle: uid if "UUID" in type(c).__name__ else 1 if "Int" in type(c).__name__ else NOMS[cle][0]
            for cle, c in motif.pattern.converters.items()
        }
        yield reverse(nom, kwargs=valeurs)


def actes_de(commune, dossier: UUID | None = None) -> Iterator[str]:
    """Chaque acte sur le dossier (ou sur `dossier`, avec les objets de la commune), chaque étape du brouillon."""
    uids = uids_de(commune)
    for cle, acte in ACTES.items():
        uid = dossier or uids["sinistres.Sinistre"]
        if acte.cible is not Sinistre:
            yield reverse("sinistres:acte_sur", args=[uid, cle, uids[acte.cible._meta.label]])
        elif dossier is None:
            yield reverse("sinistres:acte", args=[uid, cle])
    if dossier is None:
        for nom in list(ETAPES)[1:]:
            yield reverse("sinistres:declarer_etape", args=[uids["sinistres.Brouillon"], nom])


def _acces(commune) -> None:
    """Une invitation, une demande d'accès et une délégation en attente de quelqu'un."""
    jour, maintenant = aujourdhui(), timezone.now()
    invitation_envoyer(
        par=commune.rh,
        collectivite=commune.collectivite,
        email=f"invitee.{commune.collectivite.pk}@exemple.fr",
        role="LECTEUR",
        le=jour,
        maintenant=maintenant,
        adresse=str,
    )
    siret = Siret.objects.get(collectivite=commune.collectivite).siret
    demande_acces_proposer(compte=CompteFactory(), siret=siret, le=jour, maintenant=maintenant)
    delegation_creer(
        delegant=commune.rh,
        droits=list(Habilitation.objects.filter(compte=commune.rh)),
        delegataire=HabilitationFactory(role="LECTEUR", collectivite=commune.collectivite).compte,
        du=jour,
        au=jour,
        motif="Congé",
        le=jour,
    )


@pytest.fixture
def complet(monde):
    """Le monde, et pour chaque commune un brouillon, un bordereau, une base, un appel, des PDF demandés."""
    with perimetre(CDG):
        for c in (monde.a, monde.b):
            reprise_enregistrer(sinistre=c.sinistre, effective_le=date(2026, 6, 1), le=LE)
            bordereau = bordereau_emettre(adhesion=c.adhesion, le=LE)
            planifier_lot_bordereau(bordereau)
            base = base_declarer(
                adhesion=c.adhesion, exercice=2026, montants={"tib": "24000"}, nb_agents=1, le=LE
            )
            appel_emettre(base=base_controler(base=base, le=LE), le=LE)
            brouillon_enregistrer(
                collectivite=c.collectivite, auteur=c.rh, contenu={"agent": str(c.agent.uid)}
            )
            saisie_garder(
                collectivite=c.collectivite,
                auteur=c.rh,
                jeton=Jeton(
                    compte=str(c.rh.uid),
                    formulaire="adhesions:enregistrer_agent",
                    objet=str(c.collectivite.uid),
                    collectivite=str(c.collectivite.uid),
                    action="agents.ecrire",
                    titre="Enregistrer un agent",
                    adresse=f"/collectivites/{c.collectivite.uid}/agents/",
                    cle=uuid4().hex,
                ),
                contenu={"nom": ["Tapé"]},
                maintenant=timezone.now(),
            )
            _acces(c)
    return monde
