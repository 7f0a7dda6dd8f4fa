"""Entrées d'indemnisation minimales, à faire varier."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SINISTRE: dict[str, Any] = {
    "reference": "S1",
    "risque": "CITIS",
    "survenance": "2024-01-01",
    "certificats": [{"debut": "2024-01-01", "fin": "2024-02-29"}],
}
ENTREE: dict[str, Any] = {
    "contrat": {
        "effet": "2022-01-01",
        "fin": "2028-12-31",
        "gestion": "CAPITALISATION",
        "diviseur": "J365",
        "elements": ["TIB"],
        "charges_pct": "0",
        "taux_remboursement": "100",
        "ri": "SUIT",
        "franchise_par": "SINISTRE",
        "garanties": [{"risque": "CITIS", "franchise": {"type": "ABSOLUE", "jours": 45}}],
    },
    "agent": {
        "naissance": "1975-03-10",
        "regime": "CNRACL",
        "remuneration": [{"depuis": "2015-01-01", "TIB": "24000.00"}],
    },
    "sinistres": [SINISTRE],
    "au": "2024-12-31",
}

ABSENT = object()


def entree(**changements: Any) -> dict[str, Any]:
    """Entrée valable, dont `contrat`, `agent`, `au` ou `sinistres` sont changés."""
    nouvelle = deepcopy(ENTREE)
    for cle, valeur in changements.items():
        if isinstance(valeur, dict) and isinstance(nouvelle[cle], dict):
            nouvelle[cle].update(deepcopy(valeur))
        else:
            nouvelle[cle] = deepcopy(valeur)
    return nouvelle


def sinistre(**changements: Any) -> dict[str, Any]:
    """Sinistre valable, changé."""
    return {**deepcopy(SINISTRE), **deepcopy(changements)}


def poser(valeur: dict[str, Any], chemin: tuple[str | int, ...], nouvelle: Any) -> dict[str, Any]:
    """Copie de `valeur` où le chemin porte `nouvelle` (ABSENT l'efface)."""
    copie = deepcopy(valeur)
    noeud: Any = copie
    for etape in chemin[:-1]:
        noeud = noeud[etape]
    if nouvelle is ABSENT:
        del noeud[chemin[-1]]
    else:
        noeud[chemin[-1]] = nouvelle
    return copie
