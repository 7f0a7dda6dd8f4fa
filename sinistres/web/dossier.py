"""La page d'un dossier et celle d'un décompte."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from adhesions.selectors import garantie_en_vigueur
from cdg_portal.documents.selectors import document_de
from cdg_portal.horloge import aujourdhui
from cdg_portal.journal.selectors import evenements_de
from cdg_portal.perimetres.acces import (
    LECTURE_AGENTS,
    collectivites_du_role,
    ou_404,
    roles_requis,
)
from cdg_portal.travaux.selectors import travail_de
from sinistres.models import Decompte, LigneDecompte
from sinistres.regles.etats import SINISTRE
from sinistres.selectors.bordereaux import decompte_par_uid
from sinistres.selectors.dossiers import Fiche, dossiers_de_agent, fiche_du_dossier
from sinistres.selectors.explication import expliquer, interpretations_des, totaux
from sinistres.selectors.tableau_de_bord import attendus_du_dossier
from sinistres.tasks import PDF_DECOMPTE, planifier_pdf_decompte
from sinistres.web.catalogue import ACTES, actes_du_dossier
from sinistres.web.droits import Droits, dossier_ou_404, droits_sur

TONS = {
    "declarer": "info", "valider": "succes", "transmettre": "info", "requalifier": "info", "reglement": "succes",
    "demander_piece": "attention", "demande-retournee": "attention", "refuser": "danger", "annuler": "danger",
    "certificat-annule": "attention", "decompte": "succes",
}  # fmt: skip


@require_safe
@roles_requis(*LECTURE_AGENTS)
def dossier(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Tout le dossier : ce qui est attendu, arrêts, pièces, remboursement expliqué, chronologie."""
    sinistre, droits = dossier_ou_404(request, uid)
    fiche = fiche_du_dossier(sinistre)
    contexte = {
        "sinistre": sinistre,
        "fiche": fiche,
        "droits": droits,
        "actes": actes_du_dossier(sinistre, droits),
        "requalifiable": droits.gestion and "requalifier" in SINISTRE.possibles(sinistre.etat),
        "attendus": attendus_du_dossier(fiche, au=aujourdhui()),
        "garantie": garantie_en_vigueur(
            adhesion=sinistre.adhesion, risque=sinistre.risque, au=sinistre.survenance
        ),
        "autres": dossiers_de_agent(sinistre.agent).exclude(pk=sinistre.pk)[:10],
        "arrets": _arrets(fiche, droits),
        "pieces": _pieces(fiche, droits),
        "demandes": _demandes(fiche, droits),
        "chronologie": [(e, TONS.get(e.action, "neutre")) for e in evenements_de(sinistre)],
        **_en_vigueur(fiche, droits),
    }
    return render(request, "sinistres/dossier.html", contexte)


def _arrets(fiche: Fiche, droits: Droits) -> list[dict[str, Any]]:
    """Les arrêts, leurs certificats et ce que l'on peut y annuler."""
    ouvert = ACTES["certificat"].possible(fiche.sinistre) and droits.admet(ACTES["certificat"].permis)
    return [
        {
            "arret": arret,
            "reprise": getattr(arret, "reprise", None),
            "certificats": [(c, ouvert and not c.annule_le) for c in arret.certificats.all()],
        }
        for arret in fiche.arrets
    ]


def _pieces(fiche: Fiche, droits: Droits) -> list[tuple[Any, bool]]:
    """Les pièces, et si l'on peut marquer chacune reçue."""
    recue = ACTES["piece-recue"]
    permis = droits.admet(recue.permis)
    for piece in fiche.pieces:
        piece.sinistre = fiche.sinistre
    return [(piece, permis and recue.possible(piece)) for piece in fiche.pieces]


def _demandes(fiche: Fiche, droits: Droits) -> list[dict[str, Any]]:
    """Les demandes, avec les actes possibles sur chacune."""
    lignes = []
    for demande in fiche.demandes:
        demande.sinistre = fiche.sinistre
        actes = [
            (cle, ACTES[cle])
            for cle in ("demande-controler", "demande-retourner")
            if droits.admet(ACTES[cle].permis) and ACTES[cle].possible(demande)
        ]
        lignes.append({"demande": demande, "actes": actes})
    return lignes


def _en_vigueur(fiche: Fiche, droits: Droits) -> dict[str, Any]:
    """Le décompte en vigueur, expliqué jour par jour, son PDF et l'argent reçu."""
    decompte = fiche.en_vigueur
    if decompte is None:
        return {"decompte": None}
    return {
        "decompte": decompte,
        "reglable": droits.admet(ACTES["reglement"].permis),
        **explication_du_decompte(decompte),
    }


def explication_du_decompte(decompte: Decompte) -> dict[str, Any]:
    """Lignes expliquées et totaux d'un décompte, et où en est son PDF."""
    lignes = expliquer(LigneDecompte.objects.filter(decompte=decompte).order_by("rang"))
    document = document_de(source=decompte)
    travail = None if document else travail_de(type=PDF_DECOMPTE, cle=str(decompte.uid))
    return {
        "lignes": lignes,
        "totaux": totaux(lignes),
        "interpretations": interpretations_des(lignes),
        "document": document,
        "travail": travail,
    }


@require_safe
@roles_requis(*LECTURE_AGENTS)
def decompte(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Un décompte, y compris remplacé : lignes, explication, règlements."""
    trouve = ou_404(decompte_par_uid(uid, collectivites=collectivites_du_role(request, LECTURE_AGENTS)))
    droits = droits_sur(request, trouve.collectivite_id)
    contexte = {
        "decompte": trouve,
        "sinistre": trouve.sinistre,
        "reglable": droits.admet(ACTES["reglement"].permis),
        **explication_du_decompte(trouve),
    }
    return render(request, "sinistres/decompte.html", contexte)


@require_POST
@roles_requis(*LECTURE_AGENTS)
def decompte_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Demande le PDF d'un décompte : il est remis s'il existe, sinon on suit sa production."""
    trouve = ou_404(decompte_par_uid(uid, collectivites=collectivites_du_role(request, LECTURE_AGENTS)))
    document = document_de(source=trouve)
    if document is not None:
        return redirect("documents:telecharger", uid=document.uid)
    return redirect("travaux:detail", uid=planifier_pdf_decompte(trouve).uid)
