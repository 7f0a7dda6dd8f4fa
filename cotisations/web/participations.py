"""Liste des participations, et cotisations d'une adhésion (page, ou fragment de sa fiche)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cdg_portal.perimetres.acces import LECTURE_ARGENT, collectivites_du_role, ou_404, roles_requis
from cdg_portal.perimetres.listes import page_de
from cotisations.selectors import cotisations_de, expliquees, participations_liste
from cotisations.web.formulaires import FiltreParticipations, lus


@require_safe
@roles_requis(*LECTURE_ARGENT)
def liste(request: HttpRequest) -> HttpResponse:
    """Les participations du périmètre."""
    formulaire = FiltreParticipations(request.GET)
    valeurs = lus(formulaire)
    participations = participations_liste(
        recherche=valeurs["q"], collectivites=collectivites_du_role(request, LECTURE_ARGENT)
    )
    page = page_de(request, participations)
    page.object_list = expliquees(page.object_list)
    contexte = {"form": formulaire, "page": page, "filtree": bool(valeurs["q"])}
    return render(request, "cotisations/participations.html", contexte)


@require_safe
@vary_on_headers("HX-Request")
@roles_requis(*LECTURE_ARGENT)
def de_adhesion(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Bases, appels et participations d'une adhésion."""
    contexte = {"cotisations": ou_404(cotisations_de(uid))}
    fragment = bool(getattr(request, "htmx", False))
    gabarit = "cotisations/fragments/_de_adhesion.html" if fragment else "cotisations/de_adhesion.html"
    return render(request, gabarit, contexte)
