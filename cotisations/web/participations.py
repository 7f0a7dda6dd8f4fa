"""Liste des participations, et cotisations d'une adhésion (page, ou fragment de sa fiche)."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from adhesions.selectors import adhesion_par_uid
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import bornes, exiger, ou_404, peut, requiert
from cdg_portal.perimetres.listes import page_de
from cdg_portal.perimetres.visibilite import attributs_caches
from cotisations.selectors import cotisations_de, expliquees, participations_liste
from cotisations.services import participation_emettre
from cotisations.web.actes import jouer
from cotisations.web.formulaires import FiltreParticipations


@require_safe
@requiert("participations.lire")
def liste(request: HttpRequest) -> HttpResponse:
    """Les participations du périmètre."""
    formulaire = FiltreParticipations(request.GET)
    valeurs = formulaire.lus()
    participations = participations_liste(
        recherche=valeurs["q"], collectivites=bornes(request, "participations.lire")
    )
    page = page_de(request, participations)
    page.object_list = expliquees(page.object_list)
    contexte = {"form": formulaire, "page": page, "filtree": bool(valeurs["q"])}
    return render(request, "cotisations/participations.html", contexte)


@require_safe
@vary_on_headers("HX-Request")
@requiert("participations.lire", sur=adhesion_par_uid)
def de_adhesion(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Bases, appels et participations d'une adhésion."""
    lues = ou_404(cotisations_de(uid, caches=partial(attributs_caches, request)))
    exiger(request, "participations.lire", lues.adhesion)
    annee = aujourdhui().year
    gere = peut(request, "participations.ecrire", lues.adhesion.collectivite_id)
    contexte = {
        "cotisations": lues,
        "exercice_a_emettre": annee if gere and lues.participation_a_emettre(annee) else None,
    }
    fragment = bool(getattr(request, "htmx", False))
    gabarit = "cotisations/fragments/_de_adhesion.html" if fragment else "cotisations/de_adhesion.html"
    return render(request, gabarit, contexte)


@require_POST
@requiert("participations.ecrire", sur=adhesion_par_uid)
def emettre(request: HttpRequest, adhesion_uid: UUID) -> HttpResponse:
    """Émet la participation de l'exercice demandé."""
    adhesion = ou_404(adhesion_par_uid(adhesion_uid))
    exiger(request, "participations.ecrire", adhesion)
    saisi = request.POST.get("exercice", "")
    exercice = int(saisi) if saisi.isdecimal() and len(saisi) == 4 else aujourdhui().year
    jouer(
        request,
        lambda: participation_emettre(adhesion=adhesion, exercice=exercice, le=aujourdhui()),
        fait=f"La participation {exercice} est émise.",
    )
    return redirect("adhesions:adhesion", uid=adhesion_uid)
