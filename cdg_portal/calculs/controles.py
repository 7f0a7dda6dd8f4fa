"""Contrôles communs aux entrées des calculs publiés."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cdg_portal.socle.decision import Decision
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.formes import Controle, Ici


def refus_de_la_regle(regle: Callable[..., Decision[Any]], *champs: str) -> Controle:
    """Contrôle qui joint aux autres erreurs de l'entrée le refus de la règle, si ces `champs` sont lisibles.

    `champs` : tous ceux dont ce refus dépend ; les autres peuvent être fautifs, donc neutres.
    """

    def controle(lu: dict[str, Any], ici: Ici) -> None:
        if not ici.sain(*champs):
            return
        try:
            regle(**lu)
        except ErreurMetier as refus:
            ici.refuser(refus.champ, refus.code, refus.message)

    return controle
