"""La page d'un dossier et celle d'un décompte."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from adhesions.selectors import garantie_en_vigueur
from cdg_portal.documents.acces import lisible
from cdg_portal.documents.selectors import document_de
from cdg_portal.horloge import aujourdhui
from cdg_portal.journal.selectors import Fait, chronologie_de
from cdg_portal.perimetres.acces import bornes, ou_404, requiert
from cdg_portal.perimetres.visibilite import attributs_caches, voit
from cdg_portal.travaux.selectors import travail_de
from sinistres.models import Decompte, LigneDecompte
from sinistres.regles.etats import SINISTRE
from sinistres.selectors.bordereaux import decompte_par_uid
from sinistres.selectors.dossiers import Fiche, dossier_par_uid, dossiers_de_agent, fiche_du_dossier
from sinistres.selectors.explication import expliquer, interpretations_des, totaux
from sinistres.selectors.tableau_de_bord import attendus_du_dossier
from sinistres.tasks import PDF_DECOMPTE, planifier_pdf_decompte
from sinistres.web.catalogue import ACTES, actes_du_dossier
from sinistres.web.droits import actions_sur, dossier_ou_404

# Ce que la chronologie et les attentes disent en euros.
ACTES_CHIFFRES = ("decompte", "reglement")
ANCRE_DE_L_ARGENT = "remboursement"
TONS = {
    "declarer": "info", "valider": "succes", "transmettre": "info", "requalifier": "info", "reglement": "succes",
    "demander_piece": "attention", "demande-retournee": "attention", "refuser": "danger", "annuler": "danger",
    "certificat-annule": "attention", "decompte": "succes",
}  # fmt: skip


@require_safe
@requiert("sinistres.lire", sur=dossier_par_uid)
def dossier(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Tout le dossier : ce qui est attendu, arrêts, pièces, remboursement expliqué, chronologie."""
    sinistre = dossier_ou_404(request, uid)
    actions = actions_sur(request, sinistre.collectivite_id)
    chiffres = voit(request, "montants_decompte", sinistre.collectivite_id)
    fiche = fiche_du_dossier(sinistre)
    contexte = {
        "sinistre": sinistre,
        "fiche": fiche,
        "voit_l_agent": "agents.lire" in actions,
        "lit_les_decomptes": "decomptes.lire" in actions,
        "peut_editer": "decomptes.editer" in actions,
        "actes": actes_du_dossier(sinistre, actions),
        "requalifiable": "sinistres.instruire" in actions
        and "requalifier" in SINISTRE.possibles(sinistre.etat),
        "attendus": [
            a for a in attendus_du_dossier(fiche, au=aujourdhui()) if chiffres or a.ancre != ANCRE_DE_L_ARGENT
        ],
        "garantie": garantie_en_vigueur(
            adhesion=sinistre.adhesion, risque=sinistre.risque, au=sinistre.survenance
        ),
        "autres": dossiers_de_agent(sinistre.agent).exclude(pk=sinistre.pk)[:10],
        "arrets": _arrets(fiche, actions),
        "pieces": _pieces(fiche, actions),
        "demandes": _demandes(fiche, actions),
        "faits": _faits(request, fiche, chiffres=chiffres),
        **(_en_vigueur(request, fiche, actions) if "decomptes.lire" in actions else {"decompte": None}),
    }
    return render(request, "sinistres/dossier.html", contexte)


def _faits(request: HttpRequest, fiche: Fiche, *, chiffres: bool) -> list[Fait]:
    """La chronologie du dossier, de ses certificats, reprises et demandes, bornée à ce que le compte voit."""
    certificats = [c for arret in fiche.arrets for c in arret.certificats.all()]
    reprises = [r for arret in fiche.arrets if (r := getattr(arret, "reprise", None))]
    faits = chronologie_de(
        fiche.sinistre,
        *certificats,
        *reprises,
        *fiche.demandes,
        champs_caches=attributs_caches(request, fiche.sinistre.collectivite_id),
        actes_tus=() if chiffres else ACTES_CHIFFRES,
    )
    for fait in faits:
        fait.ton = TONS.get(fait.action, fait.ton)
    return faits


