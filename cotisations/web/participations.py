"""Liste des participations, et cotisations d'une adhésion (page, ou fragment de sa fiche)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from adhesions.selectors import adhesion_par_uid
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import (
    LECTURE_ARGENT,
    collectivites_du_role,
    exiger_un_role,
    ou_404,
    roles_requis,
    tient_un_role,
)
from cdg_portal.perimetres.listes import page_de
from cdg_portal.perimetres.roles import ROLES_DE_GESTION
from cotisations.selectors import cotisations_de, expliquees, participations_liste
from cotisations.services import participation_emettre
from cotisations.web.actes import jouer
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
    lues = ou_404(cotisations_de(uid))
    exiger_un_role(request, lues.adhesion, LECTURE_ARGENT)
    annee = aujourdhui().year
    gere = tient_un_role(request, lues.adhesion.collectivite_id, ROLES_DE_GESTION)
    contexte = {
        "cotisations": lues,
        "exercice_a_emettre": annee if gere and lues.participation_a_emettre(annee) else None,
    }
    fragment = bool(getattr(request, "htmx", False))
    gabarit = "cotisations/fragments/_de_adhesion.html" if fragment else "cotisations/de_adhesion.html"
    return render(request, gabarit, contexte)


@require_POST
@roles_requis(*ROLES_DE_GESTION)
def emettre(request: HttpRequest, adhesion_uid: UUID) -> HttpResponse:
    """Émet la participation de l'exercice demandé."""
    adhesion = ou_404(adhesion_par_uid(adhesion_uid))
    exiger_un_role(request, adhesion, ROLES_DE_GESTION)
    saisi = request.POST.get("exercice", "")
    exercice = int(saisi) if saisi.isdecimal() and len(saisi) == 4 else aujourdhui().year
    jouer(
        request,
        lambda: participation_emettre(adhesion=adhesion, exercice=exercice, le=aujourdhui()),
        fait=f"La participation {exercice} est émise.",
    )
    return redirect("adhesions:adhesion", uid=adhesion_uid)
