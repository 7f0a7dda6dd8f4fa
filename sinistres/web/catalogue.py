"""Les actes d'un dossier : ce qu'ils demandent, qui peut les faire, quand, et le service qu'ils appellent."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sinistres.models import Certificat, Decompte, Demande, Piece, Reprise, Sinistre
from sinistres.regles.etats import DEMANDE, OUVERTS, SINISTRE
from sinistres.selectors.recalcul import decomptes_a_recalculer
from sinistres.services import arrets, attente, controle, decomptes, reglements, regularisation
from sinistres.web import formulaires as f

Donnees = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Acte:
    """Un acte. `action` : la permission qui l'ouvre ; `cible` : modèle de l'objet visé, si ce n'est pas le dossier.

    `confirmation` : ce que décide un acte sans page de saisie ; une fenêtre le dit avant de le faire.
    """

    titre: str
    bouton: str
    action: str
    faire: Callable[[Any, Donnees, date], Any]
    possible: Callable[[Any], bool]
    succes: str
    form: type[f.Formulaire] = f.SansSaisie
    explication: str = ""
    confirmation: str = ""
    cible: type[Any] = Sinistre
    danger: bool = False
    ancre: str = ""
    variante: str = "secondaire"

    @property
    def avec_saisie(self) -> bool:
        """Vrai si l'acte a sa page de saisie ; faux si un clic suffit."""
        return self.form is not f.SansSaisie


def _permet(transition: str) -> Callable[[Sinistre], bool]:
    return lambda s: transition in SINISTRE.possibles(s.etat)


def _ouvert(sinistre: Sinistre) -> bool:
    return sinistre.etat in OUVERTS