def _arrets(fiche: Fiche, actions: Collection[str]) -> list[dict[str, Any]]:
    """Les arrêts, leurs certificats et ce que l'on peut y annuler."""
    ouvert = ACTES["certificat"].possible(fiche.sinistre) and ACTES["certificat"].action in actions
    return [
        {
            "arret": arret,
            "reprise": getattr(arret, "reprise", None),
            "certificats": [(c, ouvert and not c.annule_le) for c in arret.certificats.all()],
        }
        for arret in fiche.arrets
    ]


def _pieces(fiche: Fiche, actions: Collection[str]) -> list[tuple[Any, bool]]:
    """Les pièces, et si l'on peut marquer chacune reçue."""
    recue = ACTES["piece-recue"]
    permis = recue.action in actions
    for piece in fiche.pieces:
        piece.sinistre = fiche.sinistre
    return [(piece, permis and recue.possible(piece)) for piece in fiche.pieces]


def _demandes(fiche: Fiche, actions: Collection[str]) -> list[dict[str, Any]]:
    """Les demandes, avec les actes possibles sur chacune."""
    lignes = []
    for demande in fiche.demandes:
        demande.sinistre = fiche.sinistre
        actes = [
            (cle, ACTES[cle])
            for cle in ("demande-controler", "demande-retourner")
            if ACTES[cle].action in actions and ACTES[cle].possible(demande)
        ]
        lignes.append({"demande": demande, "actes": actes})
    return lignes


def _en_vigueur(request: HttpRequest, fiche: Fiche, actions: Collection[str]) -> dict[str, Any]:
    """Le décompte en vigueur, expliqué jour par jour, son PDF et l'argent reçu."""
    decompte = fiche.en_vigueur
    if decompte is None:
        return {"decompte": None}
    return {
        "decompte": decompte,
        "reglable": ACTES["reglement"].action in actions,
        **explication_du_decompte(request, decompte),
    }


def explication_du_decompte(request: HttpRequest, decompte: Decompte) -> dict[str, Any]:
    """Lignes expliquées et totaux d'un décompte, et où en est son PDF."""
    lignes = expliquer(LigneDecompte.objects.filter(decompte=decompte).order_by("rang"))
    document = document_de(source=decompte)
    travail = None if document else travail_de(type=PDF_DECOMPTE, cle=str(decompte.uid))
    return {
        "lignes": lignes,
        "totaux": totaux(lignes),
        "interpretations": interpretations_des(lignes),
        "document": document if lisible(request, document) else None,
        "travail": travail,
    }


@require_safe
@requiert("decomptes.lire", sur=decompte_par_uid)
def decompte(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Un décompte, y compris remplacé : lignes, explication, règlements."""
    trouve = ou_404(decompte_par_uid(uid, collectivites=bornes(request, "decomptes.lire")))
    actions = actions_sur(request, trouve.collectivite_id)
    contexte = {
        "decompte": trouve,
        "sinistre": trouve.sinistre,
        "peut_editer": "decomptes.editer" in actions,
        "reglable": ACTES["reglement"].action in actions,
        "faits": chronologie_de(
            trouve,
            *trouve.reglements.all(),
            champs_caches=attributs_caches(request, trouve.collectivite_id),
        ),
        **explication_du_decompte(request, trouve),
    }
    return render(request, "sinistres/decompte.html", contexte)


@require_POST
@requiert("decomptes.editer", sur=decompte_par_uid)
def decompte_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Demande le PDF d'un décompte : il est remis s'il existe, sinon on suit sa production."""
    trouve = ou_404(decompte_par_uid(uid, collectivites=bornes(request, "decomptes.editer")))
    document = document_de(source=trouve)
    if document is not None:
        return redirect("documents:telecharger", uid=document.uid)
    return redirect("travaux:detail", uid=planifier_pdf_decompte(trouve).uid)
