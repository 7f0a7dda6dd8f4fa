"""Remise d'un document archivé."""

from uuid import UUID

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cdg_portal.documents import archive, selectors
from cdg_portal.perimetres.acces import LECTURE_AGENTS, LECTURE_ARGENT, tient_un_role

journal = structlog.get_logger(__name__)

# Qui lit quel PDF : les rôles de l'écran qui montre la même chose. Un modèle absent d'ici n'est remis à personne.
LECTURE = {
    "sinistres/decompte": LECTURE_AGENTS,  # nomme l'agent et son congé
    "sinistres/bordereau": LECTURE_ARGENT,
    "cotisations/appel": LECTURE_ARGENT,
    "adhesions/certificat": LECTURE_ARGENT,
}


@require_safe
def telecharger(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Le PDF intact ; 404 hors du périmètre, 403 si aucun rôle n'y donne de quoi lire ce modèle."""
    document = selectors.document_par_uid(uid)
    if document is None:
        raise Http404("Document introuvable.")
    if not tient_un_role(request, document.collectivite_id, LECTURE.get(document.modele, ())):
        raise PermissionDenied("Votre rôle sur cette collectivité ne permet pas de lire ce document.")
    try:
        contenu = archive.lire(document)
    except archive.FichierAltere as faute:
        journal.error("document_altere", document=str(document.uid), sha256=document.sha256)
        return render(request, "documents/altere.html", {"document": document, "faute": faute}, status=500)
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse["Content-Disposition"] = content_disposition_header(True, document.nom_fichier) or "attachment"
    reponse["X-Content-Type-Options"] = "nosniff"
    reponse["Cache-Control"] = "private, no-store"
    return reponse
