"""Schéma JSON de l'entrée et de la réponse de chaque calcul publié.

Les listes de valeurs viennent des règles ; les essais vérifient que schéma et lecture refusent les mêmes
champs absents ou inconnus.
"""

from collections.abc import Sequence
from typing import Any

from adhesions.regles.participation import MODES
from cotisations.regles.cotisation import ELEMENTS
from sinistres.regles import entree as e
from sinistres.regles.delais import UNITES

Schema = dict[str, Any]


def _facultatif(schema: Schema) -> Schema:
    """Un champ facultatif peut aussi valoir null, ce qui revient à l'omettre."""
    if "enum" in schema:
        return {**schema, "type": ["string", "null"], "enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]}


def _jour(description: str) -> Schema:
    return {"type": "string", "format": "date", "description": description}


def _decimal(description: str, exemple: str = "2697.15") -> Schema:
    motif = r"^-?\d{1,20}(\.\d{1,12})?$"
    return {"type": "string", "pattern": motif, "description": description, "examples": [exemple]}


def _entier(description: str, minimum: int = 0, maximum: int | None = None) -> Schema:
    bornes = {"minimum": minimum} | ({"maximum": maximum} if maximum is not None else {})
    return {"type": "integer", **bornes, "description": description}


def _choix(description: str, valeurs: Sequence[str]) -> Schema:
    return {"type": "string", "enum": list(valeurs), "description": description}


def _texte(description: str) -> Schema:
    return {"type": "string", "minLength": 1, "description": description}


def _booleen(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def _liste(element: Schema, description: str, minimum: int = 1) -> Schema:
    return {"type": "array", "items": element, "minItems": minimum, "description": description}


def _objet(obligatoires: dict[str, Schema], facultatifs: dict[str, Schema] | None = None) -> Schema:
    optionnels = {cle: _facultatif(schema) for cle, schema in (facultatifs or {}).items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(obligatoires),
        "properties": {**obligatoires, **optionnels},
    }


_CERTIFICAT = _objet(
    {"debut": _jour("Premier jour"), "fin": _jour("Dernier jour, inclus")},
    {"quotite_travail": _decimal("Quotité travaillée en %, pour un temps partiel thérapeutique", "50")},
)
_FRANCHISE = _objet(
    {"type": _choix("Sémantique de la franchise", e.TYPES_FRANCHISE)},
    {"jours": _entier("Nombre de jours ; obligatoire sauf type AUCUNE")},
)
_GARANTIE = _objet({"risque": _choix("Risque garanti", e.RISQUES_GARANTIS), "franchise": _FRANCHISE})
_CONTRAT = _objet(
    {
        "effet": _jour("Prise d'effet"),
        "fin": _jour("Dernier jour du contrat"),
        "gestion": _choix("Sort des sinistres après la fin du contrat", e.GESTIONS),
        "diviseur": _choix("Base de l'indemnité journalière", e.DIVISEURS),
        "elements": _liste(_choix("Élément assuré", e.ELEMENTS), "Éléments assurés, TIB compris"),
        "charges_pct": _decimal("Charges patronales assurées, en %", "0"),
        "taux_remboursement": _decimal("Taux de remboursement, en %", "100"),
        "ri": _choix("Sort du régime indemnitaire", e.REGIMES_INDEMNITAIRES),
        "franchise_par": _choix("Ce qui recommence une franchise", e.FRANCHISES_PAR),
        "garanties": _liste(_GARANTIE, "Garanties souscrites"),
    },
    {
        "resiliation": _jour("Résiliation"),
        "age_cessation": _entier("Âge de cessation des garanties", 50, 75),
    },
)
_REMUNERATION = _objet(
    {"depuis": _jour("À compter du"), "TIB": _decimal("Traitement indiciaire brut annuel", "24000.00")},
    {
        "NBI": _decimal("Nouvelle bonification indiciaire annuelle"),
        "IR": _decimal("Indemnité de résidence annuelle"),
        "SFT": _decimal("Supplément familial annuel"),
        "RI": _decimal("Régime indemnitaire annuel"),
    },
)
_AGENT = _objet(
    {
        "naissance": _jour("Date de naissance"),
        "regime": _choix("Régime", e.REGIMES),
        "remuneration": _liste(_REMUNERATION, "Rémunérations annuelles datées"),
    },
    {
        "sortie": _jour("Dernier jour dans la collectivité"),
        "retraite": _jour("Liquidation de la retraite"),
        "prolongation_activite": _booleen("Prolongation légale d'activité"),
    },
)
_REQUALIFICATION = _objet(
    {"vers": _choix("Nouvelle nature", e.NATURES), "effet": _jour("À compter du")},
    {"decision": _jour("Date de la décision")},
)
_SINISTRE = _objet(
    {
        "reference": _texte("Référence du sinistre dans l'appel"),
        "risque": _choix("Nature du sinistre", e.NATURES),
        "survenance": _jour("Date de l'évènement"),
        "certificats": _liste(_CERTIFICAT, "Certificats de la même cause"),
    },
    {
        "carence": _choix("Jour de carence", e.CARENCES),
        "attente_decision": _booleen("Droits épuisés, décision attendue"),
        "evenement_anterieur": _objet(
            {"refus_assureur_precedent": _booleen("Refus justifié de l'assureur précédent")}
        ),
        "requalifications": _liste(_REQUALIFICATION, "Dans l'ordre des décisions", 0),
        "deja_verse": _decimal("Déjà versé pour ce sinistre"),
    },
)

ENTREES: dict[str, Schema] = {
    "indemnisation": _objet(
        {
            "contrat": _CONTRAT,
            "agent": _AGENT,
            "sinistres": _liste(_SINISTRE, "Tous les sinistres de l'agent"),
            "au": _jour("Date d'arrêté du calcul"),
        }
    ),
    "annee-medicale": _objet({"jour": _jour("Jour d'arrêt")}),
    "droits-cmo": _objet(
        {
            "certificats": _liste(
                _objet({"debut": _jour("Premier jour"), "fin": _jour("Dernier jour, inclus")}), "Certificats"
            )
        }
    ),
    "delai-declaration": _objet(
        {
            "connaissance": _jour("Connaissance de l'évènement par l'employeur"),
            "nombre": _entier("Durée du délai", 0, 36_600),
            "unite": _choix("Unité du délai", UNITES),
        }
    ),
    "participation-cdg": _objet(
        {"mode": _choix("Mode de calcul", MODES)},
        {
            "agents": _entier("Effectif, si le mode est FORFAIT_AGENT"),
            "montant_unitaire": _decimal("Montant par agent, si le mode est FORFAIT_AGENT", "70.00"),
            "assiette": _decimal("Assiette, si le mode est POURCENTAGE"),
            "taux": _decimal("Taux en %, si le mode est POURCENTAGE", "0.35"),
        },
    ),
    "cotisation": _objet(
        {
            "assiette": _objet({}, {element: _decimal(f"Masse annuelle {element}") for element in ELEMENTS}),
            "elements": _liste(_choix("Élément", ELEMENTS), "Éléments retenus"),
            "taux": _liste(
                _objet({"garantie": _texte("Garantie"), "taux": _decimal("Taux en %", "1.50")}),
                "Taux par garantie",
            ),
            "fractions": _entier("Nombre d'échéances", 1, 366),
        }
    ),
    "absenteisme": _objet(
        {
            "jours": _entier("Jours d'absence"),
            "arrets": _entier("Nombre d'arrêts"),
            "agents_absents": _entier("Agents absents au moins une fois"),
            "effectif": _entier("Effectif", 1),
            "debut": _jour("Premier jour de la période"),
            "fin": _jour("Dernier jour, inclus"),
        }
    ),
}

REPONSE: Schema = {
    "type": "object",
    "required": ["resultat", "etapes"],
    "properties": {
        "resultat": {"type": "object", "description": "Propre au calcul ; montants en chaînes décimales"},
        "etapes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["libelle", "references", "valeur"],
                "properties": {
                    "libelle": {"type": "string"},
                    "references": {"type": "array", "items": {"type": "string"}},
                    "valeur": {"type": "string"},
                },
            },
        },
    },
}

LISTE: Schema = {
    "type": "object",
    "required": ["calculs"],
    "properties": {
        "calculs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["nom", "titre", "adresse", "entree"],
                "properties": {
                    "nom": {"type": "string"},
                    "titre": {"type": "string"},
                    "adresse": {"type": "string", "format": "uri"},
                    "entree": {"type": "object", "description": "Schéma JSON de l'entrée"},
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
