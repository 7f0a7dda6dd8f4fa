"""Ce qui est attendu d'un dossier, et de qui ; les repères du portefeuille."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from cdg_portal.socle.ecriture import accorde
from cdg_portal.socle.montant import en_francais
from sinistres.models import Decompte, Reglement, Sinistre
from sinistres.regles.etats import OUVERTS
from sinistres.selectors.bordereaux import remboursements_attendus, somme
from sinistres.selectors.dossiers import Fiche
from sinistres.selectors.recalcul import decomptes_a_recalculer

COLLECTIVITE, CDG, ASSUREUR = "COLLECTIVITE", "CDG", "ASSUREUR"
QUI = {COLLECTIVITE: "La collectivité", CDG: "Le Centre de gestion", ASSUREUR: "L'assureur"}


@dataclass(frozen=True, slots=True)
class Attendu:
    """Une chose attendue sur un dossier ; `ancre` est la section de sa page où la faire."""

    qui: str
    quoi: str
    ancre: str
    avant: date | None = None
    precision: str = ""
    retard: bool = False

    @property
    def acteur(self) -> str:
        """« Le Centre de gestion »."""
        return QUI[self.qui]


def attendus_du_dossier(fiche: Fiche, *, au: date) -> list[Attendu]:
    """Tout ce qui manque pour que ce dossier avance, à cette date."""
    recalcul = list(_du_recalcul(fiche))
    if fiche.sinistre.etat not in OUVERTS:
        return recalcul
    return [*recalcul, *_du_controle(fiche), *_de_l_arret(fiche, au), *_du_remboursement(fiche, au)]


def _du_recalcul(fiche: Fiche) -> Iterable[Attendu]:
    if fiche.en_vigueur is not None and decomptes_a_recalculer(sinistre=fiche.sinistre):
        yield Attendu(
            CDG,
            f"Régulariser le décompte {fiche.en_vigueur.numero}",
            "actes",
            precision="La paie ou la retraite de l'agent a changé depuis : son total n'est plus celui-ci.",
        )


def _du_controle(fiche: Fiche) -> Iterable[Attendu]:
    etat = fiche.sinistre.etat
    if etat == "DECLARE":
        yield Attendu(CDG, "Ouvrir le contrôle du dossier", "actes")
    elif etat == "EN_CONTROLE":
        manquantes = [p for p in fiche.pieces if p.obligatoire and p.statut != "RECUE"]
        attendues = accorde(len(manquantes), "pièce obligatoire attendue", "pièces obligatoires attendues")
        precision = f"{attendues}." if manquantes else ""
        yield Attendu(CDG, "Vérifier les pièces, puis valider le dossier", "pieces", precision=precision)
    elif etat == "INCOMPLET":
        demandees = [p for p in fiche.pieces if p.statut == "DEMANDEE"]
        noms = ", ".join(p.libelle for p in demandees)
        motif = demandees[0].demande_motif if demandees else ""
        yield Attendu(COLLECTIVITE, f"Fournir : {noms}", "pieces", precision=motif)


def _de_l_arret(fiche: Fiche, au: date) -> Iterable[Attendu]:
    dernier = fiche.dernier_certificat
    if fiche.arret_en_cours is not None and dernier is not None and dernier.fin < au:
        yield Attendu(
            COLLECTIVITE,
            "Saisir la reprise effective ou un nouveau certificat",
            "arrets",
            precision=f"L'arrêt est fini depuis le {dernier.fin:%d/%m/%Y} : sans reprise saisie, "
            "l'assureur continue de provisionner.",
        )


def _du_remboursement(fiche: Fiche, au: date) -> Iterable[Attendu]:
    if fiche.sinistre.etat not in ("VALIDE", "TRANSMIS"):
        return
    derniere = fiche.demandes[0] if fiche.demandes else None
    if derniere is None:
        yield Attendu(COLLECTIVITE, "Demander le remboursement des jours d'arrêt", "remboursement")
    elif derniere.etat == "RETOURNEE":
        yield Attendu(
            COLLECTIVITE,
            "Corriger, puis demander à nouveau le remboursement",
            "remboursement",
            precision=derniere.motif_retour,
        )
    elif derniere.etat == "SOUMISE":
        yield Attendu(CDG, "Contrôler la demande de remboursement", "remboursement")
    elif derniere.etat in ("TRANSMISE", "REGLEE") and (jours := fiche.jours_a_demander(au)):
        yield Attendu(
            COLLECTIVITE,
            "Demander le remboursement des jours suivants",
            "remboursement",
            precision=f"Demandé jusqu'au {jours[0]:%d/%m/%Y} ; l'arrêt court jusqu'au {jours[1]:%d/%m/%Y}.",
        )
    a_transmettre = [d for d in fiche.decomptes if not hasattr(d, "ligne_bordereau")]
    if a_transmettre:
        yield Attendu(CDG, "Transmettre le décompte à l'assureur par un bordereau", "remboursement")
    for decompte in fiche.decomptes:
        reste = decompte.solde - sum((r.montant for r in decompte.reglements.all()), Decimal(0))
        if hasattr(decompte, "ligne_bordereau") and decompte.solde > 0 and reste > 0:
            echeance = decompte.ligne_bordereau.bordereau.echeance
            yield Attendu(
                ASSUREUR,
                f"Rembourser {en_francais(reste)} ({decompte.numero})",
                "remboursement",
                echeance,
                precision=_constat(decompte),
                retard=echeance < au,
            )


def _constat(decompte: Decompte) -> str:
    """« Retard constaté le … », si une alerte est ouverte."""
    alerte = next(iter(decompte.alertes.all()), None)
    return f"Retard constaté le {alerte.constatee_le:%d/%m/%Y}." if alerte else ""


@dataclass(frozen=True, slots=True)
class Reperes:
    """Où en est le portefeuille visible."""

    ouverts: int
    attendu: Decimal
    recu: Decimal


def reperes(*, au: date, collectivites: Collection[int] | None = None) -> Reperes:
    """Dossiers ouverts, remboursements encore attendus et déjà reçus cette année (€)."""
    ouverts = Sinistre.objects.filter(etat__in=OUVERTS)
    attendus = remboursements_attendus(au=au, collectivites=collectivites)
    recus = Reglement.objects.filter(recu_le__year=au.year)
    if collectivites is not None:
        ouverts = ouverts.filter(collectivite_id__in=collectivites)
        recus = recus.filter(collectivite_id__in=collectivites)
    total = recus.order_by().aggregate(t=Sum("montant"))["t"]
    return Reperes(ouverts.count(), somme(attendus, "reste"), total or Decimal("0.00"))
