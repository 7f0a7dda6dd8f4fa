"""Historique par déclencheurs PostgreSQL, cloisonné comme la table suivie et en ajout seul."""

from typing import Any

import pghistory
import pghistory.models

from cdg_portal.cloisonnement.modeles import ModeleCloisonne


class EvenementCloisonne(ModeleCloisonne, pghistory.models.Event):  # type: ignore[misc]
    """Base des tables d'historique."""

    AJOUT_SEUL = True

    class Meta(ModeleCloisonne.Meta):
        abstract = True


def suivre(nom: str, **options: Any) -> Any:
    """Décorateur : suit créations, modifications et suppressions d'un modèle dans la table `nom`."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        base_model=EvenementCloisonne,
        model_name=nom,
        **options,
    )