ACTES: dict[str, Acte] = {
    "controler": Acte(
        titre="Ouvrir le contrôle",
        bouton="Ouvrir le contrôle",
        action="sinistres.instruire",
        faire=lambda s, d, le: controle.sinistre_controler(sinistre=s, le=le),
        possible=_permet("controler"),
        succes="Le contrôle du dossier est ouvert.",
        variante="principal",
    ),
    "valider": Acte(
        titre="Valider le dossier",
        bouton="Valider le dossier",
        action="sinistres.instruire",
        faire=lambda s, d, le: controle.sinistre_valider(sinistre=s, le=le),
        possible=_permet("valider"),
        succes="Le dossier est validé : il peut être décompté.",
        confirmation="Le dossier pourra être décompté. Validé, il ne se refuse ni ne s'annule plus : il se clôt.",
        variante="principal",
    ),
    "demander-pieces": Acte(
        titre="Demander des pièces",
        bouton="Demander des pièces",
        action="sinistres.instruire",
        form=f.DemandePieces,
        faire=lambda s, d, le: controle.pieces_demander(
            sinistre=s, codes=d["codes"], motif=d["motif"], le=le
        ),
        possible=_permet("demander_piece"),
        succes="La demande est faite : le dossier attend la collectivité.",
        explication="La collectivité verra votre demande et son motif sur son accueil.",
        ancre="pieces",
    ),
    "refuser": Acte(
        titre="Constater que le dossier est hors garantie",
        bouton="Déclarer hors garantie",
        action="sinistres.instruire",
        form=f.Motif,
        faire=lambda s, d, le: controle.sinistre_refuser(sinistre=s, motif=d["motif"], le=le),
        possible=_permet("refuser"),
        succes="Le dossier est hors garantie.",
        explication="Le dossier reste consultable ; aucun remboursement ne sera demandé.",
        danger=True,
        variante="discret",
    ),
    "annuler": Acte(
        titre="Annuler le dossier",
        bouton="Annuler le dossier",
        action="sinistres.completer",
        form=f.Motif,
        faire=lambda s, d, le: controle.sinistre_annuler(sinistre=s, motif=d["motif"], le=le),
        possible=_permet("annuler"),
        succes="Le dossier est annulé.",
        explication="À faire seulement si le dossier a été déclaré à tort : ses jours ne compteront plus "
        "dans les droits de l'agent. Le dossier reste consultable.",
        danger=True,
        variante="discret",
    ),
    "attendre-decision": Acte(
        titre="Noter l'attente d'une décision",
        bouton="Attente d'une décision",
        action="sinistres.instruire",
        form=f.Motif,
        faire=lambda s, d, le: attente.sinistre_attendre_decision(sinistre=s, motif=d["motif"], le=le),
        possible=lambda s: _ouvert(s) and not s.attente_decision and s.risque in attente.NATURES_A_TERME,
        succes="L'attente est notée.",
        explication="À faire quand les droits de l'agent s'épuisent avant la décision (reprise, reclassement, "
        "retraite…). Les jours d'après relèvent du demi-traitement maintenu, si cette garantie est souscrite.",
        variante="discret",
    ),
    "regulariser": Acte(
        titre="Régulariser les décomptes de l'agent",
        bouton="Régulariser les décomptes",
        action="decomptes.etablir",
        faire=lambda s, d, le: regularisation.sinistre_regulariser(sinistre=s, le=le),
        possible=lambda s: bool(decomptes_a_recalculer(sinistre=s)),
        succes="Les décomptes de l'agent sont régularisés : transmettez-les par un bordereau.",
        confirmation="Les décomptes que la paie ou la retraite de l'agent changent sont remplacés, chacun à sa date. "
        "Un décompte émis ne se modifie plus ; rien ne part à l'assureur avant le bordereau.",
        variante="principal",
    ),
    "clore": Acte(
        titre="Clore le dossier",
        bouton="Clore le dossier",
        action="sinistres.instruire",
        faire=lambda s, d, le: controle.sinistre_clore(sinistre=s, le=le),
        possible=_permet("clore"),
        succes="Le dossier est clos.",
        confirmation="Plus rien ne sera attendu sur ce dossier. Il pourra être rouvert, avec un motif.",
    ),
    "rouvrir": Acte(
        titre="Rouvrir le dossier",
        bouton="Rouvrir le dossier",
        action="sinistres.instruire",
        form=f.Motif,
        faire=lambda s, d, le: controle.sinistre_rouvrir(sinistre=s, motif=d["motif"], le=le),
        possible=_permet("rouvrir"),
        succes="Le dossier est rouvert.",
        explication="Pour une rechute liée au même évènement, ou une erreur à corriger.",
    ),
    "certificat": Acte(
        titre="Ajouter un certificat",
        bouton="Ajouter un certificat",
        action="sinistres.completer",
        form=f.SaisieCertificat,
        faire=lambda s, d, le: arrets.certificat_ajouter(
            sinistre=s, debut=d["debut"], fin=d["fin"], le=le, quotite_travail=d.get("quotite_travail")
        ),
        possible=_ouvert,
        succes="Le certificat est ajouté.",
        explication="Prolongation s'il suit le précédent sans trou ; rechute si un jour de reprise les sépare. "
        "Ne saisissez que les dates : le volet n° 1, médical, reste à l'agent.",
        ancre="arrets",
    ),
    "certificat-annuler": Acte(
        titre="Annuler un certificat",
        bouton="Annuler",
        action="sinistres.completer",
        form=f.Motif,
        cible=Certificat,
        faire=lambda c, d, le: arrets.certificat_annuler(certificat=c, motif=d["motif"], le=le),
        possible=lambda c: c.annule_le is None and _ouvert(c.arret.sinistre),
        succes="Le certificat est annulé ; il reste visible dans le dossier.",
        explication="À faire si le certificat a été saisi à tort : ses jours ne compteront plus.",
        danger=True,
        ancre="arrets",
    ),
    "reprise": Acte(
        titre="Saisir la reprise effective",
        bouton="Saisir la reprise",
        action="sinistres.completer",
        form=f.SaisieReprise,
        faire=lambda s, d, le: arrets.reprise_enregistrer(sinistre=s, effective_le=d["effective_le"], le=le),
        possible=_ouvert,
        succes="La reprise est enregistrée.",
        explication="Sans elle, l'assureur croit l'agent encore absent et provisionne : le taux de la "
        "collectivité s'en ressent.",
        ancre="arrets",
    ),
    "reprise-annuler": Acte(
        titre="Annuler une reprise",
        bouton="Annuler",
        action="sinistres.completer",
        form=f.Motif,
        cible=Reprise,
        faire=lambda r, d, le: arrets.reprise_annuler(reprise=r, motif=d["motif"], le=le),
        possible=lambda r: _ouvert(r.arret.sinistre),
        succes="La reprise est annulée.",
        explication="À faire si la reprise a été saisie à tort ou à une mauvaise date ; la chronologie en garde trace.",
        danger=True,
        ancre="arrets",
    ),
    "piece-recue": Acte(
        titre="Marquer une pièce reçue",
        bouton="Marquer reçue",
        action="sinistres.completer",
        cible=Piece,
        faire=lambda p, d, le: controle.piece_recevoir(piece=p, le=le),
        possible=lambda p: p.statut != Piece.Statut.RECUE and _ouvert(p.sinistre),
        succes="La pièce est marquée reçue.",
        ancre="pieces",
    ),
    "demande": Acte(
        titre="Demander le remboursement",
        bouton="Demander le remboursement",
        action="decomptes.demander",
        form=f.SaisieDemande,
        faire=lambda s, d, le: decomptes.demande_soumettre(sinistre=s, au=d["au"], le=le),
        possible=_ouvert,
        succes="La demande est faite : le Centre de gestion va la contrôler.",
        explication="Le Centre de gestion calculera ce que doit l'assureur, puis lui transmettra le décompte.",
        ancre="remboursement",
        variante="principal",
    ),
    "demande-controler": Acte(
        titre="Contrôler la demande",
        bouton="Contrôler et décompter",
        action="decomptes.etablir",
        cible=Demande,
        faire=lambda d, _, le: decomptes.demande_controler(demande=d, le=le),
        possible=lambda d: (
            "controler" in DEMANDE.possibles(d.etat) and d.sinistre.etat in ("VALIDE", "TRANSMIS")
        ),
        succes="La demande est contrôlée : le décompte est émis.",
        confirmation="Le décompte est calculé et émis. Il ne se modifie plus : une régularisation peut le remplacer. "
        "Rien ne part à l'assureur avant le bordereau.",
        ancre="remboursement",
        variante="principal",
    ),
    "demande-retourner": Acte(
        titre="Retourner la demande à la collectivité",
        bouton="Retourner",
        action="decomptes.etablir",
        form=f.Motif,
        cible=Demande,
        faire=lambda d, donnees, le: decomptes.demande_retourner(demande=d, motif=donnees["motif"], le=le),
        possible=lambda d: "retourner" in DEMANDE.possibles(d.etat),
        succes="La demande est retournée à la collectivité.",
        explication="La collectivité pourra corriger le dossier, puis demander à nouveau.",
        ancre="remboursement",
    ),
    "reglement": Acte(
        titre="Enregistrer un règlement reçu",
        bouton="Enregistrer un règlement",
        action="reglements.enregistrer",
        form=f.SaisieReglement,
        cible=Decompte,
        faire=lambda d, donnees, le: reglements.reglement_enregistrer(
            decompte=d,
            montant=donnees["montant"],
            recu_le=donnees["recu_le"],
            reference=donnees["reference"],
            le=le,
        ),
        possible=lambda d: hasattr(d, "ligne_bordereau"),
        succes="Le règlement est enregistré.",
        explication="Le montant reçu est comparé au montant attendu ; tout écart est noté pour être contesté.",
        ancre="remboursement",
    ),
}


def actes_du_dossier(sinistre: Sinistre, actions: Collection[str]) -> list[tuple[str, Acte]]:
    """Les actes visant le dossier lui-même que l'état et ces actions permettent."""
    return [
        (cle, acte)
        for cle, acte in ACTES.items()
        if acte.cible is Sinistre and acte.action in actions and acte.possible(sinistre)
    ]
