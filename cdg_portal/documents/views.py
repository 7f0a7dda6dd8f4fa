"""Remise d'un document archivé."""

from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cdg_portal.documents import archive, selectors

journal = structlog.get_logger(__name__)


@require_safe
def telecharger(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Le PDF, après contrôle de son empreinte ; 404 hors du périmètre, rien si le fichier est altéré."""
    document = selectors.document_par_uid(uid)
    if document is None:
        raise Http404("Document introuvable.")
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
