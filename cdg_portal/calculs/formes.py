"""Formes communes des calculs publiés."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.refus import EntreeRefusee, Erreur

Reponse = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Calcul:
    """Un calcul nommé : `executer` prend un objet JSON lu et rend {"resultat", "etapes"}.

    Lève `EntreeRefusee` avec toutes les erreurs de l'entrée.
    """

    nom: str
    titre: str
    executer: Callable[[object], Reponse]


def ecrire(resultat: dict[str, Any], decision: Decision[Any]) -> Reponse:
    """Réponse publiée d'une décision."""
    return {"resultat": resultat, "etapes": ecrire_etapes(decision.etapes)}


def ecrire_etapes(etapes: Iterable[Etape]) -> list[dict[str, Any]]:
    """Étapes en JSON."""
    return [{"libelle": e.libelle, "references": list(e.references), "valeur": e.valeur} for e in etapes]


def ecrire_decimal(valeur: Decimal | None) -> str | None:
    """Nombre décimal en chaîne, null s'il n'existe pas."""
    return None if valeur is None else str(valeur)


def refuser(erreur: ErreurMetier) -> EntreeRefusee:
    """Le refus d'une règle, dans la forme d'une entrée refusée."""
    return EntreeRefusee([Erreur(erreur.champ, erreur.code, erreur.message)])
