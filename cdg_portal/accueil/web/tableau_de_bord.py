"""L'accueil : « Une action est attendue », selon le rôle."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cdg_portal.accueil.web.files import Theme, themes_de_la_collectivite, themes_des_finances, themes_du_cdg
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import LECTURE_AGENTS, LECTURE_ARGENT, collectivites_du_role
from cdg_portal.perimetres.roles import ROLES_DE_GESTION, ROLES_DE_SAISIE, Role
from sinistres.selectors.tableau_de_bord import reperes


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """Les actions attendues de la personne connectée, puis ses repères."""
    jour = aujourdhui()
    roles = request.roles  # type: ignore[attr-defined]
    themes: list[Theme] = []
    saisie = collectivites_du_role(request, ROLES_DE_SAISIE)
    if saisie:
        themes += themes_de_la_collectivite(compte=request.user, collectivites=saisie, jour=jour)
    if roles & ROLES_DE_GESTION:
        themes += themes_du_cdg(compte=request.user, jour=jour)
    elif Role.FINANCES in roles:
        themes += themes_des_finances(jour=jour)
    attendus = [t for t in themes if t.nombre]
    contexte: dict[str, Any] = {
        "themes": attendus,
        "nombre": sum(t.nombre for t in attendus),
        "a_jour": [t.titre for t in themes if not t.nombre],
        "peut_declarer": bool(saisie),
        "lit_les_dossiers": bool(roles & LECTURE_AGENTS),
        "reperes": None,
    }
    if roles & LECTURE_ARGENT:
        borne = collectivites_du_role(request, LECTURE_ARGENT)
        contexte["reperes"] = reperes(au=jour, collectivites=borne)
    return render(request, "accueil/tableau_de_bord.html", contexte)
