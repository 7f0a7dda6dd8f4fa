"""Cycles de vie du sinistre et de la demande de remboursement."""

from __future__ import annotations

from cdg_portal.socle.etats import Automate, transition

SINISTRE = Automate(
    nom="sinistre",
    initial="BROUILLON",
    etats={
        "BROUILLON": "Brouillon",
        "DECLARE": "Déclaré",
        "EN_CONTROLE": "En contrôle",
        "INCOMPLET": "Incomplet",
        "VALIDE": "Validé",
        "TRANSMIS": "Transmis à l'assureur",
        "CLOS": "Clos",
        "ANNULE": "Annulé",
        "HORS_GARANTIE": "Hors garantie",
    },
    transitions={
        "declarer": transition("Déclarer", "BROUILLON", "DECLARE"),
        "controler": transition("Contrôler", "DECLARE", "EN_CONTROLE"),
        "demander_piece": transition("Demander une pièce", "EN_CONTROLE", "INCOMPLET"),
        "completer": transition("Compléter", "INCOMPLET", "EN_CONTROLE"),
        "valider": transition("Valider", "EN_CONTROLE", "VALIDE"),
        "transmettre": transition("Transmettre", "VALIDE", "TRANSMIS"),
        "requalifier": transition("Requalifier", "VALIDE|TRANSMIS", "VALIDE"),
        "clore": transition("Clore", "TRANSMIS|VALIDE", "CLOS"),
        "rouvrir": transition("Rouvrir", "CLOS", "VALIDE"),
        "annuler": transition("Annuler", "BROUILLON|DECLARE|EN_CONTROLE|INCOMPLET", "ANNULE"),
        "refuser": transition("Refuser", "EN_CONTROLE", "HORS_GARANTIE"),
    },
)

# Dossiers où quelque chose peut encore être attendu.
OUVERTS = ("DECLARE", "EN_CONTROLE", "INCOMPLET", "VALIDE", "TRANSMIS")

DEMANDE = Automate(
    nom="demande",
    initial="SOUMISE",
    etats={
        "SOUMISE": "Soumise",
        "CONTROLEE": "Contrôlée",
        "TRANSMISE": "Transmise",
        "REGLEE": "Réglée",
        "RETOURNEE": "Retournée",
    },
    transitions={
        "controler": transition("Contrôler", "SOUMISE", "CONTROLEE"),
        "transmettre": transition("Transmettre", "CONTROLEE", "TRANSMISE"),
        "regler": transition("Régler", "TRANSMISE", "REGLEE"),
        "retourner": transition("Retourner", "SOUMISE", "RETOURNEE"),
    },
)
