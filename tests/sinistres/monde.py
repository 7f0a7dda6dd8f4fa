"""Un petit monde pour les essais d'écran : deux collectivités, leurs RH, le CDG, des dossiers à divers états."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cotisations.services import appel_emettre, appel_valider, appel_verifier, base_controler, base_declarer
from sinistres.models import Sinistre
from sinistres.services import arrets, bordereaux, controle, decomptes
from sinistres.services.arrets import CertificatSaisi
from sinistres.services.declaration import sinistre_declarer
from tests.fabriques import AgentFactory, CollectiviteFactory, CompteFactory, HabilitationFactory, adhesion

JOUR = date(2026, 6, 15)


@dataclass
class Monde:
    """Ce que posent les essais."""

    adhesion: Any
    agent: Any
    rh: Any
    gestionnaire: Any
    chef: Any
    ailleurs: Any
    agent_d_ailleurs: Any
    rh_d_ailleurs: Any

    @property
    def collectivite(self):
        return self.adhesion.collectivite


def batir() -> Monde:
    """Commune d'Aubrelle (garanties de base) et Commune de Voisin ; à appeler dans le périmètre du CDG."""
    adh = adhesion(collectivite=CollectiviteFactory(denomination="Commune d'Aubrelle"))
    voisine = adhesion(collectivite=CollectiviteFactory(denomination="Commune de Voisin"), lot=adh.lot)
    return Monde(
        adhesion=adh,
        agent=AgentFactory(collectivite=adh.collectivite, nom="Dupré", prenom="Élodie", matricule="M001"),
        rh=HabilitationFactory(rh=True, collectivite=adh.collectivite).compte,
        gestionnaire=HabilitationFactory().compte,
        chef=HabilitationFactory(role="CHEF_SERVICE_CDG").compte,
        ailleurs=voisine,
        agent_d_ailleurs=AgentFactory(collectivite=voisine.collectivite, nom="Dupuis", prenom="Zoé"),
        rh_d_ailleurs=HabilitationFactory(rh=True, collectivite=voisine.collectivite).compte,
    )


def declarer(
    agent: Any, *, motif: str = "MO", debut=date(2026, 1, 5), fin=date(2026, 4, 30), **options
) -> Sinistre:
    """Dossier déclaré le lendemain de son premier jour."""
    le = options.pop("le", debut)
    return sinistre_declarer(
        agent=agent,
        motif=motif,
        survenance=debut,
        connu_employeur_le=debut,
        certificats=[CertificatSaisi(debut, fin)],
        cle_saisie=uuid4(),
        le=le,
        **options,
    )


def valider(sinistre: Sinistre, le=JOUR) -> Sinistre:
    """Contrôlé puis validé."""
    controle.sinistre_controler(sinistre=sinistre, le=le)
    return controle.sinistre_valider(sinistre=sinistre, le=le)


def decompter(sinistre: Sinistre, au=date(2026, 4, 30), le=JOUR):
    """Validé si besoin, demandé et décompté."""
    if sinistre.etat == "DECLARE":
        sinistre = valider(sinistre, le)
    demande = decomptes.demande_soumettre(sinistre=sinistre, au=au, le=le)
    return decomptes.demande_controler(demande=demande, le=le)


def transmettre(decompte: Any, le=JOUR):
    """Bordereau de l'adhésion du décompte."""
    return bordereaux.bordereau_emettre(adhesion=decompte.sinistre.adhesion, le=le)


def reprendre(sinistre: Sinistre, le: date):
    """Reprise effective."""
    return arrets.reprise_enregistrer(sinistre=sinistre, effective_le=le, le=JOUR)


def cotiser(adhesion: Any, exercice: int = JOUR.year):
    """Base déclarée et contrôlée, appel vérifié puis validé à quatre yeux : plus rien n'est attendu de personne."""
    base = base_declarer(
        adhesion=adhesion, exercice=exercice, montants={"tib": "24000"}, nb_agents=1, le=JOUR
    )
    appel = appel_emettre(base=base_controler(base=base, le=JOUR), le=JOUR)
    for acte in (appel_verifier, appel_valider):
        with perimetre(Perimetre(cdg=True, utilisateur=CompteFactory().pk)):
            appel = acte(appel=appel, le=JOUR)
    return appel


def texte(reponse: Any) -> str:
    """Ce que lit une personne : sans balises, espaces réduits."""
    sans_balises = re.sub(r"<[^>]+>", " ", reponse.content.decode())
    return re.sub(r"\s+", " ", sans_balises.replace("&#x27;", "'").replace("\u00a0", " "))
