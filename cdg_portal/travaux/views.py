"""Avancement d'un travail ou d'un lot : page entière, ou fragment relu chaque seconde tant qu'il n'est pas fini."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from cdg_portal.perimetres.acces import tient_un_role
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.travaux import registre, selectors, services
from cdg_portal.travaux.models import Travail

ELEMENTS_MONTRES = 200


def _visible(request: HttpRequest, uid: UUID) -> Travail:
    """Le travail : 404 hors du périmètre, 403 si l'un de ses éléments n'est pas à lire par ce compte."""
    travail = selectors.travail_par_uid(uid)
    if travail is None:
        raise Http404("Travail introuvable.")
    objets = selectors.elements_de(travail).order_by().values_list("type", "parametres__collectivite")
    if not all(_lisible(request, *objet) for objet in objets.distinct()):
        raise PermissionDenied("Votre rôle sur cette collectivité ne permet pas de suivre ce travail.")
    return travail


def _lisible(request: HttpRequest, type_: str, collectivite_id: int | None) -> bool:
    connu = registre.types().get(type_)
    if connu is None or not connu.lecture:
        return True
    if collectivite_id is None:  # inscrit sans sa collectivité : au moins le rôle
        return bool(request.roles & set(connu.lecture))  # type: ignore[attr-defined]
    return tient_un_role(request, collectivite_id, connu.lecture)


@require_GET
@never_cache
@vary_on_headers("HX-Request")
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Le travail, son avancement, ses résultats et ses échecs."""
    travail = _visible(request, uid)
    contexte = {
        "travail": travail,
        "avancement": selectors.avancement(travail),
        "elements": selectors.elements_de(travail)[:ELEMENTS_MONTRES],
    }
    fragment = bool(getattr(request, "htmx", False))
    gabarit = "travaux/fragments/_avancement.html" if fragment else "travaux/detail.html"
    return render(request, gabarit, contexte)


@require_POST
def relancer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Relance ce qui est en échec."""
    travail = _visible(request, uid)
    try:
        services.relancer(travail=travail)
    except ErreurMetier as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, "Le travail est relancé.")
    return redirect("travaux:detail", uid=travail.uid)
