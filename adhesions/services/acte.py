"""Objet de journal quand l'acte porte sur la collectivité entière (un lot d'agents, un mandat…)."""

from types import SimpleNamespace
from typing import Any


def sujet_collectivite(collectivite: Any) -> Any:
    """La collectivité vue par le journal : elle est son propre périmètre."""
    return SimpleNamespace(collectivite_id=collectivite.id, uid=collectivite.uid, _meta=collectivite._meta)
