"""La vie des dossiers : chaque acte à sa date, par la personne dont c'est le tour."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cdg_portal.accueil.demonstration.types import (
    Absence,
    Cas,
    Certificat,
    Requalification,
    Sinistre,
    Suivi,
)
from cdg_portal.accueil.jeu.acteurs import Acteurs
from sinistres.selectors.calcul import decompte_en_vigueur, sinistre_de_saisie
from sinistres.services import (
    arrets,
    bordereaux,
    controle,
    declaration,
    decomptes,
    reglements,
    requalification,
)
from sinistres.services.arrets import CertificatSaisi

# Ordre des actes d'un même jour : déclarer avant de contrôler, décompter avant de transmettre.
DECLARER, CONTROLER, VALIDER, REQUALIFIER, DEMANDER, TRANSMETTRE, REGLER, REPRENDRE, CLORE = range(9)


Acte = Callable[[date], Any]
ECARTS: dict[str, tuple[Callable[..., Any], str]] = {
    "HORS_GARANTIE": (
        controle.sinistre_refuser,
        "Évènement antérieur à l'adhésion, prestations déjà en cours",
    ),
    "ANNULE": (controle.sinistre_annuler, "Déclaré deux fois par la collectivité"),
}


@dataclass(slots=True)
class Calendrier:
    """Les actes d'une collectivité, rejoués dans l'ordre des dates."""

    code: str
    acteurs: Acteurs
    actes: list[tuple[date, int, int, Acte]] = field(default_factory=list)
    envois: set[tuple[date, str]] = field(default_factory=set)

    def ajouter(self, le: date | None, rang: int, acte: Acte) -> None:
        """Inscrit un acte, qui recevra sa date ; sans date, il n'a pas encore eu lieu."""
        if le is not None:
            self.actes.append((le, rang, len(self.actes), acte))

    def jouer(self) -> int:
        """Joue tous les actes ; rend leur nombre."""
        for le, _, _, acte in sorted(self.actes, key=lambda a: a[:3]):
            acte(le)
        return len(self.actes)


def cle_saisie(code: str, matricule: str, reference: str) -> Any:
    """Clé de saisie stable : rejouer la démonstration retrouve le même dossier."""
    return uuid5(NAMESPACE_URL, f"statutaire:demonstration:{code}:{matricule}:{reference}")


def inscrire_cas(calendrier: Calendrier, cas: Cas, agent: Any, adhesion: Any, au: date) -> None:
    """Inscrit les dossiers d'un cas chiffré."""
    for attendu in cas.sinistres:
        _inscrire(calendrier, attendu.sinistre, agent, adhesion, cas.matricule, "TRANSMIS", au)


def inscrire_absence(calendrier: Calendrier, absence: Absence, agent: Any, adhesion: Any, au: date) -> None:
    """Inscrit une absence ordinaire, jusqu'à l'état qu'elle a à la date de référence."""
    _inscrire(calendrier, absence.sinistre, agent, adhesion, absence.matricule, absence.etat, au)


def _inscrire(
    c: Calendrier, s: Sinistre, agent: Any, adhesion: Any, matricule: str, etat: str, au: date
) -> None:
    cle = cle_saisie(c.code, matricule, s.reference)
    suivi, declare = s.suivi, s.suivi.declare_le
    if declare is None:
        return

    def dossier() -> Any:
        return sinistre_de_saisie(collectivite_id=c.acteurs.ids[c.code], cle_saisie=cle)

    c.ajouter(declare, DECLARER, partial(_declarer, c, s, agent, cle))
    for certificat in s.certificats[1:]:
        ecarte = etat in ("HORS_GARANTIE", "ANNULE") and certificat.recu_le > (suivi.controle_le or au)
        if certificat.recu_le > declare and not ecarte:
            c.ajouter(certificat.recu_le, DECLARER, partial(_prolonger, c, dossier, certificat))
    _inscrire_controle(c, suivi, etat, dossier)
    if suivi.transmis_le:
        _envoyer(c, s, suivi.transmis_le, dossier, adhesion)
    c.ajouter(suivi.regle_le, REGLER, partial(_regler, c, dossier))
    for r in s.requalifications:
        c.ajouter(r.decision_le, REQUALIFIER, partial(_requalifier, c, dossier, r))
        if r.transmis_le:
            _transmettre(c, r.transmis_le, adhesion)
        c.ajouter(r.regle_le, REGLER, partial(_regler, c, dossier))
    if s.reprise_le and s.reprise_le <= au:
        le = max(s.reprise_le, declare)
        c.ajouter(le, REPRENDRE, partial(_reprendre, c, dossier, s.reprise_le))
        if etat == "CLOS":
            clos = max(x for x in (le, suivi.regle_le, suivi.transmis_le, suivi.valide_le) if x)
            c.ajouter(clos, CLORE, partial(_cdg, c, controle.sinistre_clore, dossier, ""))


