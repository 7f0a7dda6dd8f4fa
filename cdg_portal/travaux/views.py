"""Avancement d'un travail ou d'un lot : page entière, ou fragment relu chaque seconde tant qu'il n'est pas fini."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from cdg_portal.perimetres.acces import AccesRefuse, peut, requiert
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.travaux import registre, selectors, services
from cdg_portal.travaux.models import Travail

ELEMENTS_MONTRES = 200


def _visible(request: HttpRequest, uid: UUID, action: str) -> Travail:
    """Le travail : 404 hors du périmètre, 403 si l'un de ses éléments n'est pas à lire par ce compte."""
    travail = selectors.travail_par_uid(uid)
    if travail is None:
        raise Http404("Travail introuvable.")
    objets = selectors.elements_de(travail).order_by().values_list("type", "parametres__collectivite")
    if not all(_lisible(request, *objet) for objet in objets.distinct()):
        raise AccesRefuse(action)
    return travail


def _lisible(request: HttpRequest, type_: str, collectivite_id: int | None) -> bool:
    connu = registre.types().get(type_)
    # Sans collectivité (travail du CDG) : au moins la permission, où que ce soit.
    return connu is None or not connu.lecture or peut(request, connu.lecture, collectivite_id)


@require_GET
@never_cache
@vary_on_headers("HX-Request")
@requiert("travaux.suivre", sur=selectors.travail_par_uid)
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Le travail, son avancement, ses résultats et ses échecs."""
    travail = _visible(request, uid, "travaux.suivre")
    contexte = {
        "travail": travail,
        "avancement": selectors.avancement(travail),
        "elements": selectors.elements_de(travail)[:ELEMENTS_MONTRES],
    }
    fragment = bool(getattr(request, "htmx", False))
    gabarit = "travaux/fragments/_avancement.html" if fragment else "travaux/detail.html"
    return render(request, gabarit, contexte)


@require_POST
@requiert("travaux.relancer", sur=selectors.travail_par_uid)
def relancer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Relance ce qui est en échec."""
    travail = _visible(request, uid, "travaux.relancer")
    try:
        services.relancer(travail=travail)
    except ErreurMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, "Le travail est relancé.")
    return redirect("travaux:detail", uid=travail.uid)
