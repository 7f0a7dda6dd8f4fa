"""Travaux des adhésions : édition des certificats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from adhesions.models import Adhesion
from adhesions.pdf import contexte_certificat
from cdg_portal.documents import rendu
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.travaux.registre import travail
from cdg_portal.travaux.services import planifier

if TYPE_CHECKING:
    from cdg_portal.travaux.models import Travail

PDF_CERTIFICAT = "documents.certificat"


def planifier_pdf_certificat(adhesion: Adhesion) -> Travail:
    """Demande l'édition du certificat d'une adhésion active ; la redemander rend le même travail."""
    type_, cle, libelle, parametres = element_certificat(adhesion)
    return planifier(type=type_, cle=cle, libelle=libelle, parametres=parametres)


def element_certificat(adhesion: Adhesion) -> tuple[str, str, str, dict[str, Any]]:
    """Élément de lot : (type, clé, libellé, paramètres)."""
    uid = str(adhesion.uid)
    parametres = {"uid": uid, "collectivite": adhesion.collectivite_id}
    return PDF_CERTIFICAT, uid, f"Certificat d'adhésion {adhesion.numero}", parametres


@travail(PDF_CERTIFICAT, lecture="adhesions.lire")
def editer_certificat(parametres: dict[str, Any], travail_: Travail) -> str:
    """Produit le PDF d'un certificat d'adhésion."""
    adhesion = Adhesion.objects.filter(uid=parametres["uid"]).first()
    if adhesion is None:
        raise ErreurMetier("introuvable", "L'adhésion à éditer est introuvable dans le périmètre du travail.")
    document = rendu.produire(
        modele="adhesions/certificat",
        source=adhesion,
        contexte=contexte_certificat(adhesion),
        titre=f"Certificat d'adhésion {adhesion.numero}",
        nom_fichier=f"certificat-{adhesion.numero}.pdf",
    )
    travail_.lien = reverse("documents:telecharger", args=[document.uid])
    return document.nom_fichier
