"""La table des permissions, telle que le portail l'applique."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cdg_portal.perimetres.acces import requiert
from cdg_portal.perimetres.permissions import ACCORDABLES, TABLE
from cdg_portal.perimetres.roles import Role
from cdg_portal.perimetres.web.forms import FiltrePermissions, choix_de_roles


@require_safe
@requiert("permissions.lire")
def table(request: HttpRequest) -> HttpResponse:
    """Objet × action × rôle, et qui peut accorder quoi ; `role` n'en montre qu'un."""
    form = FiltrePermissions(request.GET)
    voulu = form.lu()
    roles = choix_de_roles([voulu] if voulu else Role.values)
    lignes = [
        {"action": action, "permission": p, "cases": [(code, nom, code in p.roles) for code, nom in roles]}
        for action, p in TABLE.items()
    ]
    accordables = [
        {
            "role": Role(tenu),
            "cases": [(code, nom, code in permis) for code, nom in choix_de_roles(Role.values)],
        }
        for tenu, permis in ACCORDABLES.items()
        if voulu in ("", tenu)
    ]
    contexte = {
        "form": form,
        "roles": roles,
        "lignes": lignes,
        "tous": choix_de_roles(Role.values),
        "accordables": accordables,
        "muet": bool(voulu) and not accordables,
        "voulu": voulu,
    }
    return render(request, "perimetres/permissions.html", contexte)
