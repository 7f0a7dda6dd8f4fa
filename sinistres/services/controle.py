"""Contrôle du dossier par le CDG : pièces, validation, refus, clôture."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Certificat, Demande, Piece, Sinistre
from sinistres.regles.etats import DEMANDE, SINISTRE
from sinistres.services.decomptes import MOTIF_VIDE, retourner
from sinistres.services.regularisation import agent_regulariser
from sinistres.services.saisie import MOTIF_MAXIMAL, texte_exige
from sinistres.services.verrous import faire_avancer, verrouiller


def _acte(sinistre: Sinistre, action: str, libelle: str, le: date, motif: str = "") -> Sinistre:
    verrouille = verrouiller(sinistre)
    faire_avancer(verrouille, SINISTRE, action)
    consigner(objet=verrouille, action=action, libelle=libelle, motif=motif, le=le)
    return verrouille


def _ecarter(sinistre: Sinistre, action: str, libelle: str, le: date, motif: str) -> Sinistre:
    """Ferme un dossier qui ne sera pas remboursé : la demande soumise n'attend plus de contrôle."""
    verrouille = _acte(sinistre, action, libelle, le, motif)
    for demande in Demande.objects.select_for_update(of=("self",)).filter(
        sinistre=verrouille, etat=DEMANDE.initial
    ):
        raison = f"{libelle} : {motif}"
        retourner(verrouille, demande, raison if len(raison) <= MOTIF_MAXIMAL else motif, le)
    return verrouille


def _exiger_motif(motif: str) -> str:
    return texte_exige(motif, champ="motif", vide=MOTIF_VIDE)


@transaction.atomic
def sinistre_controler(*, sinistre: Sinistre, le: date) -> Sinistre:
    """Ouvre le contrôle du dossier."""
    return _acte(sinistre, "controler", "Contrôle du dossier ouvert", le)


@transaction.atomic
def sinistre_valider(*, sinistre: Sinistre, le: date) -> Sinistre:
    """Valide le dossier : il peut être décompté et transmis."""
    return _acte(sinistre, "valider", "Dossier validé par le CDG", le)


@transaction.atomic
def sinistre_refuser(*, sinistre: Sinistre, motif: str, le: date) -> Sinistre:
    """Constate que le dossier est hors garantie."""
    return _ecarter(sinistre, "refuser", "Dossier constaté hors garantie", le, _exiger_motif(motif))


@transaction.atomic
def sinistre_annuler(*, sinistre: Sinistre, motif: str, le: date) -> Sinistre:
    """Annule un dossier déclaré à tort ; ses jours ne comptent plus dans les droits de l'agent."""
    motif = _exiger_motif(motif)
    verrouille = _ecarter(sinistre, "annuler", "Dossier annulé", le, motif)
    # Les certificats d'un dossier annulé ne doivent plus occuper les jours de l'agent.
    Certificat.objects.filter(arret__sinistre=verrouille, annule_le__isnull=True).update(
        annule_le=le, annule_motif="Dossier annulé"
    )
    agent_regulariser(
        agent_id=verrouille.agent_id, le=le, cause=f"l'annulation du dossier {verrouille.numero}"
    )
    return verrouille


@transaction.atomic
def sinistre_clore(*, sinistre: Sinistre, le: date) -> Sinistre:
    """Clôt le dossier ; chaque arrêt doit avoir sa reprise effective, et rien ne doit rester à transmettre."""
    verrouille = _acte(sinistre, "clore", "Dossier clos", le)
    valides = Certificat.objects.filter(arret__sinistre=verrouille, annule_le__isnull=True)
    if verrouille.arrets.filter(pk__in=valides.values("arret_id"), reprise__isnull=True).exists():
        raise ErreurMetier(
            "sans-reprise", "Saisissez d'abord la reprise effective : sans elle, l'assureur provisionne."
        )
    if Demande.objects.filter(sinistre=verrouille, etat__in=["SOUMISE", "CONTROLEE"]).exists():
        raise ErreurMetier(
            "demande-en-cours",
            "Une demande de remboursement est en cours : retournez-la, ou transmettez son décompte.",
        )
    return verrouille


@transaction.atomic
def sinistre_rouvrir(*, sinistre: Sinistre, motif: str, le: date) -> Sinistre:
    """Rouvre un dossier clos (rechute, erreur)."""
    return _acte(sinistre, "rouvrir", "Dossier rouvert", le, _exiger_motif(motif))


@transaction.atomic
def pieces_demander(*, sinistre: Sinistre, codes: Sequence[str], motif: str, le: date) -> Sinistre:
    """Demande des pièces à la collectivité ; le dossier attend leur réception."""
    motif = _exiger_motif(motif)
    verrouille = verrouiller(sinistre)
    faire_avancer(verrouille, SINISTRE, "demander_piece")
    pieces = list(Piece.objects.filter(sinistre=sinistre, code__in=codes).exclude(statut=Piece.Statut.RECUE))
    if not pieces:
        raise ErreurMetier("liste-vide", "Choisissez au moins une pièce manquante.", champ="codes")
    for piece in pieces:
        piece.statut, piece.demandee_le, piece.demande_motif = Piece.Statut.DEMANDEE, le, motif
    Piece.objects.bulk_update(pieces, ["statut", "demandee_le", "demande_motif"])
    noms = ", ".join(p.libelle.lower() for p in pieces)
    consigner(
        objet=verrouille,
        action="demander_piece",
        libelle=f"Pièces demandées : {noms}"[:300],
        motif=motif,
        le=le,
    )
    return verrouille


@transaction.atomic
def piece_recevoir(*, piece: Piece, le: date) -> Piece:
    """Marque une pièce reçue ; la dernière pièce demandée remet le dossier en contrôle."""
    sinistre = verrouiller(piece.sinistre)
    piece = Piece.objects.select_for_update(of=("self",)).get(pk=piece.pk)
    if piece.statut == Piece.Statut.RECUE:
        return piece
    piece.statut, piece.recue_le = Piece.Statut.RECUE, le
    piece.save(update_fields=["statut", "recue_le"])
    consigner(objet=sinistre, action="piece", libelle=f"Pièce reçue : {piece.libelle}", le=le)
    reste = Piece.objects.filter(sinistre=sinistre, statut=Piece.Statut.DEMANDEE).exists()
    if sinistre.etat == "INCOMPLET" and not reste:
        faire_avancer(sinistre, SINISTRE, "completer")
        consigner(
            objet=sinistre, action="completer", libelle="Dossier complété, de nouveau en contrôle", le=le
        )
    return piece
