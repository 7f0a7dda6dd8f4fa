"""Travaux des dossiers : édition des décomptes et des bordereaux, surveillance des délais."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from cdg_portal.documents import rendu
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.travaux.registre import travail
from cdg_portal.travaux.services import planifier, planifier_lot
from sinistres.models import Bordereau, Decompte
from sinistres.models.sinistre import GARDE_DES_BROUILLONS
from sinistres.pdf import contexte_bordereau, contexte_decompte
from sinistres.services.brouillons import brouillons_purger
from sinistres.services.delais import retards_constater

if TYPE_CHECKING:
    from cdg_portal.documents.models import Document
    from cdg_portal.travaux.models import Travail

PDF_DECOMPTE = "documents.decompte"
PDF_BORDEREAU = "documents.bordereau"
DELAIS = "sinistres.surveiller_delais"
BROUILLONS = "sinistres.purger_brouillons"


def planifier_pdf_decompte(decompte: Decompte) -> Travail:
    """Demande l'édition d'un décompte ; la redemander rend le même travail."""
    type_, cle, libelle, parametres = element_decompte(decompte)
    return planifier(type=type_, cle=cle, libelle=libelle, parametres=parametres)


def planifier_lot_bordereau(bordereau: Bordereau) -> Travail:
    """Demande en un lot le bordereau et tous ses décomptes."""
    decomptes = Decompte.objects.filter(ligne_bordereau__bordereau=bordereau).order_by(
        "ligne_bordereau__rang"
    )
    return planifier_lot(
        cle=f"bordereau:{bordereau.uid}",
        libelle=f"Bordereau {bordereau.numero} et ses décomptes",
        elements=[element_bordereau(bordereau), *(element_decompte(d) for d in decomptes)],
        parametres={"collectivite": bordereau.collectivite_id},
    )


def element_decompte(decompte: Decompte) -> tuple[str, str, str, dict[str, Any]]:
    """Élément de lot : (type, clé, libellé, paramètres)."""
    uid = str(decompte.uid)
    parametres = {"uid": uid, "collectivite": decompte.collectivite_id}
    return PDF_DECOMPTE, uid, f"Décompte {decompte.numero}", parametres


def element_bordereau(bordereau: Bordereau) -> tuple[str, str, str, dict[str, Any]]:
    """Élément de lot : (type, clé, libellé, paramètres)."""
    uid = str(bordereau.uid)
    parametres = {"uid": uid, "collectivite": bordereau.collectivite_id}
    return PDF_BORDEREAU, uid, f"Bordereau {bordereau.numero}", parametres


@travail(PDF_DECOMPTE, lecture="decomptes.editer")
def editer_decompte(parametres: dict[str, Any], travail_: Travail) -> str:
    """Produit le PDF d'un décompte."""
    decompte = _lire(Decompte, parametres)
    document = rendu.produire(
        modele="sinistres/decompte",
        source=decompte,
        contexte=contexte_decompte(decompte),
        titre=f"Décompte {decompte.numero}",
        nom_fichier=f"decompte-{decompte.numero}.pdf",
    )
    return _issue(travail_, document)


@travail(PDF_BORDEREAU, lecture="bordereaux.editer")
def editer_bordereau(parametres: dict[str, Any], travail_: Travail) -> str:
    """Produit le PDF d'un bordereau."""
    bordereau = _lire(Bordereau, parametres)
    document = rendu.produire(
        modele="sinistres/bordereau",
        source=bordereau,
        contexte=contexte_bordereau(bordereau),
        titre=f"Bordereau {bordereau.numero}",
        nom_fichier=f"bordereau-{bordereau.numero}.pdf",
    )
    return _issue(travail_, document)


@travail(DELAIS, quotidien="Surveillance des délais de remboursement")
def surveiller_delais(parametres: dict[str, Any], travail_: Travail) -> str:
    """Constate les remboursements en retard au jour du travail."""
    alertes = retards_constater(au=date.fromisoformat(parametres["jour"]))
    return f"{len(alertes)} retard(s) constaté(s)."


@travail(BROUILLONS, quotidien="Effacement des déclarations abandonnées")
def purger_brouillons(parametres: dict[str, Any], travail_: Travail) -> str:
    """Efface les déclarations commencées que personne n'a touchées depuis trente jours."""
    avant = timezone.now() - GARDE_DES_BROUILLONS
    return f"{brouillons_purger(avant=avant)} brouillon(s) effacé(s)."


def _lire(modele: Any, parametres: dict[str, Any]) -> Any:
    objet = modele.objects.filter(uid=parametres["uid"]).first()
    if objet is None:
        raise ErreurMetier("introuvable", "L'objet à éditer est introuvable dans le périmètre du travail.")
    return objet


def _issue(travail_: Travail, document: Document) -> str:
    travail_.lien = reverse("documents:telecharger", args=[document.uid])
    return document.nom_fichier
