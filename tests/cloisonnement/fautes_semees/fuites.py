"""Champs cachés montrés, caches partagés, en-têtes, courriels, journaux, pages d'erreur, administration."""

from typing import Any

import pytest
import structlog
from django.core import mail
from django.db import connection, models
from django.http import HttpResponse, JsonResponse

from adhesions.models import Agent
from cdg_portal import administration, urls
from cdg_portal.accueil.web import erreurs
from cdg_portal.comptes.admin import CompteAdmin
from cdg_portal.perimetres.models import Collectivite
from tests.cloisonnement.fautes_semees.outils import COUCHE_2, ROBOT, Faute, autour, voit_tout
from tests.cloisonnement.matrice import motifs

TECHNIQUE = ("RH de A au compte technique",)


def _noms_bruts() -> str:
    with connection.cursor() as c:
        c.execute("SELECT string_agg(nom, ', ') FROM adhesions_agent")
        return str(c.fetchone()[0])


def _en_tete(request: Any, reponse: Any) -> Any:
    reponse["X-Total"] = _noms_bruts().encode("ascii", "replace").decode()
    return reponse


def _courriel(request: Any, reponse: Any) -> Any:
    noms = ", ".join(models.QuerySet(Agent).values_list("nom", flat=True))
    mail.send_mail("Effectifs", noms, None, ["rh@exemple.fr"])
    return reponse


def _journal(request: Any, reponse: Any) -> Any:
    structlog.get_logger("essai").info("agent_lu", nom=Agent.objects.values_list("nom", flat=True).first())
    return reponse


def _page_d_erreur(patch: pytest.MonkeyPatch) -> None:
    """La page 404 propose des agents de nom voisin."""
    ordinaire = erreurs.introuvable

    def bavarde(request: Any, *args: Any, **kwargs: Any) -> Any:
        reponse = ordinaire(request, *args, **kwargs)
        reponse.content += _noms_bruts().encode()
        return reponse

    patch.setattr(urls, "handler404", bavarde)


def _cache_partage(patch: pytest.MonkeyPatch) -> None:
    """La réponse est gardée par adresse, sans le compte."""
    motif = motifs()["adhesions:agents_csv"]
    vue, gardees = motif.callback, {}

    def en_cache(request: Any) -> Any:
        cle = request.get_full_path()
        if cle not in gardees:
            gardees[cle] = vue(request).content
        return HttpResponse(gardees[cle], content_type="text/csv")

    patch.setattr(motif, "callback", en_cache)


def _completion(patch: pytest.MonkeyPatch) -> None:
    """L'autocomplétion répond à tout compte, sur toutes les collectivités."""

    def complete(request: Any) -> Any:
        trouves = models.QuerySet(Collectivite).values_list("denomination", flat=True)
        return JsonResponse({"results": list(trouves)})

    patch.setattr(motifs()["admin:autocomplete"], "callback", complete)


def _administration_ouverte(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        administration.SiteAdministration, "has_permission", lambda self, request: request.user.is_staff
    )


def _mot_de_passe_montre(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(CompteAdmin, "list_display", (*CompteAdmin.list_display, "password"))


FAUTES = [
    Faute(
        "effectif nominatif montré à l'élu",
        "adhesions",
        voit_tout,
        ROBOT,
        ("adhesions:adhesion",),
        ("LECTEUR",),
    ),
    Faute(
        "noms du bordereau montrés à l'élu",
        "sinistres",
        voit_tout,
        ROBOT,
        ("sinistres:bordereau",),
        ("LECTEUR",),
    ),
    Faute(
        "en-tête bavard", "adhesions", autour("adhesions:agents", _en_tete), COUCHE_2, ("adhesions:agents",)
    ),
    Faute(
        "courriel à toute la base",
        "adhesions",
        autour("adhesions:agents", _courriel),
        COUCHE_2,
        ("adhesions:agents",),
    ),
    Faute(
        "nom écrit au journal technique",
        "adhesions",
        autour("adhesions:agents", _journal),
        ROBOT,
        ("adhesions:agents",),
    ),
    Faute("page 404 bavarde", "accueil", _page_d_erreur, COUCHE_2, ("adhesions:agent",)),
    Faute(
        "cache partagé entre comptes",
        "adhesions",
        _cache_partage,
        ROBOT,
        ("adhesions:agents_csv",),
        ("RH de B", "RH_VALIDEUR"),
    ),
    Faute(
        "autocomplétion non bornée", "administration", _completion, ROBOT, ("admin:autocomplete",), TECHNIQUE
    ),
    Faute(
        "administration par le seul compte technique",
        "administration",
        _administration_ouverte,
        ROBOT,
        ("admin:index", "admin:perimetres_habilitation_changelist"),
        TECHNIQUE,
    ),
    Faute(
        "empreinte de mot de passe affichée",
        "comptes",
        _mot_de_passe_montre,
        ROBOT,
        ("admin:comptes_compte_changelist",),
        ("ADMINISTRATEUR",),
    ),
]
