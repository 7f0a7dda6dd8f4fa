"""Demandes de remboursement et décomptes. Un décompte émis ne change plus : un autre le remplace."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.documents.numeros import numeroter
from cdg_portal.journal.services import consigner
from cdg_portal.socle.decision import Etape
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from sinistres.models import Certificat, Decompte, Demande, LigneDecompte, PeriodeIndemnisee, Sinistre
from sinistres.regles.articles import SOLDE
from sinistres.regles.etats import DEMANDE
from sinistres.regles.resultat import LigneIndemnisation
from sinistres.regles.version import VERSION_REGLES
from sinistres.selectors.calcul import decompte_en_vigueur
from sinistres.selectors.moteur import Calcul, calculer
from sinistres.services.erreurs import contraintes_du_dossier
from sinistres.services.saisie import texte_exige
from sinistres.services.verrous import faire_avancer, verrouiller

ZERO = Decimal("0.00")
MOTIF_VIDE = "Indiquez le motif : il sera lu par la collectivité."


@transaction.atomic
def demande_soumettre(*, sinistre: Sinistre, au: date, le: date) -> Demande:
    """La collectivité demande le remboursement du dossier jusqu'au `au` inclus."""
    sinistre = verrouiller(sinistre)
    if sinistre.etat in ("ANNULE", "HORS_GARANTIE", "CLOS"):
        raise ErreurMetier("dossier-ferme", f"Le dossier est « {sinistre.get_etat_display()} ».")
    if au > le:
        raise ErreurMetier("date-future", "On ne demande pas le remboursement de jours à venir.", champ="au")
    du = _premier_jour(sinistre, au)
    with contraintes_du_dossier():
        demande = Demande.objects.create(
            collectivite_id=sinistre.collectivite_id,
            sinistre=sinistre,
            origine=Demande.Origine.PERIODE,
            du=du,
            au=au,
            etat=DEMANDE.initial,
            soumise_le=le,
        )
    consigner(
        objet=sinistre, action="demande", libelle=f"Remboursement demandé jusqu'au {au:%d/%m/%Y}", le=le
    )
    return demande


def _premier_jour(sinistre: Sinistre, au: date) -> date:
    """Premier jour demandé. Refuse une date en deçà du dernier décompte : elle passerait pour un indu."""
    dernier = decompte_en_vigueur(sinistre)
    if dernier and au < dernier.au:
        raise ErreurMetier(
            "hors-bornes",
            f"Le dossier est déjà décompté jusqu'au {dernier.au:%d/%m/%Y} : demandez ce jour ou un jour suivant.",
            champ="au",
        )
    premier = (
        Certificat.objects.filter(arret__sinistre=sinistre, annule_le__isnull=True, debut__lte=au)
        .order_by("debut")
        .first()
    )
    if premier:
        return premier.debut
    if dernier:  # tout a été annulé depuis : la demande rend ce qui a été décompté
        return dernier.demande.du
    raise ErreurMetier("sans-arret", "Aucun jour d'arrêt à rembourser à cette date.", champ="au")


@transaction.atomic
def demande_controler(*, demande: Demande, le: date) -> Decompte:
    """Le CDG contrôle la demande : le décompte attendu est calculé et émis."""
    sinistre = verrouiller(demande.sinistre)
    if sinistre.etat not in ("VALIDE", "TRANSMIS"):
        raise ErreurMetier("dossier-non-valide", "Validez d'abord le dossier : son décompte en dépend.")
    demande = Demande.objects.select_for_update(of=("self",)).get(pk=demande.pk)
    faire_avancer(demande, DEMANDE, "controler")
    return decompte_emettre(demande=demande, calcul=calculer(sinistre=sinistre, au=demande.au), le=le)


@transaction.atomic
def demande_retourner(*, demande: Demande, motif: str, le: date) -> Demande:
    """Retourne la demande à la collectivité, avec la raison."""
    motif = texte_exige(motif, champ="motif", vide=MOTIF_VIDE)
    sinistre = verrouiller(demande.sinistre)
    demande = Demande.objects.select_for_update(of=("self",)).get(pk=demande.pk)
    return retourner(sinistre, demande, motif, le)


