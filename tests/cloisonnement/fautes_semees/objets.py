"""Un objet lu par son identifiant sans sa collectivité, ou sans le droit sur elle."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import models

from adhesions.models import Agent
from adhesions.selectors import agent_par_uid
from cdg_portal.documents.models import Document
from cdg_portal.documents.selectors import document_par_uid
from cdg_portal.perimetres import acces
from cdg_portal.perimetres.models import Collectivite
from cdg_portal.perimetres.selectors import collectivite_de_uid
from cdg_portal.travaux import selectors as travaux
from cdg_portal.travaux.models import Travail
from cotisations.models import Appel
from cotisations.selectors import appel_par_uid
from sinistres.models import Sinistre
from sinistres.selectors.dossiers import dossier_par_uid
from sinistres.web import actes, declaration
from tests.cloisonnement.fautes_semees.listes import DOUBLE
from tests.cloisonnement.fautes_semees.outils import (
    COUCHE_2,
    LES_DEUX,
    ROBOT,
    Faute,
    ensemble,
    nu,
    partout,
    sans_exiger,
    voit_tout,
)


def _ou_403(patch: pytest.MonkeyPatch) -> None:
    """L'absent répond 403 : l'existence d'un objet se devine."""

    def ou_403(objet: Any) -> Any:
        if objet is None:
            raise PermissionDenied
        return objet

    partout(patch, acces.ou_404, ou_403, "adhesions.web")


def _agent_du_corps(patch: pytest.MonkeyPatch) -> None:
    """L'agent désigné par le formulaire est pris sans sa collectivité."""
    patch.setattr(
        declaration,
        "_agent_de_la_collectivite",
        lambda texte, borne: models.QuerySet(Agent).filter(uid=texte).first() if len(texte) == 36 else None,
    )


def _cible_sans_dossier(gestionnaire: Any) -> Any:
    """L'objet d'un acte n'est plus cherché dans son dossier."""

    def cible(choisi: Any, sinistre: Any, objet: Any) -> Any:
        if choisi.cible is Sinistre:
            return sinistre
        return acces.ou_404(gestionnaire(choisi.cible).filter(uid=objet).first())

    return lambda patch: patch.setattr(actes, "_cible", cible)


def _travaux_de_tous(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(travaux, "visibles", lambda: Travail.objects.all())


FAUTES = [
    Faute("agent par un QuerySet nu", "adhesions", nu(Agent, agent_par_uid), COUCHE_2, ("adhesions:agent",)),
    Faute(
        "collectivité par un QuerySet nu",
        "adhesions",
        nu(Collectivite, collectivite_de_uid),
        COUCHE_2,
        ("adhesions:enregistrer_agent",),
    ),
    Faute(
        "dossier par un QuerySet nu",
        "sinistres",
        nu(Sinistre, dossier_par_uid),
        COUCHE_2,
        ("sinistres:dossier",),
    ),
    Faute(
        "appel par un QuerySet nu", "cotisations", nu(Appel, appel_par_uid), COUCHE_2, ("cotisations:editer",)
    ),
    Faute(
        "document par un QuerySet nu",
        "documents",
        nu(Document, document_par_uid),
        COUCHE_2,
        ("documents:telecharger",),
    ),
    Faute("ou_404 contourné", "adhesions", _ou_403, ROBOT, ("adhesions:agent",)),
    Faute(
        "exiger retiré, fiches d'adhésion",
        "adhesions",
        sans_exiger("adhesions.web"),
        ROBOT,
        ("adhesions:agent", "adhesions:adhesion"),
        DOUBLE,
    ),
    Faute(
        "exiger retiré, cotisations",
        "cotisations",
        sans_exiger("cotisations.web"),
        ROBOT,
        ("cotisations:appel",),
        DOUBLE,
    ),
    Faute(
        "exiger retiré, PDF remis",
        "documents",
        ensemble(voit_tout, sans_exiger("cdg_portal.documents")),
        ROBOT,
        ("documents:telecharger",),
        DOUBLE,
    ),
    Faute(
        "PDF nominatif remis à l'élu",
        "documents",
        ensemble(voit_tout, sans_exiger("cdg_portal.documents")),
        ROBOT,
        ("documents:telecharger",),
        ("LECTEUR",),
    ),
    Faute("agent d'autrui dans le corps", "sinistres", _agent_du_corps, COUCHE_2, ("sinistres:declarer",)),
    Faute(
        "objet d'un acte sans son dossier",
        "sinistres",
        _cible_sans_dossier(lambda m: m.objects),
        LES_DEUX,
        ("sinistres:acte_sur",),
    ),
    Faute(
        "objet d'un acte par le gestionnaire de base",
        "sinistres",
        _cible_sans_dossier(lambda m: m.base),
        COUCHE_2,
        ("sinistres:acte_sur",),
    ),
    Faute("travail d'autrui lisible", "travaux", _travaux_de_tous, ROBOT, ("travaux:detail",)),
]
