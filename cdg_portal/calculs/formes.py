"""Forme commune des calculs publiés : une entrée déclarée, une règle pure, un résultat déclaré."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cdg_portal.socle.decision import Decision
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.formes import Objet
from cdg_portal.socle.natures import MOTIF_NOMBRE, Schema
from cdg_portal.socle.refus import EntreeRefusee, Erreur

Reponse = dict[str, Any]

ETAPES: Schema = {
    "type": "array",
    "description": "Étapes du raisonnement, dans l'ordre.",
    "items": {
        "type": "object",
        "required": ["libelle", "references", "valeur"],
        "properties": {
            "libelle": {"type": "string", "description": "Ce qui est calculé."},
            "references": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Articles et règles.",
            },
            "valeur": {"type": "string", "description": "La valeur obtenue."},
        },
    },
}


@dataclass(frozen=True, slots=True)
class Calcul:
    """Un calcul nommé.

    `calculer` est la règle pure : elle reçoit les champs lus par leur nom (ou l'objet que construit
    `entree`) et rend une `Decision`, dont la valeur s'écrit selon `sortie` (ou par `ecrire`). Une valeur
    simple remplit l'unique champ de `sortie`.
    """

    nom: str
    titre: str
    entree: Objet
    sortie: Objet
    calculer: Callable[..., Decision[Any]]
    ecrire: Callable[[Any], Any] | None = None

    def executer(self, valeur: object) -> Reponse:
        """{"resultat", "etapes"} ; lève `EntreeRefusee` avec toutes les erreurs de l'entrée."""
        lu = self.entree.lire_entree(valeur)
        try:
            decision = self.calculer(**lu) if type(lu) is dict else self.calculer(lu)
        except ErreurMetier as erreur:
            raise EntreeRefusee([Erreur(erreur.champ, erreur.code, erreur.message)]) from erreur
        return {"resultat": self._ecrire(decision.valeur), "etapes": [e.en_json() for e in decision.etapes]}

    def _ecrire(self, valeur: Any) -> Any:
        if self.ecrire is not None:
            return self.ecrire(valeur)
        if isinstance(valeur, date | Decimal | int | str):
            (champ,) = self.sortie.champs
            return {champ.cle: champ.nature.ecrire(valeur)}
        return self.sortie.ecrire(valeur)

    def schema(self) -> Schema:
        """{"nom", "titre", "entree", "sortie"} : schémas JSON de l'entrée et de la réponse entière."""
        return {
            "nom": self.nom,
            "titre": self.titre,
            "entree": self.schema_entree(),
            "sortie": self.schema_sortie(),
        }

    def schema_entree(self) -> Schema:
        """Schéma JSON de l'entrée."""
        return {**self.entree.schema(), "title": self.titre}

    def schema_sortie(self) -> Schema:
        """Schéma JSON de la réponse."""
        return {
            "type": "object",
            "required": ["resultat", "etapes"],
            "additionalProperties": False,
            "properties": {"resultat": _de_sortie(self.sortie.schema()), "etapes": ETAPES},
        }


def _de_sortie(schema: Any) -> Any:
    """Le schéma d'un résultat : ses nombres n'ont ni bornes ni limite de chiffres, un solde peut être négatif."""
    if isinstance(schema, list):
        return [_de_sortie(element) for element in schema]
    if not isinstance(schema, dict):
        return schema
    libre = {cle: _de_sortie(valeur) for cle, valeur in schema.items() if cle not in ("minimum", "maximum")}
    if "pattern" in libre and libre["pattern"] == MOTIF_NOMBRE:
        libre["pattern"] = r"^-?[0-9]+(\.[0-9]+)?$"
    if isinstance(libre.get("description"), str):
        libre["description"] = libre["description"].partition(" Valeur attendue")[0]
    return libre
