"""Cycles de vie de la base déclarée et de l'appel de cotisation."""

from __future__ import annotations

from cdg_portal.socle.etats import Automate, transition

BASE = Automate(
    nom="base déclarée",
    initial="DECLAREE",
    etats={"DECLAREE": "Déclarée", "CONTROLEE": "Contrôlée"},
    transitions={"controler": transition("Contrôler", "DECLAREE", "CONTROLEE")},
)

APPEL = Automate(
    nom="appel de cotisation",
    initial="EMIS",
    etats={"EMIS": "Émis", "VERIFIE": "Vérifié", "VALIDE": "Validé"},
    transitions={
        "verifier": transition("Vérifier", "EMIS", "VERIFIE"),
        "valider": transition("Valider", "VERIFIE", "VALIDE"),
    },
)
