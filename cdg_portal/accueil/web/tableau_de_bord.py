"""L'accueil : « Une action est attendue », selon le rôle."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cdg_portal.accueil.files import Lue, Regard, charge_du_service, files_attendues
from cdg_portal.accueil.files.liste import dater
from cdg_portal.accueil.recherche import consultations_recentes
from cdg_portal.accueil.web.regard import regard_de
from cdg_portal.perimetres.acces import bornes, peut, requiert
from sinistres.selectors.tableau_de_bord import reperes

MONTRES = 5
# Où va qui n'a rien à faire avancer : action de la table, libellé, adresse, ce qu'on y trouve.
_RACCOURCIS = (
    ("statistiques.lire", "Statistiques", "prevention:statistiques", "L'absentéisme, par nature et par année"),
    ("sinistres.lire", "Sinistres", "sinistres:liste", "Les dossiers que votre rôle montre"),
    ("adhesions.lire", "Adhésions", "adhesions:adhesions", "Les garanties souscrites et leurs dates"),
    ("appels.lire", "Cotisations", "cotisations:appels", "Les appels et leurs échéances"),
    ("bordereaux.lire", "Bordereaux", "sinistres:bordereaux", "Ce qui est parti chez l'assureur, et ce qui en revient"),
    ("administration.ouvrir", "Administration", "admin:index", "Les comptes, les contrats et le journal"),
)  # fmt: skip


@require_safe
@requiert("accueil.voir", sans_habilitation=True)
def accueil(request: HttpRequest) -> HttpResponse:
    """Les actions attendues de la personne connectée, puis ses repères."""
    regard = regard_de(request)
    lues = [_datee(lue, regard) for lue in files_attendues(regard, MONTRES)]
    attendues = [lue for lue in lues if lue.nombre]
    contexte: dict[str, Any] = {
        "files": attendues,
        "nombre": sum(lue.nombre for lue in attendues),
        "a_jour": [lue.titre for lue in lues if not lue.nombre],
        "charge": charge_du_service(regard),
        "peut_declarer": peut(request, "sinistres.declarer"),
        "recents": consultations_recentes(regard),
        "raccourcis": [] if attendues else _raccourcis(regard),
        "reperes": None,
    }
    if peut(request, "appels.lire"):
        borne = bornes(request, "appels.lire")
        contexte["reperes"] = reperes(au=regard.jour, collectivites=borne)
    return render(request, "accueil/tableau_de_bord.html", contexte)


def _datee(lue: Lue, regard: Regard) -> Lue:
    actions = [dater(a, lue, regard.jour) for a in lue.lecture.actions]
    return replace(lue, lecture=replace(lue.lecture, actions=actions))


def _raccourcis(regard: Regard) -> list[dict[str, str]]:
    return [
        {"libelle": libelle, "url": reverse(nom), "note": note}
        for action, libelle, nom, note in _RACCOURCIS
        if regard.peut(action)
    ]
