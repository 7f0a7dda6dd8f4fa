"""Listes, exports et recherches qui oublient leur borne, ou la contournent."""

from adhesions.models import Agent
from adhesions.selectors import adhesions_liste, agents_liste, collectivites_liste
from cotisations.models import Appel
from cotisations.selectors import appels_liste, participations_liste
from sinistres.models import Sinistre
from sinistres.selectors.dossiers import dossiers_liste
from tests.cloisonnement.fautes_semees.outils import (
    COUCHE_2,
    LES_DEUX,
    ROBOT,
    Faute,
    sans_borne,
    sql_brut,
    toutes_les_bornes,
)

DOUBLE = ("RH de A, client d'API chez B",)

FAUTES = [
    Faute(
        "liste des agents sans borne", "adhesions", sans_borne(agents_liste), LES_DEUX, ("adhesions:agents",)
    ),
    Faute(
        "export des agents sans borne",
        "adhesions",
        sans_borne(agents_liste),
        LES_DEUX,
        ("adhesions:agents_csv",),
    ),
    Faute(
        "liste des dossiers sans borne",
        "sinistres",
        sans_borne(dossiers_liste),
        LES_DEUX,
        ("sinistres:liste",),
    ),
    Faute(
        "export des dossiers sans borne",
        "sinistres",
        sans_borne(dossiers_liste),
        LES_DEUX,
        ("sinistres:export",),
    ),
    Faute(
        "adhésions sans borne", "adhesions", sans_borne(adhesions_liste), LES_DEUX, ("adhesions:adhesions",)
    ),
    Faute(
        "collectivités sans borne",
        "adhesions",
        sans_borne(collectivites_liste),
        ROBOT,
        ("adhesions:collectivites",),
        DOUBLE,
    ),
    Faute("appels sans borne", "cotisations", sans_borne(appels_liste), LES_DEUX, ("cotisations:appels",)),
    Faute(
        "export des appels sans borne",
        "cotisations",
        sans_borne(appels_liste),
        ROBOT,
        ("cotisations:appels_csv",),
        DOUBLE,
    ),
    Faute(
        "participations sans borne",
        "cotisations",
        sans_borne(participations_liste),
        LES_DEUX,
        ("cotisations:participations",),
    ),
    Faute("agents en SQL brut", "adhesions", sql_brut(Agent, agents_liste), COUCHE_2, ("adhesions:agents",)),
    Faute(
        "dossiers en SQL brut",
        "sinistres",
        sql_brut(Sinistre, dossiers_liste),
        COUCHE_2,
        ("sinistres:liste",),
    ),
    Faute(
        "appels en SQL brut", "cotisations", sql_brut(Appel, appels_liste), COUCHE_2, ("cotisations:appels",)
    ),
    Faute(
        "bornes ouvertes, sinistres",
        "sinistres",
        toutes_les_bornes("sinistres.web"),
        ROBOT,
        ("sinistres:liste", "sinistres:dossier"),
        DOUBLE,
    ),
    Faute(
        "bornes ouvertes, cotisations",
        "cotisations",
        toutes_les_bornes("cotisations.web"),
        ROBOT,
        ("cotisations:bases",),
        DOUBLE,
    ),
    Faute(
        "bornes ouvertes, statistiques",
        "prevention",
        toutes_les_bornes("prevention.web"),
        ROBOT,
        ("prevention:statistiques",),
        DOUBLE,
    ),
]
