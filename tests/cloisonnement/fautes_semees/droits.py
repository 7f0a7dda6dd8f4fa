"""Permissions retirées, périmètre ouvert à tort, habilitations mal lues."""

from typing import Any

import pytest
from django.db import connections

from cdg_portal.cloisonnement import perimetre as module_perimetre
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.models import Habilitation
from cdg_portal.perimetres.selectors import habilitations_actives, perimetre_de
from tests.cloisonnement.fautes_semees.outils import (
    COUCHE_1,
    COUCHE_2,
    ROBOT,
    Faute,
    ensemble,
    partout,
    sans_exiger,
    sans_requiert,
)

ELU = ("LECTEUR",)


def _cdg_pour_tous(patch: pytest.MonkeyPatch) -> None:
    partout(patch, perimetre_de, lambda h, *, compte_id: Perimetre(cdg=True, utilisateur=compte_id))


def _perimetre_retenu(patch: pytest.MonkeyPatch) -> None:
    """Le périmètre et les droits du premier venu servent à tous les suivants."""
    retenu: list[Any] = []

    def retenir(*, compte_id: int, au: Any) -> Any:
        if not retenu:
            retenu.append(habilitations_actives(compte_id=compte_id, au=au))
        return retenu[0]

    partout(patch, habilitations_actives, retenir)


def _habilitations(**conditions: Any) -> Any:
    """Les habilitations lues avec d'autres conditions que les bonnes."""

    def semer(patch: pytest.MonkeyPatch) -> None:
        def lues(*, compte_id: int, au: Any) -> Any:
            with perimetre(Perimetre(utilisateur=compte_id)):
                siennes = {} if conditions.get("de_tous") else {"compte_id": compte_id}
                bornes = {} if conditions.get("futures") else {"du__lte": au}
                trouvees = Habilitation.base.filter(**siennes, **bornes)
                return list(trouvees if conditions.get("finies") else trouvees.exclude(au__lt=au))

        partout(patch, habilitations_actives, lues)

    return semer


def _reglages(role: str, bits: str) -> Any:
    """La transaction reçoit d'autres réglages que ceux du périmètre ouvert."""

    def semer(patch: pytest.MonkeyPatch) -> None:
        def poser(p: Perimetre, using: str) -> None:
            with connections[using].cursor() as c:
                c.execute(
                    "SELECT set_config('app.perimetre', %s, true), set_config('app.utilisateur', %s, true),"
                    " set_config('role', %s, true)",
                    [
                        bits or p.bits,
                        str(p.utilisateur or ""),
                        role if not p.cdg else "cdg_interne",
                    ],
                )

        patch.setattr(module_perimetre, "_poser", poser)

    return semer


TOUTES = "ff" * 2_500  # les vingt mille premières

FAUTES = [
    Faute(
        "agents sans permission",
        "adhesions",
        sans_requiert("adhesions:agents"),
        ROBOT,
        ("adhesions:agents",),
        ELU,
    ),
    Faute(
        "dossiers sans permission",
        "sinistres",
        sans_requiert("sinistres:liste"),
        ROBOT,
        ("sinistres:liste",),
        ELU,
    ),
    Faute(
        "collectivité créée par un élu",
        "adhesions",
        sans_requiert("adhesions:creer_collectivite"),
        ROBOT,
        ("adhesions:creer_collectivite",),
        ELU,
    ),
    Faute(
        "bordereau émis sans permission",
        "sinistres",
        ensemble(sans_requiert("sinistres:bordereau_emettre"), sans_exiger("sinistres.web.bordereaux")),
        ROBOT,
        ("sinistres:bordereau_emettre",),
        ELU,
    ),
    Faute("périmètre du CDG pour tous", "perimetres", _cdg_pour_tous, ROBOT, ("adhesions:agent",)),
    Faute(
        "droits du précédent gardés",
        "perimetres",
        _perimetre_retenu,
        ROBOT,
        ("adhesions:agents",),
        ("RH de B", "RH_VALIDEUR"),
    ),
    Faute(
        "habilitation finie encore active",
        "perimetres",
        _habilitations(finies=True),
        ROBOT,
        ("adhesions:agents",),
        ("habilitation finie",),
    ),
    Faute(
        "habilitation future déjà active",
        "perimetres",
        _habilitations(futures=True),
        ROBOT,
        ("adhesions:agents",),
        ("habilitation future",),
    ),
    Faute(
        "habilitations de tous", "perimetres", _habilitations(de_tous=True), COUCHE_2, ("adhesions:agents",)
    ),
    Faute(
        "rôle interne pris pour tous",
        "cloisonnement",
        _reglages("cdg_interne", ""),
        COUCHE_1,
        ("adhesions:agent", "cotisations:appel"),
    ),
    Faute(
        "réglage de toutes les collectivités",
        "cloisonnement",
        _reglages("none", TOUTES),
        COUCHE_1,
        ("adhesions:agent", "documents:telecharger"),
    ),
]
