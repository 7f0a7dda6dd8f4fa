"""Garder et abandonner un brouillon."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cdg_portal.perimetres.acces import AccesRefuse, ou_404, personne, peut, requiert
from cdg_portal.perimetres.selectors import collectivite_de_uid
from cdg_portal.saisies import attente
from cdg_portal.saisies import jeton as jetons
from cdg_portal.saisies.contenu import tapes
from cdg_portal.saisies.selectors import saisie_par_uid
from cdg_portal.saisies.services import saisie_abandonner, saisie_garder
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.nir import MESSAGE_DU_BROUILLON as NIR_EFFACE


@sensitive_post_parameters()
@require_POST
@requiert("brouillons.tenir")
def garder(request: HttpRequest) -> HttpResponse:
    """Garde ce qui est tapé : en silence pendant la frappe, ou par le bouton, qui ramène au formulaire."""
    jeton = jetons.recu(request)
    if jeton is None:
        raise BadRequest("Saisie inconnue.")
    collectivite: Any = ou_404(collectivite_de_uid(UUID(jeton.collectivite)))
    if not peut(request, jeton.action, collectivite.pk):
        raise AccesRefuse(jeton.action)
    contenu, efface = tapes(request.POST)
    maintenant = timezone.now()
    refus = ""
    try:
        gardee = saisie_garder(
            auteur=request.user,
            collectivite=collectivite,
            jeton=jeton,
            contenu=contenu,
            maintenant=maintenant,
        )
    except ErreurMetier as faute:
        refus = faute.message
    else:
        attente.oublier(request, jeton.cle)
    if attente.discret(request):
        corps = {"heure": f"{timezone.localtime(maintenant):%H:%M}", "message": refus or efface * NIR_EFFACE}
        return JsonResponse(corps, status=422 if refus else 200)
    if refus:
        # La page se remontre avec ce qui y était tapé : c'est le seul endroit où cela existe.
        attente.retenir(request, maintenant=maintenant, cause="refus")
        messages.error(request, refus)
        return redirect(jeton.adresse)
    messages.success(request, "Le brouillon est enregistré. Il vous attend ici et dans « Mes brouillons ».")
    if efface:
        messages.warning(request, NIR_EFFACE)
    return redirect(f"{jeton.adresse}{'&' if '?' in jeton.adresse else '?'}reprendre={gardee.uid}")


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("brouillons.tenir", sur=personne)
def abandonner(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Dit ce qui sera effacé, puis l'efface."""
    saisie = ou_404(saisie_par_uid(uid, compte=request.user, maintenant=timezone.now()))
    if request.method == "POST":
        saisie_abandonner(saisie=saisie)
        messages.success(request, "Le brouillon est abandonné.")
        return redirect("accueil:brouillons")
    return render(request, "saisies/abandonner.html", {"saisie": saisie})
