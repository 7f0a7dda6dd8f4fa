"""Remise d'un document archivé."""

from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cdg_portal.documents import archive, selectors
from cdg_portal.documents.acces import lisible
from cdg_portal.perimetres.acces import AccesRefuse, requiert
from cdg_portal.requetes import noter_acces

journal = structlog.get_logger(__name__)


@require_safe
@requiert("documents.lire", sur=selectors.document_par_uid)
def telecharger(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Le PDF intact ; 404 hors du périmètre, 403 si un champ imprimé n'est pas à montrer à ce compte."""
    document = selectors.document_par_uid(uid)
    if document is None:
        raise Http404("Document introuvable.")
    if not lisible(request, document):
        raise AccesRefuse("documents.lire")
    try:
        contenu = archive.lire(document)
    except archive.FichierAltere as faute:
        journal.error("document_altere", document=str(document.uid), sha256=document.sha256)
        return render(request, "documents/altere.html", {"document": document, "faute": faute}, status=500)
    noter_acces(request, "DOCUMENT", objet=document)
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse["Content-Disposition"] = content_disposition_header(True, document.nom_fichier) or "attachment"
    reponse["X-Content-Type-Options"] = "nosniff"
    reponse["Cache-Control"] = "private, no-store"
    return reponse