def retourner(sinistre: Sinistre, demande: Demande, motif: str, le: date) -> Demande:
    """Rend la demande à la collectivité ; le dossier doit être verrouillé."""
    demande.etat, demande.motif_retour = DEMANDE.cible(demande.etat, "retourner"), motif
    demande.save(update_fields=["etat", "motif_retour"])
    consigner(
        objet=sinistre,
        action="demande-retournee",
        libelle=f"Demande de remboursement jusqu'au {demande.au:%d/%m/%Y} retournée",
        motif=motif,
        le=le,
    )
    return demande


def decompte_emettre(*, demande: Demande, calcul: Calcul, le: date, liberer: bool = True) -> Decompte:
    """Émet le décompte d'un calcul ; s'il en remplace un, le solde est l'écart. L'agent doit être verrouillé.

    `liberer` faux : les périodes indemnisées de l'agent ont déjà été libérées par l'appelant.
    """
    sinistre = calcul.sinistre
    precedent = decompte_en_vigueur(sinistre)
    deja = precedent.total if precedent else ZERO
    decompte = Decompte.objects.create(
        collectivite_id=sinistre.collectivite_id,
        numero=numeroter("DEC", le=le),
        sinistre=sinistre,
        demande=demande,
        remplace=precedent,
        au=demande.au,
        total=calcul.total,
        deja_decompte=deja,
        solde=calcul.total - deja,
        entrees=calcul.entree,
        etapes=_etapes(calcul, precedent),
        version_regles=VERSION_REGLES,
        version_contrat=sinistre.adhesion.lot.contrat.version,
        emis_le=le,
        emis_par_id=perimetre_courant().utilisateur,
    )
    LigneDecompte.objects.bulk_create(
        _ligne(decompte, rang, ligne) for rang, ligne in enumerate(calcul.resultat.lignes, 1)
    )
    if liberer:
        PeriodeIndemnisee.objects.filter(sinistre=sinistre).delete()
    _indemniser(decompte, calcul.resultat.lignes)
    consigner(
        objet=sinistre,
        action="decompte",
        libelle=f"Décompte {decompte.numero} émis : {en_francais(decompte.total)}, solde {en_francais(decompte.solde)}",
        le=le,
    )
    return decompte


def _etapes(calcul: Calcul, precedent: Decompte | None) -> list[dict[str, Any]]:
    """Étapes de chaque ligne, leur somme, puis le solde sur le décompte remplacé."""
    etapes = [e for ligne in calcul.resultat.lignes for e in ligne.etapes]
    etapes.append(calcul.resultat.etape_du_total)
    if precedent:
        solde = calcul.total - precedent.total
        formule = f"{en_francais(calcul.total)} − {en_francais(precedent.total)} = {en_francais(solde)}"
        libelle = f"Solde (total moins décompte {precedent.numero}) : {formule}"
        etapes.append(Etape(libelle, SOLDE, str(solde)))
    return [e.en_json() for e in etapes]


def _ligne(decompte: Decompte, rang: int, ligne: LigneIndemnisation) -> LigneDecompte:
    return LigneDecompte(
        collectivite_id=decompte.collectivite_id,
        decompte=decompte,
        rang=rang,
        du=ligne.du,
        au=ligne.au,
        jours=ligne.jours,
        nature=ligne.nature,
        droit=ligne.droit,
        franchise=ligne.franchise,
        couvert=ligne.couvert,
        ij=ligne.ij,
        proportion=ligne.proportion,
        montant=ligne.montant,
        motifs=list(ligne.motifs),
        articles=list(ligne.articles),
        explication=[e.en_json() for e in ligne.etapes],
    )


def _indemniser(decompte: Decompte, lignes: tuple[LigneIndemnisation, ...]) -> None:
    """Inscrit les jours payés ; la base refuse qu'un jour le soit déjà ailleurs pour cet agent."""
    with contraintes_du_dossier():
        PeriodeIndemnisee.objects.bulk_create(
            PeriodeIndemnisee(
                collectivite_id=decompte.collectivite_id,
                agent_id=decompte.sinistre.agent_id,
                sinistre=decompte.sinistre,
                decompte=decompte,
                du=ligne.du,
                au=ligne.au,
            )
            for ligne in lignes
            if ligne.montant > 0
        )
