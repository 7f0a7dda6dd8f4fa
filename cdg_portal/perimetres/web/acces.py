"""L'écran « Accès » : qui a quel droit, où, jusqu'à quand."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import bornes, peut, requiert
from cdg_portal.perimetres.listes import exporter_csv, page_de
from cdg_portal.perimetres.models import Collectivite
from cdg_portal.perimetres.selectors import (
    acces_liste,
    collectivite_de_uid,
    collectivites,
    demandes_en_attente,
    invitations_en_attente,
    organisme_gestionnaire,
)
from cdg_portal.perimetres.web.forms import FiltreAcces
from cdg_portal.perimetres.web.gardes import accordables, agit, collectivite_gardee

VOIR = "comptes.voir"
SITUATIONS = {"EN_COURS": "En cours", "A_VENIR": "À venir", "FINI": "Fini"}


def _filtres(request: HttpRequest, collectivite: Collectivite | None) -> tuple[FiltreAcces, Any]:
    formulaire = FiltreAcces(request.GET)
    lus = formulaire.lus()
    liste = acces_liste(
        au=aujourdhui(),
        bornes=bornes(request, VOIR),
        collectivite_id=collectivite.pk if collectivite else None,
        recherche=lus["q"],
        role=lus["role"],
        etat=lus["etat"],
        tri=lus["tri"],
    )
    return formulaire, liste


@require_safe
@requiert(VOIR)
def liste(request: HttpRequest) -> HttpResponse:
    """Les accès de toutes ses collectivités ; qui n'en tient qu'une va droit à la sienne."""
    tenues = bornes(request, VOIR)
    if tenues is not None and len(tenues) == 1:
        seule = collectivites().get(pk__in=tenues)
        return redirect("perimetres:acces_collectivite", uid=seule.uid)
    autres = [organisme_gestionnaire()] if tenues is None else list(collectivites().filter(pk__in=tenues))
    return _page(request, None, {"tenues": autres, "demandes": list(demandes_en_attente(bornes=tenues)[:50])})


@require_safe
@agit(VOIR)
def de_collectivite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Les accès d'une collectivité, ses invitations en attente et les demandes à décider."""
    collectivite = collectivite_gardee(request, uid, VOIR)
    permis = accordables(request, collectivite)
    maintenant = timezone.now()
    invitations = list(invitations_en_attente(collectivite_id=collectivite.pk))
    for invitation in invitations:
        invitation.expiree = invitation.expire_a <= maintenant  # type: ignore[attr-defined]
        invitation.modifiable = invitation.role in permis  # type: ignore[attr-defined]
    plus = {
        "invitations": invitations,
        "demandes": list(demandes_en_attente(bornes=[collectivite.pk])),
        "peut_inviter": bool(permis) and peut(request, "comptes.inviter", collectivite.pk),
    }
    return _page(request, collectivite, plus)


def _page(request: HttpRequest, collectivite: Collectivite | None, plus: dict[str, Any]) -> HttpResponse:
    formulaire, droits = _filtres(request, collectivite)
    page, assiste = page_de(request, droits), peut(request, "administration.assister")
    for droit in page.object_list:
        permis = accordables(request, droit.collectivite)
        droit.modifiable = droit.situation != "FINI" and droit.role in permis
        droit.libelle_situation = SITUATIONS[droit.situation]
        droit.assistable = assiste and droit.compte.is_active and droit.compte_id != request.user.pk
    contexte = {
        "collectivite": collectivite,
        "form": formulaire,
        "page": page,
        "lit_la_table": peut(request, "permissions.lire"),
        "tri": formulaire.cleaned_data.get("tri", ""),
        "filtree": any(formulaire.cleaned_data.get(c) for c in ("q", "role", "etat")),
    }
    return render(request, "perimetres/acces.html", contexte | plus)


@require_safe
@requiert(VOIR)
def export(request: HttpRequest) -> HttpResponse:
    """La même liste, entière, en CSV ; `collectivite` : celle de la page."""
    voulue = request.GET.get("collectivite", "")
    collectivite = collectivite_de_uid(UUID(voulue)) if _est_uid(voulue) else None
    _, droits = _filtres(request, collectivite)
    entetes = (
        "Nom", "Prénom", "Adresse électronique", "Rôle", "Collectivité", "Du", "Au", "Situation",
        "Par délégation de", "Motif de la fin",
    )  # fmt: skip
    lignes = (
        (
            d.compte.nom,
            d.compte.prenom,
            d.compte.email,
            d.get_role_display(),
            d.collectivite.denomination,
            d.du,
            d.au,
            SITUATIONS[d.situation],
            d.delegant or "",
            d.motif_fin,
        )
        for d in droits
    )
    return exporter_csv("acces.csv", entetes, lignes)


def _est_uid(texte: str) -> bool:
    try:
        UUID(texte)
    except ValueError:
        return False
    return True
