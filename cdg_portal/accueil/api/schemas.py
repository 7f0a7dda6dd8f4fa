"""Schémas communs de l'API des calculs : la liste, et les problèmes (RFC 9457).

Ceux de chaque calcul viennent de sa déclaration (`Calcul.schema_entree`, `Calcul.schema_sortie`).
"""

from cdg_portal.socle.natures import Schema

LISTE: Schema = {
    "type": "object",
    "required": ["calculs"],
    "properties": {
        "calculs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["nom", "titre", "adresse", "entree", "sortie"],
                "properties": {
                    "nom": {"type": "string"},
                    "titre": {"type": "string"},
                    "adresse": {"type": "string", "format": "uri"},
                    "entree": {"type": "object", "description": "Schéma JSON de l'entrée"},
                    "sortie": {"type": "object", "description": "Schéma JSON de la réponse"},
                },
            },
        }
    },
}

PROBLEME: Schema = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "erreurs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["champ", "code", "message"],
                "properties": {
                    "champ": {"type": "string", "examples": ["agent.naissance"]},
                    "code": {"type": "string", "examples": ["champ-manquant"]},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
