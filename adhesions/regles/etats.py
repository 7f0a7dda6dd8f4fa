"""Cycle de vie de l'adhésion d'une collectivité.

« En extinction » n'est pas un état : c'est une adhésion résiliée qui garde des sinistres ouverts.
"""

from __future__ import annotations

from cdg_portal.socle.etats import Automate, transition

ADHESION = Automate(
    nom="adhésion",
    initial="PROJET",
    etats={"PROJET": "En projet", "ACTIVE": "Active", "RESILIEE": "Résiliée"},
    transitions={
        "activer": transition("Activer", "PROJET", "ACTIVE"),
        "resilier": transition("Résilier", "ACTIVE", "RESILIEE"),
    },
)