def _inscrire_controle(c: Calendrier, suivi: Suivi, etat: str, dossier: Callable[[], Any]) -> None:
    c.ajouter(suivi.controle_le, CONTROLER, partial(_cdg, c, controle.sinistre_controler, dossier, ""))
    if etat == "INCOMPLET":
        c.ajouter(suivi.controle_le, VALIDER, partial(_demander_pieces, c, dossier))
    elif etat in ECARTS:
        service, motif = ECARTS[etat]
        c.ajouter(suivi.controle_le, VALIDER, partial(_cdg, c, service, dossier, motif))
    else:
        c.ajouter(suivi.valide_le, VALIDER, partial(_cdg, c, controle.sinistre_valider, dossier, ""))


def _declarer(c: Calendrier, s: Sinistre, agent: Any, cle: Any, le: date) -> None:
    with c.acteurs.en_rh(c.code):
        declaration.sinistre_declarer(
            agent=agent,
            motif=s.motif,
            survenance=s.survenance,
            connu_employeur_le=s.suivi.connu_le,
            certificats=[
                CertificatSaisi(k.debut, k.fin, k.quotite_travail)
                for k in s.certificats
                if k.recu_le <= le or k is s.certificats[0]
            ],
            cle_saisie=cle,
            le=le,
            tiers_implique=s.tiers,
            carence=s.carence,
            # Une garantie absente de la formule (D-29) se déclare à titre conservatoire.
            conservatoire=True,
        )


def _prolonger(c: Calendrier, dossier: Callable[[], Any], certificat: Certificat, le: date) -> None:
    with c.acteurs.en_rh(c.code):
        arrets.certificat_ajouter(
            sinistre=dossier(),
            debut=certificat.debut,
            fin=certificat.fin,
            quotite_travail=certificat.quotite_travail,
            le=le,
        )


def _cdg(
    c: Calendrier, service: Callable[..., Any], dossier: Callable[[], Any], motif: str, le: date
) -> None:
    with c.acteurs.en_cdg():
        service(sinistre=dossier(), le=le, **({"motif": motif} if motif else {}))


def _demander_pieces(c: Calendrier, dossier: Callable[[], Any], le: date) -> None:
    with c.acteurs.en_cdg():
        sinistre = dossier()
        codes = [p.code for p in sinistre.pieces.all() if p.obligatoire][:2]
        controle.pieces_demander(sinistre=sinistre, codes=codes, motif="Pièce absente du dossier reçu", le=le)


def _envoyer(c: Calendrier, s: Sinistre, le: date, dossier: Callable[[], Any], adhesion: Any) -> None:
    """Demande de remboursement, contrôle et envoi ; la demande va jusqu'au dernier jour connu ce jour-là."""
    jusqu_au = min(max(k.fin for k in s.certificats if k.recu_le <= le), le - timedelta(days=1))

    def demander(le: date) -> None:
        with c.acteurs.en_rh(c.code):
            demande = decomptes.demande_soumettre(sinistre=dossier(), au=jusqu_au, le=le)
        with c.acteurs.en_cdg():
            decomptes.demande_controler(demande=demande, le=le)

    c.ajouter(le, DEMANDER, demander)
    _transmettre(c, le, adhesion)


def _transmettre(c: Calendrier, le: date, adhesion: Any) -> None:
    """Un seul bordereau par adhésion et par jour d'envoi."""
    if (le, adhesion.numero) in c.envois:
        return
    c.envois.add((le, adhesion.numero))

    def envoyer(le: date) -> None:
        with c.acteurs.en_cdg():
            if bordereaux.decomptes_a_transmettre(adhesion):
                bordereaux.bordereau_emettre(adhesion=adhesion, le=le)

    c.ajouter(le, TRANSMETTRE, envoyer)


def _requalifier(c: Calendrier, dossier: Callable[[], Any], r: Requalification, le: date) -> None:
    with c.acteurs.en_cdg():
        requalification.sinistre_requalifier(
            sinistre=dossier(),
            vers=r.vers,
            effet=r.effet,
            decision_le=r.decision_le,
            reference_arrete=r.reference_arrete,
            motif="Décision de l'autorité territoriale",
            le=le,
        )


def _regler(c: Calendrier, dossier: Callable[[], Any], le: date) -> None:
    """L'assureur paie exactement le solde du décompte en vigueur (rien si le solde est nul)."""
    with c.acteurs.en_cdg():
        decompte = decompte_en_vigueur(dossier())
        if decompte is None or decompte.solde == 0:
            return
        reglements.reglement_enregistrer(
            decompte=decompte,
            montant=decompte.solde,
            recu_le=le,
            reference=f"VIR-{decompte.numero}",
            le=le,
        )


def _reprendre(c: Calendrier, dossier: Callable[[], Any], effective_le: date, le: date) -> None:
    with c.acteurs.en_rh(c.code):
        arrets.reprise_enregistrer(sinistre=dossier(), effective_le=effective_le, le=le)
