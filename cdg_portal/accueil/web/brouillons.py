"""Mes brouillons : toutes les saisies commencées, formulaires et déclarations de sinistre."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cdg_portal.perimetres.acces import bornes, requiert
from cdg_portal.saisies.selectors import saisies_de
from sinistres.selectors.dossiers import brouillons_de, intitule_du_brouillon


@require_safe
@requiert("brouillons.tenir")
def brouillons(request: HttpRequest) -> HttpResponse:
    """Ce que la personne a commencé, et rien de ce qu'un collègue a commencé."""
    borne = bornes(request, "sinistres.declarer")
    declarations = brouillons_de(request.user)
    if borne is not None:  # None : partout
        declarations = declarations.filter(collectivite_id__in=borne)
    contexte = {
        "saisies": list(saisies_de(request.user, maintenant=timezone.now())),
        "declarations": [(b, intitule_du_brouillon(b)) for b in declarations],
    }
    return render(request, "accueil/brouillons.html", contexte)
