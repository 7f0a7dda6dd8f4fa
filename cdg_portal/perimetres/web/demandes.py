"""Décider d'une demande d'accès."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cdg_portal.formulaires import recu, tenter
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import ou_404
from cdg_portal.perimetres.selectors import demande_de_uid
from cdg_portal.perimetres.services import (
    demande_acces_accepter,
    demande_acces_refuser,
    demande_rattachable,
)
from cdg_portal.perimetres.web.forms import SaisieDecision
from cdg_portal.perimetres.web.gardes import accordables, agit, exiger_d_accorder

DECIDER = "comptes.decider"


@require_http_methods(["GET", "HEAD", "POST"])
@agit(DECIDER)
def decider(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Accepter avec un rôle, ou refuser avec un motif."""
    demande = ou_404(demande_de_uid(uid))
    exiger_d_accorder(request, demande.collectivite, DECIDER)
    form = SaisieDecision(recu(request), permis=accordables(request, demande.collectivite))
    if request.method == "POST":
        accepte = request.POST.get("decision") == "accepter"
        commun: dict[str, Any] = {
            "par": request.user,
            "demande": demande,
            "le": aujourdhui(),
            "maintenant": timezone.now(),
        }
        decidee = tenter(
            request,
            form,
            lambda d: (
                demande_acces_accepter(role=d["role"], **commun)
                if accepte
                else demande_acces_refuser(motif=d["motif"], **commun)
            ),
            "L'accès est accordé."
            if accepte
            else "La demande est refusée ; le motif est donné au demandeur.",
        )
        if decidee is not None:
            return redirect("perimetres:acces_collectivite", uid=demande.collectivite.uid)
    contexte = {"form": form, "demande": demande, "rattachable": demande_rattachable(demande)}
    return render(request, "perimetres/demande.html", contexte, status=422 if form.errors else 200)
