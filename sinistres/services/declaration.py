"""Déclarer un sinistre, ou en garder le brouillon."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from adhesions.selectors import adhesion_couvrant, garantie_en_vigueur, libelle_risque, verrouiller_agent
from cdg_portal.documents.numeros import numeroter
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Piece, Sinistre
from sinistres.regles.etats import SINISTRE
from sinistres.regles.motifs import MOTIFS, risque_du_motif
from sinistres.regles.pieces import RISQUES, pieces_attendues
from sinistres.services.arrets import CertificatSaisi, arrets_ouvrir, verifier_certificats
from sinistres.services.brouillons import brouillon_abandonner, brouillon_enregistrer
from sinistres.services.erreurs import ArretNonGaranti, EvenementHorsContrat, contraintes_du_dossier
from sinistres.services.regularisation import agent_regulariser


@dataclass(frozen=True, slots=True)
class _Couverture:
    """L'adhésion dont relève l'évènement ; `conservatoire` si elle n'a pas la garantie."""

    adhesion: Any
    risque: str
    conservatoire: bool


@transaction.atomic
def sinistre_declarer(
    *,
    agent: Any,
    motif: str,
    survenance: date,
    connu_employeur_le: date,
    certificats: list[CertificatSaisi],
    cle_saisie: UUID,
    le: date,
    tiers_implique: bool = False,
    carence: str = "AUTO",
    origine: Sinistre | None = None,
    refus_precedent: bool | None = None,
    conservatoire: bool = False,
) -> Sinistre:
    """Crée le dossier, son premier arrêt, ses certificats et la liste de ses pièces.

    La même `cle_saisie` (deux clics, deux onglets) rend le dossier déjà créé. Lève une ErreurMetier
    avec le champ fautif : dates, évènement hors contrat, garantie non souscrite, chevauchement.
    """
    # L'agent est verrouillé d'abord : le second des deux clics attend, puis trouve le dossier du premier.
    agent = verrouiller_agent(agent.pk)
    deja = Sinistre.objects.filter(collectivite_id=agent.collectivite_id, cle_saisie=cle_saisie).first()
    if deja:
        return deja
    couverture = _verifier(agent, motif, survenance, connu_employeur_le, certificats, le, refus_precedent)
    if couverture.conservatoire and not conservatoire:
        raise ArretNonGaranti(libelle_risque(couverture.risque), str(agent.collectivite))
    if carence not in Sinistre.Carence.values:
        raise ErreurMetier("valeur-interdite", "Le jour de carence est AUTO ou EXEMPT.", champ="carence")
    if origine is not None and origine.agent_id != agent.pk:
        raise ErreurMetier("incoherent", "Le dossier d'origine est celui d'un autre agent.", champ="origine")
    sinistre = Sinistre.objects.create(
        collectivite_id=agent.collectivite_id,
        agent=agent,
        adhesion=couverture.adhesion,
        risque=couverture.risque,
        etat=SINISTRE.cible(SINISTRE.initial, "declarer"),
        numero=numeroter("SIN", le=le),
        motif=motif,
        survenance=survenance,
        connu_employeur_le=connu_employeur_le,
        tiers_implique=tiers_implique,
        carence=carence,
        origine=origine,
        refus_precedent=refus_precedent,
        conservatoire=couverture.conservatoire,
        cle_saisie=cle_saisie,
    )
    with contraintes_du_dossier():
        arrets_ouvrir(sinistre=sinistre, certificats=certificats, recu_le=le)
    pieces_prevoir(sinistre=sinistre, regime=agent.regime)
    libelle = f"Sinistre {sinistre.numero} déclaré ({MOTIFS[motif].libelle.lower()})"
    if sinistre.conservatoire:
        libelle += ", à titre conservatoire"
    consigner(objet=sinistre, action="declarer", libelle=libelle, le=le)
    agent_regulariser(
        agent_id=agent.pk,
        le=le,
        cause=f"la déclaration du dossier {sinistre.numero}",
        depuis=min(c.debut for c in certificats),
    )
    return sinistre


def pieces_prevoir(*, sinistre: Sinistre, regime: str) -> None:
    """Ajoute au dossier les pièces de sa nature présente ; celles déjà suivies sont gardées."""
    if sinistre.risque not in RISQUES:
        return
    deja = set(Piece.objects.filter(sinistre=sinistre).values_list("code", flat=True))
    Piece.objects.bulk_create(
        Piece(
            collectivite_id=sinistre.collectivite_id,
            sinistre=sinistre,
            code=p.code,
            libelle=p.libelle,
            obligatoire=p.obligatoire,
        )
        for p in pieces_attendues(sinistre.risque, regime, sinistre.motif)
        if p.code not in deja
    )


def _verifier(
    agent: Any,
    motif: str,
    survenance: date,
    connu: date,
    certificats: list[CertificatSaisi],
    le: date,
    refus_precedent: bool | None,
) -> _Couverture:
    """Refuse ce qui ne peut pas être, du plus simple au plus profond ; rend l'adhésion dont relève l'évènement."""
    risque = risque_du_motif(motif)
    _verifier_les_dates(agent, survenance, connu, le)
    if not certificats:
        raise ErreurMetier("liste-vide", "Saisissez au moins un certificat.", champ="debut")
    verifier_certificats(certificats, survenance=survenance, quotite_due=risque == "TPT", le=le)
    return _couverture(agent, risque, survenance, refus_precedent)


def _verifier_les_dates(agent: Any, survenance: date, connu: date, le: date) -> None:
    if survenance > le:
        raise ErreurMetier(
            "date-future", "L'évènement ne peut pas être postérieur à aujourd'hui.", champ="survenance"
        )
    if connu > le:
        raise ErreurMetier(
            "date-future",
            "La date de connaissance ne peut pas être postérieure à aujourd'hui.",
            champ="connu_employeur_le",
        )
    if survenance < agent.entree:
        raise ErreurMetier(
            "agent-absent",
            f"{agent} est entré dans la collectivité le {agent.entree:%d/%m/%Y}, après l'évènement.",
            champ="survenance",
        )
    if agent.sortie and survenance > agent.sortie:
        raise ErreurMetier(
            "agent-absent",
            f"{agent} a quitté la collectivité le {agent.sortie:%d/%m/%Y}, avant l'évènement.",
            champ="survenance",
        )


def _couverture(agent: Any, risque: str, survenance: date, refus_precedent: bool | None) -> _Couverture:
    adhesion = adhesion_couvrant(
        collectivite=agent.collectivite,
        regime=agent.regime,
        survenance=survenance,
        evenement_anterieur=refus_precedent is not None,
    )
    if adhesion is None:
        raise EvenementHorsContrat(
            f"Aucune adhésion de {agent.collectivite} ne couvre un évènement du {survenance:%d/%m/%Y} "
            f"pour le régime {agent.get_regime_display()}. Vérifiez la date de l'évènement."
        )
    garantie = garantie_en_vigueur(adhesion=adhesion, risque=risque, au=survenance)
    return _Couverture(adhesion, risque, conservatoire=garantie is None)


__all__ = [
    "CertificatSaisi",
    "brouillon_abandonner",
    "brouillon_enregistrer",
    "pieces_prevoir",
    "sinistre_declarer",
]
