"""Travaux des cotisations : édition des appels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from cdg_portal.documents import rendu
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.travaux.registre import travail
from cdg_portal.travaux.services import planifier
from cotisations.models import Appel
from cotisations.pdf import contexte_appel

if TYPE_CHECKING:
    from cdg_portal.travaux.models import Travail

PDF_APPEL = "documents.appel"


def planifier_pdf_appel(appel: Appel) -> Travail:
    """Demande l'édition d'un appel validé ; la redemander rend le même travail."""
    type_, cle, libelle, parametres = element_appel(appel)
    return planifier(type=type_, cle=cle, libelle=libelle, parametres=parametres)


def element_appel(appel: Appel) -> tuple[str, str, str, dict[str, Any]]:
    """Élément de lot : (type, clé, libellé, paramètres)."""
    uid = str(appel.uid)
    parametres = {"uid": uid, "collectivite": appel.collectivite_id}
    return PDF_APPEL, uid, f"Appel de cotisation {appel.numero}", parametres


@travail(PDF_APPEL, lecture="appels.lire")
def editer_appel(parametres: dict[str, Any], travail_: Travail) -> str:
    """Produit le PDF d'un appel de cotisation."""
    appel = Appel.objects.filter(uid=parametres["uid"]).first()
    if appel is None:
        raise ErreurMetier("introuvable", "L'appel à éditer est introuvable dans le périmètre du travail.")
    document = rendu.produire(
        modele="cotisations/appel",
        source=appel,
        contexte=contexte_appel(appel),
        titre=f"Appel de cotisation {appel.numero}",
        nom_fichier=f"appel-{appel.numero}.pdf",
    )
    travail_.lien = reverse("documents:telecharger", args=[document.uid])
    return document.nom_fichier
