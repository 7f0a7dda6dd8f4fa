"""Avancement d'un travail ou d'un lot : page entière, ou fragment relu chaque seconde tant qu'il n'est pas fini."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.travaux import registre, selectors, services
from cdg_portal.travaux.models import Travail

ELEMENTS_MONTRES = 200


def _visible(uid: UUID) -> Travail:
    travail = selectors.travail_par_uid(uid)
    if travail is None:
        raise Http404("Travail introuvable.")
    return travail


@require_GET
@never_cache
@vary_on_headers("HX-Request")
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Le travail, son avancement, ses résultats et ses échecs."""
    travail = _visible(uid)
    elements = travail.elements.order_by("id") if travail.type == registre.LOT else [travail]
    contexte = {
        "travail": travail,
        "avancement": selectors.avancement(travail),
        "elements": elements[:ELEMENTS_MONTRES],
    }
    fragment = bool(getattr(request, "htmx", False))
    gabarit = "travaux/fragments/_avancement.html" if fragment else "travaux/detail.html"
    return render(request, gabarit, contexte)


@require_POST
def relancer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Relance ce qui est en échec."""
    travail = _visible(uid)
    try:
        services.relancer(travail=travail)
    except ErreurMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, "Le travail est relancé.")
    return redirect("travaux:detail", uid=travail.uid)
